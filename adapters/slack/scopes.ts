import { SLACK_SCOPE_PURPOSES } from '../../src/text/slack-en.js';
import type { CHECK_METHODS, EVENTS, METHODS } from './app-definition.js';

type ScopeOf<T extends Readonly<Record<string, readonly string[]>>> = T[keyof T][number];

/** A bot scope that the app asks for. */
export type Scope =
  | 'commands'
  | ScopeOf<typeof METHODS>
  | ScopeOf<typeof CHECK_METHODS>
  | ScopeOf<typeof EVENTS>;

/**
 * What becomes of Redress without each scope: it does not start, or a part of it does not work. A scope
 * that is new is of the second kind, so that a token of an older installation still starts.
 */
const WITHOUT = {
  'channels:history': 'no-start',
  'channels:read': 'less',
  'chat:write': 'no-start',
  commands: 'no-start',
  'groups:history': 'no-start',
  'groups:read': 'less',
  'im:history': 'no-start',
  'im:write': 'no-start',
  'mpim:history': 'less',
  'usergroups:read': 'less',
  'users:read': 'no-start',
  'users:read.email': 'no-start',
} as const satisfies Record<Scope, 'no-start' | 'less'>;

/** What each scope is for, as a phrase. */
export const SCOPE_PURPOSES: Readonly<Record<Scope, string>> = SLACK_SCOPE_PURPOSES;

const scopesWith = (effect: 'no-start' | 'less'): readonly Scope[] =>
  (Object.keys(WITHOUT) as Scope[]).filter((scope) => WITHOUT[scope] === effect).sort();

/** The bot scopes without which Redress does not start, sorted. */
export const requiredScopes = (): readonly Scope[] => scopesWith('no-start');

/** The bot scopes without which a part of Redress does not work, sorted. */
export const optionalScopes = (): readonly Scope[] => scopesWith('less');

/** The scopes that a token lacks. */
export interface MissingScopes {
  readonly required: readonly Scope[];
  readonly optional: readonly Scope[];
}

/** What a token lacks that has these scopes (header `x-oauth-scopes`). */
export function findMissingScopes(scopes: readonly string[]): MissingScopes {
  const isMissing = (scope: Scope) => !scopes.includes(scope);
  return {
    required: requiredScopes().filter(isMissing),
    optional: optionalScopes().filter(isMissing),
  };
}

/** What does not work without these scopes, one sentence part for each: `channels:read: …`. */
export function toLosses(scopes: readonly Scope[]): readonly string[] {
  return scopes.map((scope) => `${scope}: ${SCOPE_PURPOSES[scope]}`);
}
