import { randomBytes, randomInt } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What the playground's workspace and the bot know of each other. Worth nothing outside this computer. */
export interface PlaygroundSecrets {
  readonly botToken: string;
  readonly signingSecret: string;
  readonly labToken: string;
}

/**
 * The secrets kept in this file, readable by its owner only; made when there are none yet, and made
 * anew when the file is damaged.
 * @throws Node's errors when the file can be neither read nor written.
 */
export function loadSecrets(file: string): PlaygroundSecrets {
  const kept = read(file);
  if (kept !== undefined) {
    chmodSync(file, 0o600);
    return kept;
  }
  const secrets: PlaygroundSecrets = {
    botToken: `xoxb-${digits(12)}-${digits(13)}-${randomBytes(12).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
    labToken: randomBytes(24).toString('hex'),
  };
  writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}

function read(file: string): PlaygroundSecrets | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const kept = parse(text);
  const { botToken, signingSecret, labToken } = kept;
  const whole = [botToken, signingSecret, labToken].every((value) => /^\S{16,}$/.test(value ?? ''));
  return whole ? (kept as PlaygroundSecrets) : undefined;
}

function parse(text: string): Partial<PlaygroundSecrets> {
  try {
    return (JSON.parse(text) ?? {}) as Partial<PlaygroundSecrets>;
  } catch {
    return {};
  }
}

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(1, 10)).join('');
}
