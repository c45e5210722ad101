import { createPrivateKey, X509Certificate } from 'node:crypto';
import {
  AuthenticationConstants,
  CertificateServiceClientCredentialsFactory,
  PasswordServiceClientCredentialFactory,
} from 'botframework-connector';
import { RedressError } from '../../../src/errors.js';
import type { Logger } from '../../../src/ports/logger.js';
import { TEAMS_START_TEXT } from '../../../src/text/teams-en.js';
import { createSimulatedTokens } from './simulated-tokens.js';
import { createTokens, type TokenResult, type TokenSource, type Tokens } from './tokens.js';

export type TeamsCredentials =
  | { readonly kind: 'password'; readonly password: string }
  /** PEM text with certificate and private key. */
  | { readonly kind: 'certificate'; readonly pem: string };

export interface CredentialsOptions {
  readonly appId: string;
  readonly tenantId: string;
  readonly credentials: TeamsCredentials;
  /** Base address of a simulator, which then gives the tokens; null: Microsoft. */
  readonly simulatorUrl: string | null;
  readonly fetch?: typeof fetch | undefined;
  /** Real time, ms UTC. */
  readonly now?: (() => number) | undefined;
  /** How long to wait for a token, ms; 10,000 when left out. */
  readonly timeoutMs?: number | undefined;
}

/** What asking for a token showed. `code`: Microsoft's (`AADSTS…`), or what went wrong on the way. */
export type CredentialCheck =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'no-answer'; readonly code: string };

/** The bot's right to call Teams. */
export interface Credentials extends Tokens {
  /** Asks for a token now, to see whether the credentials are good. Never throws. */
  checkCredentials(): Promise<CredentialCheck>;
}

const TIMEOUT_MS = 10_000;

/**
 * Tokens for the Bot Connector by client credentials of a single-tenant app, with a client secret or
 * a certificate ("Authenticate requests with the Bot Connector API", learn.microsoft.com).
 * @throws RedressError TEAMS_START when the certificate and its key are of no use
 */
export function createCredentials(options: CredentialsOptions): Credentials {
  const tokens = createTokens({
    source: createTokenSource(options),
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    now: options.now ?? Date.now,
  });
  return {
    fetchToken: tokens.fetchToken,
    checkCredentials: async () => toCredentialCheck(await tokens.fetchToken(false)),
  };
}

function toCredentialCheck(answer: TokenResult): CredentialCheck {
  if (answer.ok) return { kind: 'ok' };
  return { kind: answer.refused ? 'refused' : 'no-answer', code: answer.code };
}

function createTokenSource(options: CredentialsOptions): TokenSource {
  const { appId, tenantId, credentials, simulatorUrl } = options;
  if (simulatorUrl !== null) {
    return createSimulatedTokens({
      ...{ simulatorUrl, appId, password: toSimulatorSecret(credentials) },
      fetch: options.fetch ?? fetch,
      now: options.now ?? Date.now,
    });
  }
  const factory =
    credentials.kind === 'password'
      ? new PasswordServiceClientCredentialFactory(appId, credentials.password, tenantId)
      : createCertificateFactory(appId, tenantId, credentials.pem);
  let made: Promise<TokenSource> | undefined;
  return {
    async getToken(fresh) {
      made ??= factory
        .createCredentials(
          appId,
          AuthenticationConstants.ToChannelFromBotOAuthScope,
          AuthenticationConstants.ToChannelFromBotLoginUrlPrefix,
          true,
        )
        .then(toTokenSource);
      return (await made).getToken(fresh);
    },
  };
}

/** A simulator knows client secrets only: of a certificate it gets what anybody may know. */
function toSimulatorSecret(credentials: TeamsCredentials): string {
  if (credentials.kind === 'password') return credentials.password;
  return parseCertificate(credentials.pem).thumbprint;
}

function createCertificateFactory(appId: string, tenantId: string, pem: string) {
  const { thumbprint, privateKey } = parseCertificate(pem);
  return new CertificateServiceClientCredentialsFactory(appId, thumbprint, privateKey, tenantId);
}

/**
 * Reads a PEM text as Microsoft's library wants it: the thumbprint as Microsoft Entra shows it (SHA-1
 * in hexadecimal), the private key in PKCS #8.
 * @throws RedressError TEAMS_START when one of the two is missing, or they do not belong together
 */
export function parseCertificate(pem: string): {
  readonly thumbprint: string;
  readonly privateKey: string;
} {
  const read = tryParseCertificate(pem);
  if ('certificate' in read) return read.certificate;
  const cause = read.fault === undefined ? {} : { cause: read.fault };
  throw new RedressError('TEAMS_START', TEAMS_START_TEXT.unreadableCertificate, cause);
}

function tryParseCertificate(
  pem: string,
): { readonly certificate: ReturnType<typeof parseCertificate> } | { readonly fault: unknown } {
  try {
    const certificate = new X509Certificate(pem);
    const key = createPrivateKey(pem);
    if (!certificate.checkPrivateKey(key)) return { fault: undefined };
    const thumbprint = certificate.fingerprint.replaceAll(':', '');
    const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { certificate: { thumbprint, privateKey } };
  } catch (error) {
    return { fault: error };
  }
}

/** What the library makes has `getToken`, though its type does not say so. */
function toTokenSource(made: object): TokenSource {
  if ('getToken' in made && typeof made.getToken === 'function') return made as TokenSource;
  throw new TypeError('the credentials of botframework-connector give no token');
}

/**
 * Sees whether Microsoft takes the credentials. When it does not answer, that is logged and told by
 * `health`, and the start goes on: what comes in can be taken all the same.
 * @throws RedressError TEAMS_START with what to do about it, when they are refused
 */
export function assertCredentials(
  check: CredentialCheck,
  kind: TeamsCredentials['kind'],
  logger: Logger,
): void {
  if (check.kind === 'no-answer') logger.warn({ code: check.code }, TEAMS_START_TEXT.noAnswer);
  if (check.kind !== 'refused') return;
  throw new RedressError('TEAMS_START', `${toRemedy(check.code, kind)} (${check.code})`);
}

/** The codes are Microsoft's (learn.microsoft.com/entra/identity-platform/reference-error-codes). */
function toRemedy(code: string, kind: TeamsCredentials['kind']): string {
  switch (code) {
    case 'AADSTS700016':
      return TEAMS_START_TEXT.appNotFound;
    case 'AADSTS90002':
    case 'AADSTS900023':
      return TEAMS_START_TEXT.tenantNotFound;
    case 'AADSTS7000215':
    case 'AADSTS7000222':
    case 'AADSTS700027':
    case 'AADSTS1000502':
    case 'invalid_client':
      return kind === 'password' ? TEAMS_START_TEXT.badSecret : TEAMS_START_TEXT.badCertificate;
    default:
      return TEAMS_START_TEXT.refused + code;
  }
}
