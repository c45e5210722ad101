import type { FailureReason } from '../../src/domain/complaint/delivery.js';
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

/** What happens to a call instead of success. `posted`: it arrived all the same. */
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
  /** Of a post: where it went, see {@link formatDestination}. Of an update: where the message is. */
  readonly to: string;
  readonly card: Card;
}

/** A message as it stands on the fake platform. */
export interface PostedMessage {
  readonly ref: MessageRef;
  readonly deliveryId: string;
  readonly to: string;
  /** What it says now. */
  card: Card;
  updates: number;
}

export interface FakeChannel extends Channel {
  /** What stands on the platform, oldest first. */
  readonly messages: readonly PostedMessage[];
  /** Every post and update that was asked for, failed ones included, in order. */
  readonly sendCalls: readonly SendCall[];
  /** The delivery ids of posts that arrived though the answer said nothing of it, in order. */
  readonly lostAnswers: readonly string[];
  /** The delivery ids that were looked for, in order. */
  readonly findCalls: readonly string[];
  /** How `find` answers: `works` unless told. */
  findBehaviour: 'works' | 'retry' | 'cannot-tell';
  readonly profiles: Map<string, Profile>;
  /** Whose account an e-mail address is. */
  readonly accounts: Map<string, Account>;
  /** How often somebody's profile was asked for. */
  readonly profileCalls: readonly string[];
  /** The next matching call fails so; once for each call of this. */
  failNext(fault: ChannelFault, matches?: (sending: SendCall) => boolean): void;
  /** Every matching call fails so, until the returned function is called. */
  failAlways(fault: ChannelFault, matches?: (sending: SendCall) => boolean): () => void;
  /** The next matching call waits until the returned function is called. */
  holdNext(matches?: (sending: SendCall) => boolean): () => void;
  /** The messages that went to a place, see {@link formatDestination}. */
  messagesAt(to: string): readonly PostedMessage[];
}

/** A target in a few characters: `#channel`, `@user` of each account, `>key of the message it hangs under`. */
export function formatDestination(target: Destination): string {
  if ('place' in target) return `#${String(target.place.channel)}`;
  if ('thread' in target) return `>${target.thread.key}`;
  return target.accounts.map(({ userId }) => `@${userId}`).join(' ');
}

interface PlannedFault {
  readonly fault: ChannelFault;
  readonly matches: (sending: SendCall) => boolean;
  readonly once: boolean;
}

/** A platform in memory: it keeps what was posted, finds it by delivery id, and fails when told to. */
export function createFakeChannel(platform: 'slack' | 'teams' = 'slack'): FakeChannel {
  const messages: PostedMessage[] = [];
  const sendings: SendCall[] = [];
  const lostAnswers: string[] = [];
  const finds: string[] = [];
  const asked: string[] = [];
  let planned: readonly PlannedFault[] = [];
  let held: readonly { matches: (sending: SendCall) => boolean; gate: Promise<void> }[] = [];

  const takeFault = (sending: SendCall): ChannelFault | undefined => {
    const found = planned.find((one) => one.matches(sending));
    if (found?.once) planned = planned.filter((one) => one !== found);
    return found?.fault;
  };
  const takeGate = (sending: SendCall): Promise<void> => {
    const found = held.find((one) => one.matches(sending));
    held = held.filter((one) => one !== found);
    return found?.gate ?? Promise.resolve();
  };
  const attemptCall = async (sending: SendCall, effect: () => MessageRef): Promise<SendOutcome> => {
    sendings.push(sending);
    await takeGate(sending);
    const fault = takeFault(sending);
    if (fault === undefined) return { kind: 'sent', ref: effect() };
    if ('posted' in fault && fault.posted) {
      effect();
      if (sending.op === 'post') lostAnswers.push(sending.deliveryId);
    }
    if (fault.kind === 'throw') throw new Error('the platform client broke');
    return { detail: 'told to', ...fault };
  };
  const always = (): boolean => true;

  const channel: FakeChannel = {
    platform,
    messages,
    sendCalls: sendings,
    lostAnswers,
    findCalls: finds,
    profileCalls: asked,
    findBehaviour: 'works',
    profiles: new Map(),
    accounts: new Map(),
    post: (target: Destination, { deliveryId, card }: OutgoingMessage) => {
      const to = formatDestination(target);
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
    async findMessage(target, deliveryId): Promise<FindOutcome> {
      finds.push(deliveryId);
      if (channel.findBehaviour === 'retry') return { kind: 'retry', retryAfterMs: null };
      if (channel.findBehaviour === 'cannot-tell') return { kind: 'cannot-tell' };
      const to = formatDestination(target);
      const found = messages.find((one) => one.deliveryId === deliveryId && one.to === to);
      return found === undefined ? { kind: 'absent' } : { kind: 'found', ref: found.ref };
    },
    async fetchProfile(account) {
      asked.push(accountKey(account));
      return channel.profiles.get(accountKey(account));
    },
    findAccountByEmail: async (email) => channel.accounts.get(email),
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
      let open = (): void => undefined;
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      held = [...held, { matches, gate }];
      return () => open();
    },
    messagesAt: (to) => messages.filter((message) => message.to === to),
  };
  return channel;
}
