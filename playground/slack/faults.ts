import { createPendingFaults, type PendingFaults } from '../pending-faults.js';

/** Trouble on demand, for tests and for people who want to see what the bot makes of it. */
export interface Fault {
  /**
   * - `lost-reply`: the call is carried out, then the connection breaks before the answer;
   * - `http-500`: nothing is done, HTTP 500;
   * - `slow`: the call waits `ms` before anything is done;
   * - `slow-reply`: the call is carried out, its answer waits `ms`;
   * - `rate-limited`: nothing is done, HTTP 429 with `Retry-After: retryAfter`;
   * - `refuse`: nothing is done, `{ok: false, error}`;
   * - `down`: every method answers HTTP 503 for `ms` of real time (`times` does not apply);
   * - `lost-answer`: a request reaches the bot, its answer does not reach the person;
   * - `twice`: a request reaches the bot two times, as after a retry on the way.
   */
  kind:
    | 'lost-reply'
    | 'http-500'
    | 'slow'
    | 'slow-reply'
    | 'rate-limited'
    | 'refuse'
    | 'down'
    | 'lost-answer'
    | 'twice';
  /**
   * A Web API method such as `chat.postMessage`; for `lost-answer` and `twice` one of
   * `slash_commands`, `interactive`, `events_api`. Missing: whatever comes next.
   */
  method?: string;
  ms?: number;
  /** Seconds. */
  retryAfter?: number;
  /** Slack's error name for `refuse`. */
  error?: string;
  /** How many calls it hits; 1 when missing. */
  times?: number;
}

const TOWARDS_BOT = new Set<Fault['kind']>(['lost-answer', 'twice']);

/** The faults that are still to come. */
export interface Faults extends Pick<PendingFaults<Fault>, 'add' | 'left' | 'clear'> {
  /** The fault this Web API call hits, used up by asking. */
  forCall(method: string): Fault | undefined;
  /** The fault this request to the bot hits, used up by asking. */
  forRequest(type: string): Fault | undefined;
}

/** An empty list of faults; `now` is real time in Unix ms. */
export function makeFaults(now: () => number): Faults {
  const { add, left, clear, isDown, take } = createPendingFaults<Fault>(now);
  const next = (name: string, towardsBot: boolean): Fault | undefined =>
    take(
      ({ kind, method }) =>
        TOWARDS_BOT.has(kind) === towardsBot && (method === undefined || method === name),
    );
  return {
    add,
    left,
    clear,
    forCall: (method) => (isDown() ? { kind: 'down' } : next(method, false)),
    forRequest: (type) => next(type, true),
  };
}
