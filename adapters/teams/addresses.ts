import { z } from 'zod';
import type { KnownAccount } from '../../src/domain/organisation/person.js';
import type { MessageRef, Place } from '../../src/domain/organisation/place.js';
import type { Destination } from '../../src/ports/channel.js';

/** A channel's id, which is also its conversation's: `19:…@thread.tacv2` (older ones: `@thread.skype`). */
const channelId = z.string().regex(/^19:[\w.-]{1,200}@thread\.(?:tacv2|skype)$/);
/** A message's, or any conversation's: opaque, but fit to be a part of an address. */
const opaqueId = z.string().regex(/^(?!\.+$)[!-~]{1,500}$/);

const place = z.object({
  platform: z.literal('teams'),
  /** The team's thread id, or its Entra group id where only a link to the channel was given. */
  team: z.string().min(1),
  channel: channelId,
});
const message = z.object({
  platform: z.literal('teams'),
  serviceUrl: z.string().min(1),
  conversation: opaqueId,
  activity: opaqueId,
});
const personal = z.object({
  serviceUrl: z.string().min(1),
  conversation: opaqueId.nullable(),
  user: z.string().startsWith('29:').max(500).nullable(),
});

/** A channel, with the team by which its service address is known. */
export type TeamsPlace = Readonly<z.infer<typeof place>>;
/** A posted message. */
export type TeamsMessage = Readonly<z.infer<typeof message>>;
/** How to write to a person, as it was kept with the account. */
export type PersonalReference = Readonly<z.infer<typeof personal>>;

/** Where a message goes, in Teams' words. */
export type Address =
  | { readonly kind: 'channel'; readonly place: TeamsPlace }
  /** The thread under a message. */
  | { readonly kind: 'thread'; readonly message: TeamsMessage }
  | {
      readonly kind: 'person';
      readonly userId: string;
      readonly reference: PersonalReference | null;
    }
  /** A person of whom only accounts in other tenants are known. */
  | { readonly kind: 'stranger' }
  /** Nothing this adapter can write to. */
  | { readonly kind: 'nowhere' };

/**
 * Reads a target. What is stored may be older than this code, so it is checked. Of a person's
 * accounts it takes that in the bot's tenant.
 */
export function toAddress(target: Destination, tenantId: string): Address {
  if ('place' in target) {
    const found = parseTeamsPlace(target.place);
    return found === undefined ? { kind: 'nowhere' } : { kind: 'channel', place: found };
  }
  if ('thread' in target) {
    const found = parseMessageRef(target.thread);
    return found === undefined ? { kind: 'nowhere' } : { kind: 'thread', message: found };
  }
  const accounts = target.accounts.filter(({ platform }) => platform === 'teams');
  if (accounts.length === 0) return { kind: 'nowhere' };
  const account = accounts.find(({ workspace }) => workspace === tenantId);
  if (account === undefined) return { kind: 'stranger' };
  return { kind: 'person', userId: account.userId, reference: parsePersonalReference(account) };
}

/** A place as Teams knows it; undefined when it is not one of Teams'. */
export function parseTeamsPlace(found: Place): TeamsPlace | undefined {
  return place.safeParse(found).data;
}

/** What was kept of a person's chat; null when nothing was, or not with this account. */
export function parsePersonalReference(account: Partial<KnownAccount>): PersonalReference | null {
  return personal.safeParse(account.reference).data ?? null;
}

/** A posted message; undefined when the reference is not one of Teams'. */
export function parseMessageRef(ref: MessageRef): TeamsMessage | undefined {
  return message.safeParse(ref).data;
}

/**
 * The reference to a message. The key of a channel's post is its conversation, by which replies in
 * its thread are heard; any other message's is made of conversation and activity.
 */
export function toMessageRef(
  serviceUrl: string,
  conversation: string,
  activity: string,
): MessageRef {
  const isPost = toThreadId(conversation) === activity;
  const key = isPost ? conversation : `${conversation}/${activity}`;
  return { platform: 'teams', key, serviceUrl, conversation, activity };
}

/** The conversation without the thread in it: a channel's own id, or the chat's. */
export function toChannelId(conversation: string): string {
  const [channel = conversation] = conversation.split(';', 1);
  return channel;
}

/** The post a thread's conversation hangs under; undefined when it is no thread. */
export function toThreadId(conversation: string): string | undefined {
  return /;messageid=([\w:-]+)$/.exec(conversation)?.[1];
}
