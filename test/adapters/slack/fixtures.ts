import { readFileSync } from 'node:fs';

/** Payloads of the shapes Slack sends, with ids and texts replaced. */
export type Fixture =
  | 'slash-command'
  | 'block-actions-in-thread'
  | 'block-actions-in-modal'
  | 'message-shortcut'
  | 'view-submission'
  | 'message-in-thread';

/** One payload, read anew each time so that a test may change it. */
export function fixture(name: Fixture): Record<string, unknown> {
  const file = new URL(`../../fixtures/slack/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}
