import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Reader } from '../organisation/reader.js';
import type { Given, ReadFile, Variables } from './variables.js';

/** How the app proves to Microsoft who it is. */
export type MicrosoftCredentials =
  | { readonly kind: 'password'; readonly password: string }
  | {
      readonly kind: 'certificate';
      /** PEM text with the certificate and its private key. */
      readonly pem: string;
    };

export interface TeamsSettings {
  /** "Application (client) ID" of the app registration, a GUID in small letters. */
  readonly appId: string;
  /** The one tenant that is served, a GUID in small letters. */
  readonly tenantId: string;
  readonly credentials: MicrosoftCredentials;
  /** Base address of a simulator on this computer, without `/` at its end; null: Microsoft's. */
  readonly simulatorUrl: string | null;
}

const OF_TEAMS = [
  'MICROSOFT_APP_ID',
  'MICROSOFT_APP_TENANT_ID',
  'MICROSOFT_APP_PASSWORD',
  'MICROSOFT_APP_CERTIFICATE',
  'TEAMS_API_URL',
] as const;

/** What to set for Teams. */
export const START_TEAMS =
  'for Microsoft Teams set MICROSOFT_APP_ID, MICROSOFT_APP_TENANT_ID and MICROSOFT_APP_PASSWORD or MICROSOFT_APP_CERTIFICATE';

/** Is anything of Teams given, be it by half? */
export function teamsIsGiven(given: Given): boolean {
  return OF_TEAMS.some((name) => given[name] !== undefined);
}

/**
 * Settings of Teams; null when nothing of it is given. What is given but wrong has been noted
 * already; what is missing, and what is wrong with the certificate's file, is noted here.
 */
export function readTeams(
  reader: Reader,
  given: Given,
  values: Variables,
  readFile: ReadFile,
): TeamsSettings | null {
  if (!teamsIsGiven(given)) return null;
  for (const name of ['MICROSOFT_APP_ID', 'MICROSOFT_APP_TENANT_ID'] as const) {
    if (given[name] === undefined) reader.fault([name], `is missing; ${START_TEAMS}.`);
  }
  return {
    appId: values.MICROSOFT_APP_ID ?? '',
    tenantId: values.MICROSOFT_APP_TENANT_ID ?? '',
    credentials: readCredentials(reader, given, values, readFile),
    simulatorUrl: values.TEAMS_API_URL ?? null,
  };
}

function readCredentials(
  reader: Reader,
  given: Given,
  values: Variables,
  readFile: ReadFile,
): MicrosoftCredentials {
  const { MICROSOFT_APP_PASSWORD: password, MICROSOFT_APP_CERTIFICATE: certificate } = given;
  if (password !== undefined && certificate !== undefined) {
    reader.fault(
      ['MICROSOFT_APP_PASSWORD'],
      'is set, and MICROSOFT_APP_CERTIFICATE too; keep one of them, better the certificate.',
    );
  }
  if (password === undefined && certificate === undefined) {
    reader.fault(
      ['MICROSOFT_APP_PASSWORD'],
      'is missing; set it to the client secret of the app, or set MICROSOFT_APP_CERTIFICATE.',
    );
  }
  if (certificate === undefined) {
    return { kind: 'password', password: values.MICROSOFT_APP_PASSWORD ?? '' };
  }
  return { kind: 'certificate', pem: readCertificate(reader, certificate, readFile) };
}

function readCertificate(reader: Reader, path: string, readFile: ReadFile): string {
  const fault = (what: string): string => {
    reader.fault(['MICROSOFT_APP_CERTIFICATE'], what);
    return '';
  };
  let pem: string;
  try {
    pem = readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return fault(`there is no file ${path}.`);
    return fault(`${path} cannot be read (${code ?? 'unknown reason'}).`);
  }
  const wrong = wrongWith(pem);
  return wrong === undefined ? pem : fault(`${path} ${wrong}`);
}

const NEEDS = 'a PEM file with the certificate and its private key, without a passphrase';

/** What is wrong with a PEM file that must hold a certificate and its key; never any of its content. */
function wrongWith(pem: string): string | undefined {
  const certificate = parsed(() => new X509Certificate(pem));
  if (certificate === undefined) return `holds no certificate; it must be ${NEEDS}.`;
  const key = parsed(() => createPrivateKey(pem));
  if (key === undefined) return `holds no private key that can be read; it must be ${NEEDS}.`;
  if (!certificate.checkPrivateKey(key)) return 'holds a private key of another certificate.';
  // Microsoft: "Microsoft identity platform application authentication certificate credentials"
  if (key.asymmetricKeyType !== 'rsa') return 'holds a key that is not RSA, which Microsoft needs.';
  return undefined;
}

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined; // what OpenSSL says of it helps nobody, and may quote the file
  }
}
