import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A key pair, and its private key as PEM text. */
export interface TestKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly pem: string;
}

/** Generates a key pair. */
export function makeKey(kind: 'rsa' | 'ec'): TestKey {
  const pair =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return { ...pair, pem: String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' })) };
}

/** One value in DER (ITU-T X.690): its tag, its length, its content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const SEQUENCE = 0x30;
const SHA256_WITH = {
  rsa: '2a864886f70d01010b', // 1.2.840.113549.1.1.11
  ec: '2a8648ce3d040302', // 1.2.840.10045.4.3.2
} as const;

function utcTime(text: string): Buffer {
  return der(0x17, Buffer.from(text));
}

/** A self-signed certificate (RFC 5280, 4.1) for this key, of the years 2020 to 2049, as PEM text. */
export function makeCertificate({ privateKey, publicKey }: TestKey): string {
  const kind = privateKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ec';
  const algorithm = der(SEQUENCE, der(0x06, Buffer.from(SHA256_WITH[kind], 'hex')));
  const commonName = der(0x06, Buffer.from('550403', 'hex'));
  const name = der(
    SEQUENCE,
    der(0x31, der(SEQUENCE, commonName, der(0x0c, Buffer.from('redress-test')))),
  );
  const content = der(
    SEQUENCE,
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    der(SEQUENCE, utcTime('200101000000Z'), utcTime('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', content, privateKey);
  const whole = der(SEQUENCE, content, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
