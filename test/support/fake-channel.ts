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
export type Fault =
  | {
      readonly kind: 'retry';
      readonly retryAfterMs: number | null;
      readonly tokenRefused?: true;
    }
  | { readonly kind: 'refused'; readonly reason: FailureReason }
  | { readonly kind: 'unknown'; readonly posted: boolean }
  | { readonly kind: 'throw'; readonly posted: boolean };

/** One call of `post` or `update`. */
export interface Sending {
  readonly op: 'post' | 'update';
  readonly deliveryId: string;
  /** Of a post: where it went, see {@link whereOf}. Of an update: where the message is. */
  readonly to: string;
  readonly card: Card;
}

/** A message as it stands on the fake platform. */
export interface Posted {
  readonly ref: MessageRef;
  readonly deliveryId: string;
  readonly to: string;
  /** What it says now. */
  card: Card;
  updates: number;
}

export interface FakeChannel extends Channel {
  /** What stands on the platform, oldest first. */
  readonly messages: readonly Posted[];
  /** Every post and update that was asked for, failed ones included, in order. */
  readonly sendings: readonly Sending[];
  /** The delivery ids of posts that arrived though the answer said nothing of it, in order. */
  readonly lostAnswers: readonly string[];
  /** The delivery ids that were looked for, in order. */
  readonly finds: readonly string[];
  /** How `find` answers: `works` unless told. */
  finding: 'works' | 'retry' | 'cannot-tell';
  readonly profiles: Map<string, Profile>;
  /** Whose account an e-mail address is. */
  readonly accounts: Map<string, Account>;
  /** How often somebody's profile was asked for. */
  readonly asked: readonly string[];
  /** The next matching call fails so; once for each call of this. */
  failNext(fault: Fault, matches?: (sending: Sending) => boolean): void;
  /** Every matching call fails so, until the returned function is called. */
  failAlways(fault: Fault, matches?: (sending: Sending) => boolean): () => void;
  /** The next matching call waits until the returned function is called. */
  holdNext(matches?: (sending: Sending) => boolean): () => void;
  /** The messages that went to a place, see {@link whereOf}. */
  at(to: string): readonly Posted[];
}

/** A target in a few characters: `#channel`, `@user` of each account, `>key of the message it hangs under`. */
export function whereOf(target: Destination): string {
  if ('place' in target) return `#${String(target.place.channel)}`;
  if ('thread' in target) return `>${target.thread.key}`;
  return target.accounts.map(({ userId }) => `@${userId}`).join(' ');
}

interface Planned {
  readonly fault: Fault;
  readonly matches: (sending: Sending) => boolean;
  readonly once: boolean;
}

/** A platform in memory: it keeps what was posted, finds it by delivery id, and fails when told to. */
export function createFakeChannel(platform: 'slack' | 'teams' = 'slack'): FakeChannel {
  const messages: Posted[] = [];
  const sendings: Sending[] = [];
  const lostAnswers: string[] = [];
  const finds: string[] = [];
  const asked: string[] = [];
  let planned: readonly Planned[] = [];
  let held: readonly { matches: (sending: Sending) => boolean; gate: Promise<void> }[] = [];

  const faultOf = (sending: Sending): Fault | undefined => {
    const found = planned.find((one) => one.matches(sending));
    if (found?.once) planned = planned.filter((one) => one !== found);
    return found?.fault;
  };
  const gateOf = (sending: Sending): Promise<void> => {
    const found = held.find((one) => one.matches(sending));
    held = held.filter((one) => one !== found);
    return found?.gate ?? Promise.resolve();
  };
  const tried = async (sending: Sending, effect: () => MessageRef): Promise<SendOutcome> => {
    sendings.push(sending);
    await gateOf(sending);
    const fault = faultOf(sending);
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
    sendings,
    lostAnswers,
    finds,
    asked,
    finding: 'works',
    profiles: new Map(),
    accounts: new Map(),
    post: (target: Destination, { deliveryId, card }: OutgoingMessage) => {
      const to = whereOf(target);
      return tried({ op: 'post', deliveryId, to, card }, () => {
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
      return tried({ op: 'update', deliveryId, to, card }, () => {
        if (found === undefined) throw new Error(`no message ${ref.key}`);
        found.card = card;
        found.updates += 1;
        return found.ref;
      });
    },
    async findMessage(target, deliveryId): Promise<FindOutcome> {
      finds.push(deliveryId);
      if (channel.finding === 'retry') return { kind: 'retry', retryAfterMs: null };
      if (channel.finding === 'cannot-tell') return { kind: 'cannot-tell' };
      const to = whereOf(target);
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
    at: (to) => messages.filter((message) => message.to === to),
  };
  return channel;
}
