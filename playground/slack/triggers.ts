import { randomBytes } from 'node:crypto';
import { Refusal } from './refusal.js';

/** A `trigger_id` is good for three seconds (Slack: "Opening modals"). */
const TRIGGER_MS = 3000;
/** Spent triggers are remembered this long, to tell "spent" from "never seen". */
const REMEMBER_MS = 60_000;

interface Trigger {
  user: string;
  issued: number;
  spent: boolean;
  /** The modal view whose element was used, if any. */
  view?: string;
}

/** Hands out trigger ids and takes each back once. */
export interface Triggers {
  issue(user: string, view?: string): string;
  /**
   * Takes a trigger back.
   *
   * @throws Refusal `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`.
   */
  redeem(id: string): { user: string; view?: string };
  isSpent(id: string): boolean;
  /** Forgets all that were issued: none of them opens anything any more. */
  clear(): void;
}

/** Trigger ids in memory: with three seconds to live they need no file. */
export function makeTriggers(now: () => number): Triggers {
  const known = new Map<string, Trigger>();
  let count = 1_000_000;
  const forget = () => {
    for (const [id, trigger] of known) {
      if (trigger.issued + REMEMBER_MS < now()) known.delete(id);
    }
  };
  return {
    issue: (user, view) => {
      forget();
      count += 1;
      const id = `${Math.floor(now())}.${count}.${randomBytes(16).toString('hex')}`;
      known.set(id, { user, issued: now(), spent: false, ...(view ? { view } : {}) });
      return id;
    },
    redeem: (id) => {
      const trigger = known.get(id);
      if (!trigger) throw new Refusal('invalid_trigger_id');
      if (trigger.spent) throw new Refusal('exchanged_trigger_id');
      if (now() > trigger.issued + TRIGGER_MS) throw new Refusal('expired_trigger_id');
      trigger.spent = true;
      return trigger;
    },
    isSpent: (id) => known.get(id)?.spent === true,
    clear: () => known.clear(),
  };
}
