import { readFileSync } from 'node:fs';

/** Payloads as Slack sends them, with ids and texts replaced. */
export type FixtureName =
  | 'slash-command'
  | 'block-actions-in-thread'
  | 'block-actions-in-modal'
  | 'block-actions-in-menu'
  | 'message-shortcut'
  | 'view-submission'
  | 'message-in-thread'
  | 'user-profile-changed';

/** Loads a payload; each call returns a new object, so a test may change it. */
export function loadFixture(name: FixtureName): Record<string, unknown> {
  const file = new URL(`../../fixtures/slack/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}
