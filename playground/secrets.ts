import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Secrets shared by the simulators and the bot. They are worth nothing outside this computer. */
export interface PlaygroundSecrets {
  readonly botToken: string;
  readonly signingSecret: string;
  readonly labToken: string;
  /** The bot's app id in the Teams tenant, a GUID. */
  readonly appId: string;
  readonly appPassword: string;
}

/** How each secret is generated. */
const GENERATE: { readonly [K in keyof PlaygroundSecrets]: () => string } = {
  botToken: () => `xoxb-${digits(12)}-${digits(13)}-${randomBytes(12).toString('hex')}`,
  signingSecret: () => randomBytes(16).toString('hex'),
  labToken: () => randomBytes(24).toString('hex'),
  appId: randomUUID,
  appPassword: () => randomBytes(20).toString('hex'),
};

/**
 * Reads the secrets from this file, readable by its owner only. Missing ones are generated and saved: all
 * of them when the file is damaged, and the newer ones when an older version wrote it.
 * @throws Node's errors when the file can be neither read nor written.
 */
export function loadSecrets(file: string): PlaygroundSecrets {
  const kept = read(file);
  const secret = (name: keyof PlaygroundSecrets): string =>
    isSecret(kept[name]) ? kept[name] : GENERATE[name]();
  const secrets: PlaygroundSecrets = {
    botToken: secret('botToken'),
    signingSecret: secret('signingSecret'),
    labToken: secret('labToken'),
    appId: secret('appId'),
    appPassword: secret('appPassword'),
  };
  const names = Object.keys(GENERATE) as (keyof PlaygroundSecrets)[];
  if (names.every((name) => kept[name] === secrets[name])) {
    chmodSync(file, 0o600);
    return secrets;
  }
  // A left-over temporary file would keep its own mode.
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600, flag: 'wx' });
  renameSync(`${file}.new`, file);
  return secrets;
}

type Kept = Readonly<Partial<Record<keyof PlaygroundSecrets, unknown>>>;

function isSecret(value: unknown): value is string {
  return typeof value === 'string' && /^\S{16,}$/.test(value);
}

function read(file: string): Kept {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

function parse(text: string): Kept {
  try {
    return (JSON.parse(text) ?? {}) as Kept;
  } catch {
    return {};
  }
}

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(1, 10)).join('');
}
