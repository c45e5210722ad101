import { createPrivateKey, X509Certificate } from 'node:crypto';
import {
  AuthenticationConstants,
  CertificateServiceClientCredentialsFactory,
  PasswordServiceClientCredentialFactory,
} from 'botframework-connector';
import { RedressError } from '../../../src/errors.js';
import type { Logger } from '../../../src/ports/logger.js';
import { TEAMS_START_TEXT } from '../../../src/text/teams-en.js';
import { monotonicNow } from '../../shared/monotonic-time.js';
import {
  createSimulatedTokens,
  createTokens,
  type TokenResult,
  type TokenSource,
  type Tokens,
} from './tokens.js';

/** The app registration's client secret, or its certificate. */
export type TeamsCredentials =
  | { readonly kind: 'password'; readonly password: string }
  /** PEM text with certificate and private key. */
  | { readonly kind: 'certificate'; readonly pem: string };

export interface CredentialsOptions {
  readonly appId: string;
  readonly tenantId: string;
  readonly credentials: TeamsCredentials;
  /** Base URL of a simulator that issues the tokens; null: Microsoft. */
  readonly simulatorUrl: string | null;
  readonly fetch?: typeof fetch | undefined;
  /** A time that only runs forward, ms. */
  readonly now?: (() => number) | undefined;
  /** Time-out of a token request, ms; 10,000 by default. */
  readonly timeoutMs?: number | undefined;
}

/** The result of a token request. `code`: Microsoft's (`AADSTS…`), or that of a network error. */
export type CredentialCheck =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'no-answer'; readonly code: string };

/** The bot's credentials for Teams. */
export interface Credentials extends Tokens {
  /** Tokens for Microsoft Graph. The consent of a team says what they may read there. */
  readonly graphTokens: Tokens;
  /** Requests a token to check the credentials. Never throws. */
  checkCredentials(): Promise<CredentialCheck>;
}

const TIMEOUT_MS = 10_000;

/**
 * Fetches tokens for the Bot Connector and for Microsoft Graph with the client credentials of a single-tenant app:
 * a client secret or a certificate ("Authenticate requests with the Bot Connector API", learn.microsoft.com).
 * @throws RedressError TEAMS_START when the certificate or its key is unusable
 */
export function createCredentials(options: CredentialsOptions): Credentials {
  const createFor = (audience: string): Tokens =>
    createTokens({
      source: createTokenSource(options, audience),
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      now: options.now ?? monotonicNow,
    });
  const tokens = createFor(AuthenticationConstants.ToChannelFromBotOAuthScope);
  return {
    graphTokens: createFor(GRAPH_AUDIENCE),
    fetchToken: tokens.fetchToken,
    checkCredentials: async () => toCredentialCheck(await tokens.fetchToken(false)),
  };
}

function toCredentialCheck(answer: TokenResult): CredentialCheck {
  if (answer.ok) return { kind: 'ok' };
  return { kind: answer.refused ? 'refused' : 'no-answer', code: answer.code };
}

/** For whom tokens for Microsoft Graph are (learn.microsoft.com/entra/identity-platform/scopes-oidc). */
const GRAPH_AUDIENCE = 'https://graph.microsoft.com';

function createTokenSource(options: CredentialsOptions, audience: string): TokenSource {
  const { appId, tenantId, credentials, simulatorUrl } = options;
  if (simulatorUrl !== null) {
    return createSimulatedTokens({
      ...{ simulatorUrl, appId, audience, password: toSimulatorSecret(credentials) },
      fetch: options.fetch ?? fetch,
      now: options.now ?? monotonicNow,
    });
  }
  const factory =
    credentials.kind === 'password'
      ? new PasswordServiceClientCredentialFactory(appId, credentials.password, tenantId)
      : createCertificateFactory(appId, tenantId, credentials.pem);
  let source: Promise<TokenSource> | undefined;
  return {
    async getToken(fresh) {
      source ??= factory
        .createCredentials(
          appId,
          audience,
          AuthenticationConstants.ToChannelFromBotLoginUrlPrefix,
          true,
        )
        .then(toTokenSource);
      return (await source).getToken(fresh);
    },
  };
}

/** A simulator accepts only client secrets. Of a certificate it gets the thumbprint, which is public. */
function toSimulatorSecret(credentials: TeamsCredentials): string {
  if (credentials.kind === 'password') return credentials.password;
  return parseCertificate(credentials.pem).thumbprint;
}

function createCertificateFactory(appId: string, tenantId: string, pem: string) {
  const { thumbprint, privateKey } = parseCertificate(pem);
  return new CertificateServiceClientCredentialsFactory(appId, thumbprint, privateKey, tenantId);
}

/**
 * Parses a PEM text for Microsoft's library: the thumbprint as Microsoft Entra shows it (SHA-1 in
 * hexadecimal), the private key in PKCS #8.
 * @throws RedressError TEAMS_START when one of them is missing, or they do not belong together
 */
export function parseCertificate(pem: string): {
  readonly thumbprint: string;
  readonly privateKey: string;
} {
  const result = tryParseCertificate(pem);
  if ('certificate' in result) return result.certificate;
  const cause = result.fault === undefined ? {} : { cause: result.fault };
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

/** The library's credentials have `getToken`, but their type does not declare it. */
function toTokenSource(credentials: object): TokenSource {
  if ('getToken' in credentials && typeof credentials.getToken === 'function') {
    return credentials as TokenSource;
  }
  throw new TypeError('the credentials of botframework-connector have no getToken');
}

/**
 * Checks the result of a token request at the start. When Microsoft did not answer, logs that and
 * returns, because activities can be received without a token; `health` reports it.
 * @throws RedressError TEAMS_START with a remedy, when Microsoft refused the credentials
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

/** What to do about refused credentials. Codes: Microsoft's (learn.microsoft.com/entra/identity-platform/reference-error-codes). */
export function toRemedy(code: string, kind: TeamsCredentials['kind']): string {
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
