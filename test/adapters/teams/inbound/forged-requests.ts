import { createHmac } from 'node:crypto';
import { claims, KEYS, NOW, signed } from '../fake-microsoft.js';
import { APP_ID, TENANT } from '../fixtures.js';

/** A token whose header says what it likes. */
function forged(header: unknown, content: unknown, signature: string | ((text: string) => string)) {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part(header)}.${part(content)}`;
  return `${text}.${typeof signature === 'string' ? signature : signature(text)}`;
}

/** HS256 with the public key as its secret, which naive libraries take. */
function confused(): string {
  const secret = KEYS.good.publicKey.export({ type: 'spki', format: 'pem' });
  return forged({ alg: 'HS256', typ: 'JWT', kid: 'good' }, claims(), (text) =>
    createHmac('sha256', secret).update(text).digest('base64url'),
  );
}

/** Another signature than that of the content. */
function altered(): string {
  const [head, , signature] = signed().split('.');
  const content = claims({ extra: 1 });
  return `${head}.${Buffer.from(JSON.stringify(content)).toString('base64url')}.${signature}`;
}

const seconds = NOW / 1000;

/** The token the bot itself sends to Microsoft, as Microsoft Entra issues it. */
const OWN = {
  iss: `https://sts.windows.net/${TENANT}/`,
  aud: 'https://api.botframework.com',
  appid: APP_ID,
  ver: '1.0',
  tid: TENANT,
};

/** Tokens that are not to be believed at `NOW`; undefined: none. */
export const BAD_TOKENS: Readonly<Record<string, string | undefined>> = {
  'of another issuer': signed(claims({ iss: 'https://sts.windows.net/common/' })),
  'of the emulator': signed(claims({ iss: `https://sts.windows.net/${TENANT}/`, appid: APP_ID })),
  'for another bot': signed(claims({ aud: '99999999-9a3e-4d58-b7c4-1e2f3a4b5c6d' })),
  'for several bots': signed(claims({ aud: [APP_ID, 'other'] })),
  'signed by a key that is not Microsoft’s': signed(claims(), { key: KEYS.foreign }),
  'signed by a key nobody knows': signed(claims(), { kid: 'foreign', key: KEYS.foreign }),
  'without the name of its key': forged({ alg: 'RS256', typ: 'JWT' }, claims(), 'AAAA'),
  'signed with the public key as a secret': confused(),
  'that says it needs no signature': forged({ alg: 'none', typ: 'JWT' }, claims(), ''),
  'that has expired': signed(claims({ exp: seconds - 301 })),
  'that never expires': signed(claims({ exp: undefined })),
  'that is not valid yet': signed(claims({ nbf: seconds + 301 })),
  'for another service URL': signed(claims({ serviceurl: 'https://smba.trafficmanager.net/uk/' })),
  'without a service URL': signed(claims({ serviceurl: undefined })),
  'signed by a key that is endorsed for nothing': signed(claims(), {
    kid: 'unendorsed',
    key: KEYS.unendorsed,
  }),
  'whose content was changed': altered(),
  'that is no JSON': `${Buffer.from('{"typ":"JWT","alg":"RS256"}').toString('base64url')}.Zm9v.AAAA`,
  'that is garbage': 'a.b.c',
  'without claims': forged({ alg: 'RS256', typ: 'JWT', kid: 'good' }, null, 'AAAA'),
  'with a number for its claims': forged({ alg: 'RS256', typ: 'JWT', kid: 'good' }, 1, 'AAAA'),
  'with a list for its claims': forged({ alg: 'RS256', typ: 'JWT', kid: 'good' }, [], 'AAAA'),
  'with a list for its header': forged([], claims(), 'AAAA'),
  'with a text for its header': forged('RS256', claims(), 'AAAA'),
  'that is missing': undefined,
  'that is our own, sent back to us': signed(claims(OWN)),
};

/** Service URLs of nobody we may write to. */
export const BAD_SERVICE_URLS: Readonly<Record<string, unknown>> = {
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
