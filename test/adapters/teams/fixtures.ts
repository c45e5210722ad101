import { readFileSync } from 'node:fs';

/** Recorded activities of Teams, with ids, names and texts replaced. */
export type Fixture =
  | 'card-action'
  | 'extension-on-message'
  | 'extension-submit'
  | 'installation-personal'
  | 'installation-team'
  | 'members-added-personal'
  | 'message-in-thread'
  | 'message-mention'
  | 'message-personal'
  | 'message-with-value'
  | 'task-fetch'
  | 'task-submit';

/** An activity as JSON. */
export type ActivityJson = Record<string, unknown>;

/** Loads an activity, each time a new object that a test may change. */
export function fixture(name: Fixture, changes: ActivityJson = {}): ActivityJson {
  const file = new URL(`../../fixtures/teams/${name}.json`, import.meta.url);
  return { ...(JSON.parse(readFileSync(file, 'utf8')) as ActivityJson), ...changes };
}

/** Ids in the fixtures. */
export const TENANT = '8f1b6c0e-52d7-4a3c-9b1e-6d0f4c2a7e55';
export const APP_ID = '0f6d1c2b-9a3e-4d58-b7c4-1e2f3a4b5c6d';
export const ANN = '2d9c4e71-0a6b-4f38-8c5d-7e1b3a90f642';
export const TEAM = '19:3c8f51d2a7b94e6c80f1d2e3c4b5a697@thread.tacv2';
export const THREAD = '19:7a1e4b8cd2f34095a6b7c8d9e0f1a2b3@thread.tacv2;messageid=1741000000000';
export const PERSONAL = 'a:1pL0xQ8vY2nR6mT4kZ3wB7cJ5dH9fG_sEaUiOoXtVbNqWrMyKlPzC-hSgDjFuIe1';
