import { createPendingFaults, type PendingFaults } from '../pending-faults.js';

/** What the bot asks of the Bot Connector, and what we ask of the bot. */
export type Operation =
  | 'create'
  | 'send'
  | 'update'
  | 'delete'
  | 'members'
  | 'team'
  | 'token'
  | 'openid'
  | 'invoke'
  | 'message';

/** Trouble on demand, for tests and for people who want to see what the bot makes of it. */
export interface Fault {
  /**
   * - `lost-reply`: the call is carried out, then the connection breaks before the answer;
   * - `http-412`, `http-429`, `http-500`, `http-502`, `http-504`: nothing is done;
   * - `http-504-done`: the call is carried out, the answer says 504 all the same;
   * - `down`: every call of the bot is answered HTTP 503 for `ms` of real time (`times` and `operation` do not apply);
   * - `slow`: the call waits `ms` before anything is done;
   * - `slow-reply`: the call is carried out, its answer waits `ms`;
   * - `lost-answer`: a request reaches the bot, its answer does not reach the person;
   * - `twice`: a request reaches the bot two times, as after a retry on the way.
   */
  kind:
    | 'lost-reply'
    | 'http-412'
    | 'http-429'
    | 'http-500'
    | 'http-502'
    | 'http-504'
    | 'http-504-done'
    | 'down'
    | 'slow'
    | 'slow-reply'
    | 'lost-answer'
    | 'twice';
  /**
   * `create`, `send` (replies too), `update`, `delete`, `members`, `team`, `token`, `openid`; for
   * `lost-answer` and `twice` `invoke` or `message` (everything that is no invoke). A list: whichever
   * of these comes first. Missing: whatever comes next.
   */
  operation?: Operation | readonly Operation[];
  ms?: number;
  /** Seconds, for `http-429`; 1 when missing. */
  retryAfter?: number;
  /** How many calls it hits; 1 when missing. */
  times?: number;
}

const TOWARDS_BOT = new Set<Fault['kind']>(['lost-answer', 'twice']);

function isMeant({ operation: meant }: Fault, operation: Operation): boolean {
  if (meant === undefined) return true;
  return typeof meant === 'string' ? meant === operation : meant.includes(operation);
}

/** The faults that are still to come. */
export interface Faults extends Pick<PendingFaults<Fault>, 'add' | 'left' | 'clear'> {
  /** The fault this call hits, used up by asking; the direction follows from the operation. */
  take(operation: Operation): Fault | undefined;
}

/** An empty list of faults; `now` is real time in Unix ms. */
export function makeFaults(now: () => number): Faults {
  const { add, left, clear, isDown, take } = createPendingFaults<Fault>(now);
  return {
    add,
    left,
    clear,
    take: (operation) => {
      const towardsBot = operation === 'invoke' || operation === 'message';
      if (!towardsBot && isDown()) return { kind: 'down' };
      return take(
        (fault) => TOWARDS_BOT.has(fault.kind) === towardsBot && isMeant(fault, operation),
      );
    },
  };
}
