import type { ManifestValues } from './manifest.js';

/** The arguments of the command line. */
export interface PackageArguments {
  readonly appId: string;
  readonly domain: string;
  readonly appVersion: string;
  readonly developer: string;
  readonly website?: string;
  readonly privacy?: string;
  readonly terms?: string;
}

/** The values for the manifest, or the faults of the arguments. */
export type CheckedValues =
  | { readonly kind: 'valid'; readonly values: ManifestValues }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
/** A full host name: at least two labels, the last with a letter, so that it is no IP address. */
const HOST = new RegExp(`^(?=.{4,253}$)(${LABEL}\\.)+(?=[a-z0-9-]*[a-z])${LABEL}$`);
/** Teams accepts versions from 1.0.0 on. */
const VERSION = /^[1-9]\d{0,4}\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})$/;
/** The schema's limit for the developer's name. */
const DEVELOPER_LENGTH = 32;

/** Checks and completes the arguments. A missing address becomes the domain's home page. */
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
  if (!GUID.test(appId)) return `--app-id "${appId}" is not a GUID: ${where}`;
  return /[1-9a-f]/.test(appId) ? null : `--app-id is all zeros: ${where}`;
}

function checkDomain(domain: string): string | null {
  if (HOST.test(domain)) return null;
  const host = findHost(domain);
  if (host !== null) return `--domain takes only the host name: ${host}`;
  return `--domain "${domain}" is not a public host name, such as redress.example.org. Microsoft calls https://HOST/api/messages.`;
}

/** Finds the host in a URL, `HOST:PORT` or `HOST/path`; null if the text is none of them. */
function findHost(text: string): string | null {
  const [, host = ''] = /^(?:https?:\/\/)?([^/:?#@]+)(?:[:/?#].*)?$/.exec(text) ?? [];
  return host !== text && HOST.test(host) ? host : null;
}

function checkVersion(version: string): string | null {
  if (VERSION.test(version)) return null;
  return `--app-version "${version}" is not a version that Teams accepts: three numbers, the first at least 1, such as 1.0.0.`;
}

function checkDeveloper(name: string): string | null {
  if (name !== '' && name.length <= DEVELOPER_LENGTH) return null;
  return `--developer takes a name of 1 to ${DEVELOPER_LENGTH} characters, such as your organisation's.`;
}

function checkUrl(option: string, address: string | undefined): string | null {
  if (address === undefined) return null;
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.protocol === 'https:' ? null : `${option} "${address}" is not an https:// address.`;
}
