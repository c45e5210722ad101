import type { JsonObject } from '../../json.js';
import { findChannel } from '../channels.js';
import { Refusal } from '../refusal.js';
import type { Core } from '../state.js';
import type { ChannelKind } from '../types.js';
import type { Args } from './call.js';

/** A call for which the token lacks a scope; the answer names both (docs of every method). */
export class MissingScope extends Refusal {
  readonly needed: string;
  readonly provided: string;

  constructor(needed: string, provided: readonly string[]) {
    super('missing_scope');
    this.needed = needed;
    this.provided = provided.join(',');
  }
}

const FAMILIES: Readonly<Record<ChannelKind, string>> = {
  public: 'channels',
  private: 'groups',
  im: 'im',
  mpim: 'mpim',
};

type Needed = string | { readonly of: 'read' | 'history' };

/** The bot scope that each method needs (docs.slack.dev/reference/methods); for some it depends on the channel. */
const NEEDED: Readonly<Record<string, Needed>> = {
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.delete': 'chat:write',
  'conversations.open': 'im:write',
  'conversations.info': { of: 'read' },
  'conversations.members': { of: 'read' },
  'conversations.history': { of: 'history' },
  'conversations.replies': { of: 'history' },
  'users.info': 'users:read',
  'users.list': 'users:read',
  'users.lookupByEmail': 'users:read.email',
  'usergroups.list': 'usergroups:read',
  'usergroups.users.list': 'usergroups:read',
};

/** All scopes that make a difference here, and that of slash commands. */
export const ALL_SCOPES: readonly string[] = [
  'commands',
  ...Object.values(FAMILIES).flatMap((family) => [`${family}:read`, `${family}:history`]),
  ...new Set(Object.values(NEEDED).filter((needed) => typeof needed === 'string')),
].sort();

/**
 * Says no to a call without the scope that it needs.
 *
 * @throws MissingScope
 */
export function checkScope(
  core: Core,
  method: string,
  args: Args,
  scopes: readonly string[],
): void {
  const needed = Object.hasOwn(NEEDED, method) ? NEEDED[method] : undefined;
  if (needed === undefined) return;
  if (typeof needed === 'string') {
    if (!scopes.includes(needed)) throw new MissingScope(needed, scopes);
    return;
  }
  const kind = findChannel(core, args.text('channel') ?? '')?.kind;
  const families = kind === undefined ? Object.values(FAMILIES) : [FAMILIES[kind]];
  const enough = families.map((family) => `${family}:${needed.of}`);
  if (!enough.some((scope) => scopes.includes(scope))) {
    throw new MissingScope(enough.join(','), scopes);
  }
}

/** The word in the scope that an event about a channel needs (docs.slack.dev/reference/events). */
const HEARD: Readonly<Record<string, 'read' | 'history'>> = {
  message: 'history',
  member_joined_channel: 'read',
  member_left_channel: 'read',
  channel_archive: 'read',
  channel_unarchive: 'read',
  channel_left: 'read',
  group_left: 'read',
};

/** Whether Slack tells an app with these scopes of this event. */
export function hears(core: Core, event: JsonObject, scopes: readonly string[]): boolean {
  const type = String(event.type);
  if (type === 'user_profile_changed') return scopes.includes('users:read');
  const word = Object.hasOwn(HEARD, type) ? HEARD[type] : undefined;
  if (word === undefined) return true;
  const kind = findChannel(core, String(event.channel))?.kind;
  return kind === undefined || scopes.includes(`${FAMILIES[kind]}:${word}`);
}
