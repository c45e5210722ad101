/** The longest time that a platform may ask to wait before a call is repeated, ms. */
const MAX_WAIT_MS = 60_000;
/** How often a call that comes too fast is repeated. */
const MAX_REPEATS = 3;
/** After so many calls in a row without an answer nothing more is asked. */
const MAX_UNANSWERED = 3;

/**
 * What the failure of a call means to a check: `slow-down` is repeated after the time that the platform
 * asks for, ms; `unanswered` counts; anything else is an answer.
 */
export type Refusal =
  | { readonly kind: 'slow-down'; readonly ms: number }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'answer' };

/** Asks one question after the other, without haste. */
export interface Asker {
  /** Repeats a call as the platform allows. Undefined: not asked, because the platform stopped answering. */
  ask<T>(call: () => Promise<T>, toRefusal: (result: T) => Refusal): Promise<T | undefined>;
}

/** @param sleep resolves after so many ms of real time */
export function createAsker(sleep: (ms: number) => Promise<void>): Asker {
  let unanswered = 0;
  return {
    async ask(call, toRefusal) {
      if (unanswered >= MAX_UNANSWERED) return undefined;
      for (let repeats = 0; ; repeats += 1) {
        const result = await call();
        const refusal = toRefusal(result);
        unanswered = refusal.kind === 'unanswered' ? unanswered + 1 : 0;
        if (refusal.kind !== 'slow-down' || repeats === MAX_REPEATS) return result;
        if (refusal.ms > MAX_WAIT_MS) return result;
        await sleep(refusal.ms);
      }
    },
  };
}
