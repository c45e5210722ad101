import { z } from 'zod';
import type { Account } from '../../src/domain/organisation/person.js';
import type { MessageRef } from '../../src/domain/organisation/place.js';
import type { Destination } from '../../src/ports/channel.js';

/** A conversation's id: `C…` public, `G…` private, `D…` direct. */
export const conversationId = z.string().regex(/^[CGD][A-Z0-9]{1,40}$/);
/** A message's timestamp, which is its id in its conversation. */
export const timestamp = z.string().regex(/^\d{1,12}\.\d{1,6}$/);

const place = z.object({ platform: z.literal('slack'), channel: conversationId });
const message = place.extend({ ts: timestamp });
const reference = z.object({ channel: conversationId });

/** A {@link Destination} as Slack knows it. */
export type Address =
  | { readonly kind: 'channel'; readonly channel: string }
  | { readonly kind: 'thread'; readonly channel: string; readonly thread: string }
  /** `dm` is the id of the DM if it is stored with the account. */
  | { readonly kind: 'person'; readonly account: Account; readonly dm: string | null }
  /** No Slack address. */
  | { readonly kind: 'nowhere' };

/**
 * Converts a destination. Validates what is stored, because older code may have written it. Of a
 * person's Slack accounts it takes the one in `workspace` (`T…`; null before the start), else the first.
 */
export function toAddress(target: Destination, workspace: string | null): Address {
  if ('place' in target) {
    const found = place.safeParse(target.place).data;
    return found ? { kind: 'channel', channel: found.channel } : { kind: 'nowhere' };
  }
  if ('thread' in target) {
    const found = message.safeParse(target.thread).data;
    return found
      ? { kind: 'thread', channel: found.channel, thread: found.ts }
      : { kind: 'nowhere' };
  }
  const accounts = target.accounts.filter(({ platform }) => platform === 'slack');
  const account = accounts.find((own) => own.workspace === workspace) ?? accounts[0];
  if (account === undefined) return { kind: 'nowhere' };
  const dm = reference.safeParse(account.reference).data?.channel ?? null;
  return { kind: 'person', account, dm };
}

/** A message's channel and timestamp; undefined if the reference is not Slack's. */
export function parseMessageRef(ref: MessageRef): { channel: string; ts: string } | undefined {
  return message.safeParse(ref).data;
}

/** The reference to a message. Its `key` is {@link toMessageKey}. */
export function toMessageRef(channel: string, ts: string): MessageRef {
  return { platform: 'slack', key: toMessageKey(channel, ts), channel, ts };
}

/** The stable key of a message, by which replies in its thread find it; see {@link MessageRef}. */
export function toMessageKey(channel: string, ts: string): string {
  return `${channel}:${ts}`;
}
