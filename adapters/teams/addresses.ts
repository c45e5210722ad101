import { z } from 'zod';
import type { KnownAccount } from '../../src/domain/organisation/person.js';
import type { MessageRef, Place } from '../../src/domain/organisation/place.js';
import type { Destination } from '../../src/ports/channel.js';

/** A channel's id, also its conversation id: `19:…@thread.tacv2` (older ones: `@thread.skype`). */
const channelIdSchema = z.string().regex(/^19:[\w.-]{1,200}@thread\.(?:tacv2|skype)$/);
/** The id of a message or of any conversation: opaque, but safe as part of a URL. */
export const opaqueIdSchema = z.string().regex(/^(?!\.+$)[!-~]{1,500}$/);

const placeSchema = z.object({
  platform: z.literal('teams'),
  /** The team's thread id, or its Entra group id when only a link to the channel was given. */
  team: z.string().min(1),
  channel: channelIdSchema,
});
const messageSchema = z.object({
  platform: z.literal('teams'),
  serviceUrl: z.string().min(1),
  conversation: opaqueIdSchema,
  activity: opaqueIdSchema,
});
const personalSchema = z.object({
  serviceUrl: z.string().min(1),
  conversation: opaqueIdSchema.nullable(),
  user: z.string().startsWith('29:').max(500).nullable(),
});

/** A channel with its team, by which the service URL is found. */
export type TeamsPlace = Readonly<z.infer<typeof placeSchema>>;
/** A posted message. */
export type TeamsMessage = Readonly<z.infer<typeof messageSchema>>;
/** The conversation reference of a person, as stored with the account. */
export type PersonalReference = Readonly<z.infer<typeof personalSchema>>;

/** A destination as Teams addresses it. */
export type Address =
  | { readonly kind: 'channel'; readonly place: TeamsPlace }
  /** The thread under a message. */
  | { readonly kind: 'thread'; readonly message: TeamsMessage }
  | {
      readonly kind: 'person';
      readonly userId: string;
      readonly reference: PersonalReference | null;
    }
  /** A person with accounts only in other tenants. */
  | { readonly kind: 'other-tenant' }
  /** Not an address of Teams. */
  | { readonly kind: 'none' };

/**
 * Converts a destination. Its stored parts may be older than this code, so they are validated. Of a
 * person's accounts it takes the one in the bot's tenant.
 */
export function toAddress(target: Destination, tenantId: string): Address {
  if ('place' in target) {
    const found = parseTeamsPlace(target.place);
    return found === undefined ? { kind: 'none' } : { kind: 'channel', place: found };
  }
  if ('thread' in target) {
    const found = parseMessageRef(target.thread);
    return found === undefined ? { kind: 'none' } : { kind: 'thread', message: found };
  }
  const accounts = target.accounts.filter(({ platform }) => platform === 'teams');
  if (accounts.length === 0) return { kind: 'none' };
  const account = accounts.find(({ workspace }) => workspace === tenantId);
  if (account === undefined) return { kind: 'other-tenant' };
  return { kind: 'person', userId: account.userId, reference: parsePersonalReference(account) };
}

/** Parses a place; undefined when it is not a Teams channel. */
export function parseTeamsPlace(found: Place): TeamsPlace | undefined {
  return placeSchema.safeParse(found).data;
}

/** Parses the reference stored with an account; null when there is none. */
export function parsePersonalReference(account: Partial<KnownAccount>): PersonalReference | null {
  return personalSchema.safeParse(account.reference).data ?? null;
}

/** Parses a message reference; undefined when it is not Teams'. */
export function parseMessageRef(ref: MessageRef): TeamsMessage | undefined {
  return messageSchema.safeParse(ref).data;
}

/**
 * Builds the reference to a message. The key of the first message of a thread is its conversation id,
 * which the replies in the thread carry; the key of any other message is conversation and activity.
 */
export function toMessageRef(
  serviceUrl: string,
  conversation: string,
  activity: string,
): MessageRef {
  const isFirst = toThreadId(conversation) === activity;
  const key = isFirst ? conversation : `${conversation}/${activity}`;
  return { platform: 'teams', key, serviceUrl, conversation, activity };
}

/** The conversation id without its thread: the id of the channel or chat. */
export function toChannelId(conversation: string): string {
  const [channel = conversation] = conversation.split(';', 1);
  return channel;
}

/** The id of a thread's first message; undefined when the conversation is no thread. */
export function toThreadId(conversation: string): string | undefined {
  return /;messageid=([\w:-]+)$/.exec(conversation)?.[1];
}
