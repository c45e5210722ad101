import { z } from 'zod';
import type { Account } from '../../src/domain/organisation/person.js';
import type { MessageRef } from '../../src/domain/organisation/place.js';
import type { Destination } from '../../src/ports/channel.js';

/** A conversation's id: `C…` public, `G…` private, `D…` direct. */
const conversationId = z.string().regex(/^[CGD][A-Z0-9]{1,40}$/);
const timestamp = z.string().regex(/^\d{1,12}\.\d{1,6}$/);

const place = z.object({ platform: z.literal('slack'), channel: conversationId });
const message = place.extend({ ts: timestamp });
const reference = z.object({ channel: conversationId });

/** Where a message goes, in Slack's words. */
export type Address =
  | { readonly kind: 'channel'; readonly channel: string }
  | { readonly kind: 'thread'; readonly channel: string; readonly thread: string }
  /** `known` is the DM's id as it was kept with the account. */
  | { readonly kind: 'person'; readonly account: Account; readonly known: string | null }
  /** Nothing this adapter can write to. */
  | { readonly kind: 'nowhere' };

/**
 * Reads a target. What is stored may be older than this code, so it is checked. Of a person's
 * accounts it takes that of `workspace` (`T…`; null before the start), else one that is another's.
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
  const known = reference.safeParse(account.reference).data?.channel ?? null;
  return { kind: 'person', account, known };
}

/** A posted message's channel and timestamp; undefined when the reference is not one of Slack's. */
export function parseMessageRef(ref: MessageRef): { channel: string; ts: string } | undefined {
  return message.safeParse(ref).data;
}

/** The reference to a message; its `key` is what a thread's replies name it by. */
export function toMessageRef(channel: string, ts: string): MessageRef {
  return { platform: 'slack', key: toMessageKey(channel, ts), channel, ts };
}

/** The stable text for a message, see {@link MessageRef}. */
export function toMessageKey(channel: string, ts: string): string {
  return `${channel}:${ts}`;
}
