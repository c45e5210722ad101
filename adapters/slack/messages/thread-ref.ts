import { z } from 'zod';
import { conversationId, timestamp } from '../addresses.js';

/** Kinds of conversations, by the word in the scopes for them. */
const FAMILIES = ['channels', 'groups', 'im', 'mpim'] as const;
export type Family = (typeof FAMILIES)[number];

const threadRef = z.tuple([conversationId, timestamp, timestamp, z.enum(FAMILIES)]);

/** A message in its thread. */
export interface ThreadRef {
  readonly channel: string;
  /** The `ts` of the thread's first message; the message's own outside threads. */
  readonly thread: string;
  readonly ts: string;
  readonly family: Family;
}

/** As the core carries it, see `ChosenMessage.thread`. */
export function toThreadRef({ channel, thread, ts, family }: ThreadRef): string {
  return [channel, thread, ts, family].join('/');
}

/** Parses what {@link toThreadRef} made; undefined for anything else. */
export function parseThreadRef(text: string): ThreadRef | undefined {
  const parts = threadRef.safeParse(text.split('/')).data;
  if (parts === undefined) return undefined;
  const [channel, thread, ts, family] = parts;
  return { channel, thread, ts, family };
}

/**
 * What kind of conversation a payload is about. Slack calls every private channel `privategroup` and every direct
 * message `directmessage`, and names group direct messages after their people. One without a name counts
 * as private.
 */
export function findFamily({
  id,
  name = 'privategroup',
}: {
  readonly id: string;
  readonly name?: string | undefined;
}): Family {
  if (id.startsWith('D') || name === 'directmessage') return 'im';
  if (name.startsWith('mpdm-')) return 'mpim';
  return id.startsWith('G') || name === 'privategroup' ? 'groups' : 'channels';
}
