import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { ConfigReader } from '../organisation/reader.js';
import type { ParsedVariables, RawVariables, ReadFile } from './variables.js';

/** How the app authenticates to Microsoft. */
export type MicrosoftCredentials =
  | { readonly kind: 'password'; readonly password: string }
  | {
      readonly kind: 'certificate';
      /** PEM text with the certificate and its private key. */
      readonly pem: string;
    };

/** The validated settings of Teams. */
export interface TeamsSettings {
  /** "Application (client) ID" of the app registration, a GUID in lower case. */
  readonly appId: string;
  /** The one tenant that is served, a GUID in lower case. */
  readonly tenantId: string;
  readonly credentials: MicrosoftCredentials;
  /** Base address of a simulator on this computer, without `/` at the end; null: Microsoft's. */
  readonly simulatorUrl: string | null;
}

/** Any of these alone is a half-configured Teams. */
const TEAMS_VARIABLES = [
  'MICROSOFT_APP_ID',
  'MICROSOFT_APP_TENANT_ID',
  'MICROSOFT_APP_PASSWORD',
  'MICROSOFT_APP_CERTIFICATE',
  'TEAMS_API_URL',
] as const;

/** What to set for Teams. */
export const TEAMS_SETUP_HINT =
  'for Microsoft Teams set MICROSOFT_APP_ID, MICROSOFT_APP_TENANT_ID and MICROSOFT_APP_PASSWORD or MICROSOFT_APP_CERTIFICATE';

/** True when any variable of Teams is set. */
export function hasTeamsVariables(raw: RawVariables): boolean {
  return TEAMS_VARIABLES.some((name) => raw[name] !== undefined);
}

/**
 * Reads the settings of Teams; null when no variable of Teams is set. Adds faults for what is missing and
 * for the certificate's file: the schemas have added those for wrong parsed.
 */
export function readTeamsSettings(
  reader: ConfigReader,
  raw: RawVariables,
  parsed: ParsedVariables,
  readFile: ReadFile,
): TeamsSettings | null {
  if (!hasTeamsVariables(raw)) return null;
  for (const name of ['MICROSOFT_APP_ID', 'MICROSOFT_APP_TENANT_ID'] as const) {
    if (raw[name] === undefined) reader.addFault([name], `is missing; ${TEAMS_SETUP_HINT}.`);
  }
  return {
    appId: parsed.MICROSOFT_APP_ID ?? '',
    tenantId: parsed.MICROSOFT_APP_TENANT_ID ?? '',
    credentials: readCredentials(reader, raw, parsed, readFile),
    simulatorUrl: parsed.TEAMS_API_URL ?? null,
  };
}

function readCredentials(
  reader: ConfigReader,
  raw: RawVariables,
  parsed: ParsedVariables,
  readFile: ReadFile,
): MicrosoftCredentials {
  const { MICROSOFT_APP_PASSWORD: password, MICROSOFT_APP_CERTIFICATE: certificate } = raw;
  if (password !== undefined && certificate !== undefined) {
    reader.addFault(
      ['MICROSOFT_APP_PASSWORD'],
      'is set, and MICROSOFT_APP_CERTIFICATE too; keep one of them, better the certificate.',
    );
  }
  if (password === undefined && certificate === undefined) {
    reader.addFault(
      ['MICROSOFT_APP_PASSWORD'],
      'is missing; set it to the client secret of the app, or set MICROSOFT_APP_CERTIFICATE.',
    );
  }
  if (certificate === undefined) {
    return { kind: 'password', password: parsed.MICROSOFT_APP_PASSWORD ?? '' };
  }
  return { kind: 'certificate', pem: readCertificate(reader, certificate, readFile) };
}

function readCertificate(reader: ConfigReader, path: string, readFile: ReadFile): string {
  const fault = (what: string): string => {
    reader.addFault(['MICROSOFT_APP_CERTIFICATE'], what);
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
  const wrong = findPemFault(pem);
  return wrong === undefined ? pem : fault(`${path} ${wrong}`);
}

const PEM_REQUIREMENT = 'a PEM file with the certificate and its private key, without a passphrase';

/** What is wrong with a PEM file that must hold a certificate and its key, without any of its content. */
function findPemFault(pem: string): string | undefined {
  const certificate = tryParse(() => new X509Certificate(pem));
  if (certificate === undefined) return `holds no certificate; it must be ${PEM_REQUIREMENT}.`;
  const key = tryParse(() => createPrivateKey(pem));
  if (key === undefined)
    return `holds no private key that can be read; it must be ${PEM_REQUIREMENT}.`;
  if (!certificate.checkPrivateKey(key)) return 'holds a private key of another certificate.';
  // Microsoft: "Microsoft identity platform application authentication certificate credentials"
  if (key.asymmetricKeyType !== 'rsa') return 'holds a key that is not RSA, which Microsoft needs.';
  return undefined;
}

function tryParse<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined; // OpenSSL's message does not help and may quote the file
  }
}
