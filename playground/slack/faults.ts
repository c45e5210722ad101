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
export interface Faults {
  add(fault: Fault): void;
  /** The fault this Web API call hits, used up by asking. */
  forCall(method: string): Fault | undefined;
  /** The fault this request to the bot hits, used up by asking. */
  forRequest(type: string): Fault | undefined;
  /** How many calls or requests faults of this kind will still hit; for `down` 1 while it lasts. */
  left(kind: Fault['kind']): number;
  /** Calls all of them off. */
  clear(): void;
}

/** An empty list of faults; `now` is real time in Unix ms. */
export function makeFaults(now: () => number): Faults {
  let waiting: { fault: Fault; left: number }[] = [];
  let downUntil = 0;
  const take = (name: string, towardsBot: boolean): Fault | undefined => {
    const hit = waiting.find(
      ({ fault }) =>
        TOWARDS_BOT.has(fault.kind) === towardsBot &&
        (fault.method === undefined || fault.method === name),
    );
    if (!hit) return undefined;
    hit.left -= 1;
    waiting = waiting.filter((item) => item.left > 0);
    return hit.fault;
  };
  return {
    add: (fault) => {
      if (fault.kind === 'down') downUntil = now() + (fault.ms ?? 0);
      else waiting.push({ fault, left: fault.times ?? 1 });
    },
    forCall: (method) => (now() < downUntil ? { kind: 'down' } : take(method, false)),
    forRequest: (type) => take(type, true),
    left: (kind) => {
      if (kind === 'down') return now() < downUntil ? 1 : 0;
      return waiting
        .filter(({ fault }) => fault.kind === kind)
        .reduce((sum, { left }) => sum + left, 0);
    },
    clear: () => {
      waiting = [];
      downUntil = 0;
    },
  };
}
