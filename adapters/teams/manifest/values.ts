import type { ManifestValues } from './manifest.js';

/** What was written on the command line. */
export interface PackageArguments {
  readonly appId: string;
  readonly domain: string;
  readonly appVersion: string;
  readonly developer: string;
  readonly website?: string;
  readonly privacy?: string;
  readonly terms?: string;
}

/** Either the values a manifest is made of, or what is wrong with them. */
export type CheckedValues =
  | { readonly kind: 'valid'; readonly values: ManifestValues }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
/** A full host name: two labels at least, the last with a letter, so that no IP address passes. */
const HOST = new RegExp(`^(?=.{4,253}$)(${LABEL}\\.)+(?=[a-z0-9-]*[a-z])${LABEL}$`);
/** Teams takes whole versions from 1.0.0 on. */
const VERSION = /^[1-9]\d{0,4}\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})$/;
/** The schema's limit for the developer's name. */
const DEVELOPER_LENGTH = 32;

/** Checks and completes what was written: every address not given is the domain's own. */
export function checkValues(given: PackageArguments): CheckedValues {
  const appId = given.appId.trim().toLowerCase();
  const domain = given.domain.trim().toLowerCase();
  const home = `https://${domain}/`;
  const developer = {
    name: given.developer.trim(),
    website: given.website ?? home,
    privacy: given.privacy ?? home,
    terms: given.terms ?? home,
  };
  const faults = [
    checkAppId(appId),
    checkDomain(domain),
    checkVersion(given.appVersion),
    checkDeveloper(developer.name),
    checkUrl('--website', given.website),
    checkUrl('--privacy', given.privacy),
    checkUrl('--terms', given.terms),
  ].filter((fault) => fault !== null);
  if (faults.length > 0) return { kind: 'faults', faults };
  return { kind: 'valid', values: { appId, domain, version: given.appVersion, developer } };
}

function checkAppId(appId: string): string | null {
  const where = 'copy "Application (client) ID" from the app registration in Microsoft Entra.';
  if (!GUID.test(appId)) return `--app-id "${appId}" is no GUID: ${where}`;
  return /[1-9a-f]/.test(appId) ? null : `--app-id is all zeros: ${where}`;
}

function checkDomain(domain: string): string | null {
  if (HOST.test(domain)) return null;
  const host = findHost(domain);
  if (host !== null) return `--domain takes the host's name alone: ${host}`;
  return `--domain "${domain}" is no public host name, such as redress.example.org: Microsoft calls https://HOST/api/messages there.`;
}

/** The host in what looks like a whole address, `HOST:PORT` or `HOST/path`; null without one. */
function findHost(text: string): string | null {
  const [, host = ''] = /^(?:https?:\/\/)?([^/:?#@]+)(?:[:/?#].*)?$/.exec(text) ?? [];
  return host !== text && HOST.test(host) ? host : null;
}

function checkVersion(version: string): string | null {
  if (VERSION.test(version)) return null;
  return `--app-version "${version}" is no version Teams takes: three numbers, the first at least 1, such as 1.0.0.`;
}

function checkDeveloper(name: string): string | null {
  if (name !== '' && name.length <= DEVELOPER_LENGTH) return null;
  return `--developer takes a name of 1 to ${DEVELOPER_LENGTH} characters, such as your organisation's.`;
}

function checkUrl(option: string, address: string | undefined): string | null {
  if (address === undefined) return null;
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.protocol === 'https:' ? null : `${option} "${address}" is no https:// address.`;
}
