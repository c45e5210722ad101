import type { FailureReason } from '../../src/domain/complaint/failure-reason.js';
import { type Account, accountKey, type Profile } from '../../src/domain/organisation/person.js';
import type { MessageRef } from '../../src/domain/organisation/place.js';
import type {
  Channel,
  Destination,
  FindOutcome,
  OutgoingMessage,
  SendOutcome,
} from '../../src/ports/channel.js';
import type { Card } from '../../src/views/elements.js';

/** How a call fails. `posted`: the message was posted anyway. */
export type ChannelFault =
  | {
      readonly kind: 'retry';
      readonly retryAfterMs: number | null;
      readonly tokenRefused?: true;
    }
  | { readonly kind: 'refused'; readonly reason: FailureReason }
  | { readonly kind: 'unknown'; readonly posted: boolean }
  | { readonly kind: 'throw'; readonly posted: boolean };

/** One call of `post` or `update`. */
export interface SendCall {
  readonly op: 'post' | 'update';
  readonly deliveryId: string;
  /** Where the message goes or is, see {@link formatDestination}. */
  readonly to: string;
  readonly card: Card;
}

/** A message on the fake platform. */
export interface PostedMessage {
  readonly ref: MessageRef;
  readonly deliveryId: string;
  readonly to: string;
  /** Its current content. */
  card: Card;
  updates: number;
}

export interface FakeChannel extends Channel {
  /** The messages on the platform, oldest first. */
  readonly messages: readonly PostedMessage[];
  /** Every call of `post` and `update`, also failed ones, in order. */
  readonly sendCalls: readonly SendCall[];
  /** The delivery ids of messages that were posted although the call failed, in order. */
  readonly lostAnswers: readonly string[];
  /** The delivery ids of all calls of `findMessage`, in order. */
  readonly findCalls: readonly string[];
  /** How `findMessage` answers; default: `works`. */
  findBehaviour: 'works' | 'retry' | 'cannot-tell';
  readonly profiles: Map<string, Profile>;
  /** The account of each e-mail address. */
  readonly accounts: Map<string, Account>;
  /** The accounts that the platform calls deactivated, see {@link accountKey}. */
  readonly deactivated: Set<string>;
  /** How long a message to a destination waits for its turn, ms; see {@link formatDestination}. */
  waitMs: (to: string) => number;
  /** The accounts of all calls of `fetchProfile`, in order. */
  readonly profileCalls: readonly string[];
  /** Makes the next matching call fail, once for each `failNext`. */
  failNext(fault: ChannelFault, matches?: (call: SendCall) => boolean): void;
  /** Makes every matching call fail, until the returned function is called. */
  failAlways(fault: ChannelFault, matches?: (call: SendCall) => boolean): () => void;
  /** Makes the next matching call wait until the returned function is called. */
  holdNext(matches?: (call: SendCall) => boolean): () => void;
  /** The messages at a destination, see {@link formatDestination}. */
  messagesAt(to: string): readonly PostedMessage[];
}

/** A short form of a destination: `#channel`, `@user` of each account, `>key` of the thread's first message. */
export function formatDestination(destination: Destination): string {
  if ('place' in destination) return `#${String(destination.place.channel)}`;
  if ('thread' in destination) return `>${destination.thread.key}`;
  return destination.accounts.map(({ userId }) => `@${userId}`).join(' ');
}

interface PlannedFault {
  readonly fault: ChannelFault;
  readonly matches: (call: SendCall) => boolean;
  readonly once: boolean;
}

/** A platform in memory: it keeps messages, finds them by delivery id, and fails on demand. */
export function createFakeChannel(platform: 'slack' | 'teams' = 'slack'): FakeChannel {
  const messages: PostedMessage[] = [];
  const sendCalls: SendCall[] = [];
  const lostAnswers: string[] = [];
  const findCalls: string[] = [];
  const profileCalls: string[] = [];
  let planned: readonly PlannedFault[] = [];
  let held: readonly { matches: (call: SendCall) => boolean; gate: Promise<void> }[] = [];

  const takeFault = (call: SendCall): ChannelFault | undefined => {
    const found = planned.find((one) => one.matches(call));
    if (found?.once) planned = planned.filter((one) => one !== found);
    return found?.fault;
  };
  const takeGate = (call: SendCall): Promise<void> => {
    const found = held.find((one) => one.matches(call));
    held = held.filter((one) => one !== found);
    return found?.gate ?? Promise.resolve();
  };
  const attemptCall = async (call: SendCall, effect: () => MessageRef): Promise<SendOutcome> => {
    sendCalls.push(call);
    await takeGate(call);
    const fault = takeFault(call);
    if (fault === undefined) return { kind: 'sent', ref: effect() };
    if ('posted' in fault && fault.posted) {
      effect();
      if (call.op === 'post') lostAnswers.push(call.deliveryId);
    }
    if (fault.kind === 'throw') throw new Error('the platform client failed');
    return { detail: 'on demand', ...fault };
  };
  const always = (): boolean => true;

  const channel: FakeChannel = {
    platform,
    messages,
    sendCalls,
    lostAnswers,
    findCalls,
    profileCalls,
    findBehaviour: 'works',
    profiles: new Map(),
    accounts: new Map(),
    deactivated: new Set(),
    waitMs: () => 0,
    findTurn: (target) => {
      const to = 'update' in target ? target.update.key : formatDestination(target);
      return { queue: `fake ${to}`, waitMs: () => channel.waitMs(to) };
    },
    post: (destination: Destination, { deliveryId, card }: OutgoingMessage) => {
      const to = formatDestination(destination);
      return attemptCall({ op: 'post', deliveryId, to, card }, () => {
        const ref: MessageRef = {
          platform,
          key: `${platform === 'slack' ? 'm' : 't'}${messages.length + 1}`,
        };
        messages.push({ ref, deliveryId, to, card, updates: 0 });
        return ref;
      });
    },
    update: (ref, { deliveryId, card }) => {
      const found = messages.find((message) => message.ref.key === ref.key);
      const to = found?.to ?? 'nowhere';
      return attemptCall({ op: 'update', deliveryId, to, card }, () => {
        if (found === undefined) throw new Error(`no message ${ref.key}`);
        found.card = card;
        found.updates += 1;
        return found.ref;
      });
    },
    async findMessage(destination, deliveryId): Promise<FindOutcome> {
      findCalls.push(deliveryId);
      if (channel.findBehaviour === 'retry') return { kind: 'retry', retryAfterMs: null };
      if (channel.findBehaviour === 'cannot-tell') return { kind: 'cannot-tell' };
      const to = formatDestination(destination);
      const found = messages.find((one) => one.deliveryId === deliveryId && one.to === to);
      return found === undefined ? { kind: 'absent' } : { kind: 'found', ref: found.ref };
    },
    async fetchProfile(account) {
      profileCalls.push(accountKey(account));
      return channel.profiles.get(accountKey(account));
    },
    findAccountByEmail: async (email) => channel.accounts.get(email),
    checkAccount: async (account) =>
      channel.deactivated.has(accountKey(account)) ? 'deactivated' : 'active',
    failNext(fault, matches = always) {
      planned = [...planned, { fault, matches, once: true }];
    },
    failAlways(fault, matches = always) {
      const plan = { fault, matches, once: false };
      planned = [...planned, plan];
      return () => {
        planned = planned.filter((one) => one !== plan);
      };
    },
    holdNext(matches = always) {
      let release = (): void => undefined;
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      held = [...held, { matches, gate }];
      return () => release();
    },
    messagesAt: (to) => messages.filter((message) => message.to === to),
  };
  return channel;
}
