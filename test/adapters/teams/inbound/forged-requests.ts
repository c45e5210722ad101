import { createHmac } from 'node:crypto';
import { KEYS, NOW, signToken, tokenClaims } from '../fake-microsoft.js';
import { APP_ID, TENANT } from '../fixtures.js';

/** A token with any header, content and signature. */
function forgeToken(
  header: unknown,
  content: unknown,
  signature: string | ((text: string) => string),
) {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part(header)}.${part(content)}`;
  return `${text}.${typeof signature === 'string' ? signature : signature(text)}`;
}

/** HS256 with the public key as secret, which naive libraries accept. */
function signWithPublicKey(): string {
  const secret = KEYS.good.publicKey.export({ type: 'spki', format: 'pem' });
  return forgeToken({ alg: 'HS256', typ: 'JWT', kid: 'good' }, tokenClaims(), (text) =>
    createHmac('sha256', secret).update(text).digest('base64url'),
  );
}

/** A valid signature of other content. */
function alterToken(): string {
  const [head, , signature] = signToken().split('.');
  const content = tokenClaims({ extra: 1 });
  return `${head}.${Buffer.from(JSON.stringify(content)).toString('base64url')}.${signature}`;
}

const seconds = NOW / 1000;

/** The claims of the token that the bot sends to Microsoft, as Microsoft Entra issues it. */
const OWN = {
  iss: `https://sts.windows.net/${TENANT}/`,
  aud: 'https://api.botframework.com',
  appid: APP_ID,
  ver: '1.0',
  tid: TENANT,
};

/** Tokens that are invalid at `NOW`; undefined: no token. */
export const INVALID_TOKENS: Readonly<Record<string, string | undefined>> = {
  'of another issuer': signToken(tokenClaims({ iss: 'https://sts.windows.net/common/' })),
  'of the emulator': signToken(
    tokenClaims({ iss: `https://sts.windows.net/${TENANT}/`, appid: APP_ID }),
  ),
  'for another bot': signToken(tokenClaims({ aud: '99999999-9a3e-4d58-b7c4-1e2f3a4b5c6d' })),
  'for several bots': signToken(tokenClaims({ aud: [APP_ID, 'other'] })),
  'signed by a key that is not Microsoft’s': signToken(tokenClaims(), { key: KEYS.foreign }),
  'signed by an unknown key': signToken(tokenClaims(), { kid: 'foreign', key: KEYS.foreign }),
  'without a key id': forgeToken({ alg: 'RS256', typ: 'JWT' }, tokenClaims(), 'AAAA'),
  'signed with the public key as a secret': signWithPublicKey(),
  'with the algorithm none': forgeToken({ alg: 'none', typ: 'JWT' }, tokenClaims(), ''),
  'that has expired': signToken(tokenClaims({ exp: seconds - 301 })),
  'that never expires': signToken(tokenClaims({ exp: undefined })),
  'that is not valid yet': signToken(tokenClaims({ nbf: seconds + 301 })),
  'for another service URL': signToken(
    tokenClaims({ serviceurl: 'https://smba.trafficmanager.net/uk/' }),
  ),
  'without a service URL': signToken(tokenClaims({ serviceurl: undefined })),
  'signed by a key that is endorsed for nothing': signToken(tokenClaims(), {
    kid: 'unendorsed',
    key: KEYS.unendorsed,
  }),
  'whose content was changed': alterToken(),
  'that is no JSON': `${Buffer.from('{"typ":"JWT","alg":"RS256"}').toString('base64url')}.Zm9v.AAAA`,
  'that is garbage': 'a.b.c',
  'without claims': forgeToken({ alg: 'RS256', typ: 'JWT', kid: 'good' }, null, 'AAAA'),
  'with a number for its claims': forgeToken({ alg: 'RS256', typ: 'JWT', kid: 'good' }, 1, 'AAAA'),
  'with a list for its claims': forgeToken({ alg: 'RS256', typ: 'JWT', kid: 'good' }, [], 'AAAA'),
  'with a list for its header': forgeToken([], tokenClaims(), 'AAAA'),
  'with a text for its header': forgeToken('RS256', tokenClaims(), 'AAAA'),
  'that is missing': undefined,
  'that the bot itself sent': signToken(tokenClaims(OWN)),
};

/** Service URLs the bot must not send to. */
export const FORBIDDEN_SERVICE_URLS: Readonly<Record<string, unknown>> = {
  'plain HTTP': 'http://smba.trafficmanager.net/emea/',
  'another host': 'https://evil.example/emea/',
  'another host on loopback': 'http://127.0.0.1:8080/teams/',
  'another port of the simulator': 'http://127.0.0.1:10/teams/',
  'a host that begins like Microsoft’s': 'https://smba.trafficmanager.net.evil.example/emea/',
  'a host that ends like Microsoft’s': 'https://evilsmba.trafficmanager.net/emea/',
  'a host of the same domain': 'https://evil.trafficmanager.net/emea/',
  'Microsoft’s host as a user': 'https://smba.trafficmanager.net@evil.example/emea/',
  'a user before the host': 'https://user:secret@smba.trafficmanager.net/emea/',
  'a port': 'https://smba.trafficmanager.net:8443/emea/',
  'an IP address': 'https://127.0.0.1/emea/',
  'an IPv6 address': 'https://[::1]/emea/',
  'the address of a cloud’s metadata': 'http://169.254.169.254/latest/',
  'a backslash': 'https://smba.trafficmanager.net\\@evil.example/emea/',
  'a full-width dot': 'https://smba.trafficmanager\uff0enet/emea/',
  'a letter of another script': 'https://smb\u0430.trafficmanager.net/emea/',
  'a line break': 'https://smba.trafficmanager.net/emea/\nhttps://evil.example/',
  'a way up': 'https://smba.trafficmanager.net/emea/../../evil/',
  'a query': 'https://smba.trafficmanager.net/emea/?to=evil.example',
  'a fragment': 'https://smba.trafficmanager.net/emea/#@evil.example',
  'another scheme': 'file:///etc/passwd',
  'a script': 'javascript:alert(1)',
  'no scheme': '//smba.trafficmanager.net/emea/',
  nothing: '',
  'none at all': undefined,
  null: null,
  'a number': 1,
  'a list': ['https://smba.trafficmanager.net/emea/'],
  'an object': { toString: 'https://smba.trafficmanager.net/emea/' },
};
