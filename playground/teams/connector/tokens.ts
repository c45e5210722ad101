import { asString, type JsonObject } from '../../json.js';
import { publicKey, readToken, signToken } from '../keys.js';
import type { Core } from '../state.js';

/** What the bot's access tokens are for (Microsoft: "Authentication with the Bot Connector API"). */
const AUDIENCE = 'https://api.botframework.com';
/** What tokens for Microsoft Graph are for. */
export const GRAPH_AUDIENCE = 'https://graph.microsoft.com';

/** Who may ask for tokens, and for how long they are good, s. */
export interface TokenOptions {
  core: Core;
  appPassword: string;
  tokenSeconds: number;
}

/** An answer of Microsoft Entra's token endpoint. */
export interface TokenAnswer {
  status: number;
  body: JsonObject;
}

function refused(status: number, error: string, code: number, words: string): TokenAnswer {
  const error_description = `AADSTS${code}: ${words}`;
  return { status, body: { error, error_description, error_codes: [code] } };
}

/** Answers the client credentials flow as Microsoft Entra does. */
export function issueToken(options: TokenOptions, form: JsonObject): TokenAnswer {
  const { core, appPassword, tokenSeconds } = options;
  if (form.grant_type !== 'client_credentials') {
    return refused(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant.');
  }
  if (form.client_id !== core.appId) {
    return refused(400, 'unauthorized_client', 700016, 'Application was not found in the tenant.');
  }
  if (form.client_secret !== appPassword) {
    return refused(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
  }
  const audience = [AUDIENCE, GRAPH_AUDIENCE].find((one) => form.scope === `${one}/.default`);
  if (audience === undefined) {
    return refused(400, 'invalid_scope', 70011, 'The provided value for scope is not valid.');
  }
  const key = core.state.keys.at(-1);
  if (!key) throw new Error('The tenant has no signing key; its state file is damaged.');
  const now = Math.floor(core.now() / 1000);
  const access_token = signToken(key, {
    aud: audience,
    iss: `https://sts.windows.net/${core.state.tenantId}/`,
    iat: now,
    nbf: now,
    exp: now + tokenSeconds,
    appid: core.appId,
    tid: core.state.tenantId,
    jti: core.nextId('token-'),
  });
  const times = { expires_in: tokenSeconds, ext_expires_in: tokenSeconds };
  return { status: 200, body: { token_type: 'Bearer', ...times, access_token } };
}

/** True when the header carries a token that was issued here and is still good. */
export function isAuthorized(core: Core, header: string | undefined, audience = AUDIENCE): boolean {
  const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1];
  const claims = token ? readToken(core.state.keys, token) : undefined;
  const now = core.now() / 1000;
  return (
    claims !== undefined &&
    claims.aud === audience &&
    claims.appid === core.appId &&
    asString(claims.iss)?.startsWith('https://sts.windows.net/') === true &&
    typeof claims.exp === 'number' &&
    claims.exp > now
  );
}

/** The OpenID document the bot finds the signing keys by; `base` is the simulator's URL. */
export function openIdDocument(base: string): JsonObject {
  return {
    issuer: AUDIENCE,
    authorization_endpoint: 'https://invalid.botframework.com',
    jwks_uri: `${base}/openid/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  };
}

/** The keys that activities are signed with now. */
export function keyDocument(core: Core): JsonObject {
  return { keys: core.state.keys.map(publicKey) };
}
