import { z } from 'zod';
import type { Place } from '../domain/place.js';
import type { Path, Reader } from './reader.js';

/** Slack shows at most 75 characters of an option. */
const NAME_LENGTH = 75;

/** A team's or category's name as people see it. */
export const name = z
  .string()
  .trim()
  .min(1, { error: 'is empty.' })
  .max(NAME_LENGTH, { error: `is longer than ${NAME_LENGTH} characters.` });

const slackChannel = z.string().transform((text, context) => {
  if (/^[CG][A-Z0-9]{8,}$/.test(text)) return text;
  const how = 'in Slack open the channel, its name, "About", and copy the channel ID (C…)';
  context.addIssue(`"${text}" is no Slack channel id; ${how}.`);
  return z.NEVER;
});

/** A Slack user group, `S…`. */
export const slackGroup = z.string().transform((text, context) => {
  if (/^S[A-Z0-9]{8,}$/.test(text)) return text;
  context.addIssue(`"${text}" is no Slack user group id (S…); it stands in the group's link.`);
  return z.NEVER;
});

/** A place on a configured platform. */
export function readPlace(reader: Reader, path: Path, value: unknown): Place | undefined {
  if (value === undefined) {
    reader.fault(path, 'is missing; write the channel, such as { slack: C0123456789 }.');
    return undefined;
  }
  const { slack } = reader.map(path, value, { slack: slackChannel });
  return slack === undefined ? undefined : { platform: 'slack', channel: slack };
}

/** Keys are stored with complaints and travel in forms: short, plain and the same for ever. */
export function checkKey(reader: Reader, path: Path, key: string): void {
  if (/^[a-z][a-z0-9-]{0,39}$/.test(key)) return;
  reader.fault(
    path,
    'a key is small letters, digits and hyphens, at most 40; "name" may be anything.',
  );
}

/** `late-delivery` → `Late delivery`: the name of what has none. */
export function titled(key: string): string {
  const words = key.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Is it a map of keys, as YAML gives it? */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
