import { TEAMS_HEALTH_TEXT } from '../../../src/text/teams-en.js';
import type { CredentialCheck } from '../auth/credentials.js';
import type { TokenReporter } from '../outbound/client.js';
import type { References } from './references.js';

/** `ok`, what is wrong in words for operators, or `degraded` when only part of the work is affected. */
export type Health = string | { readonly degraded: string };

/** The adapter's current state. */
export interface AdapterState {
  /** The last refusal of credentials or token; null after Microsoft accepted them. */
  tokenRefusal: { readonly code: string; readonly by: TokenReporter } | null;
  /** Microsoft did not answer the last credential check. */
  isLoginUnreachable: boolean;
  stage: 'new' | 'identified' | 'started' | 'stopped';
}

/** Describes the state in words. A removed team only degrades: all other teams are still served. */
export function toHealth(
  state: AdapterState,
  references: Pick<References, 'findRemovedTeams'>,
): Health {
  if (state.stage === 'stopped') return TEAMS_HEALTH_TEXT.stopped;
  if (state.tokenRefusal !== null) return TEAMS_HEALTH_TEXT.refused + state.tokenRefusal.code;
  if (state.stage !== 'started') return TEAMS_HEALTH_TEXT.notStarted;
  if (state.isLoginUnreachable) return TEAMS_HEALTH_TEXT.noAnswer;
  const removed = references.findRemovedTeams();
  if (removed.length === 0) return 'ok';
  return { degraded: TEAMS_HEALTH_TEXT.removed + removed.join(', ') };
}

/** How often it is looked whether a check is due, ms. */
const TICK_MS = 1000;
/** The longest wait between two checks, ticks. Without traffic nothing else shows that Microsoft is back. */
const LONGEST_WAIT = 30;

/** Runs `task` every `ms` of real time until the returned function is called. */
export type Every = (ms: number, task: () => void) => () => void;

/** An interval timer that does not keep the process alive. */
export const unrefEvery: Every = (ms, task) => {
  const timer = setInterval(task, ms).unref();
  return () => clearInterval(timer);
};

export interface RecoveryOptions {
  /** Updated with the result of each check. */
  readonly state: AdapterState;
  readonly every: Every;
  /** Asks for a token. Never throws. */
  readonly checkCredentials: () => Promise<CredentialCheck>;
  /** Calls the Bot Connector, which updates `state` when it accepts or refuses the token. */
  readonly probeConnector: () => Promise<void>;
}

/**
 * Checks while Microsoft does not answer or refuses the credentials: a second after the first failure,
 * then after waits that double up to 30 s, so that one lost answer does not keep the bot from being
 * ready for long. A new token from the
 * login service does not clear a refusal by the Bot Connector; only the Bot Connector does.
 * @param track receives each running check
 * @returns a function that stops the checks
 */
export function watchForRecovery(
  { state, every, checkCredentials, probeConnector }: RecoveryOptions,
  track: (work: Promise<void>) => void,
): () => void {
  let isChecking = false;
  const recheck = async () => {
    try {
      const check = await checkCredentials();
      if (check.kind === 'no-answer') return;
      state.isLoginUnreachable = false;
      if (check.kind === 'refused') state.tokenRefusal = { code: check.code, by: 'login' };
      else if (state.tokenRefusal?.by === 'login') state.tokenRefusal = null;
      else if (state.tokenRefusal !== null) await probeConnector();
    } finally {
      isChecking = false;
    }
  };
  let wait = 1;
  let passed = 0;
  return every(TICK_MS, () => {
    if (!state.isLoginUnreachable && state.tokenRefusal === null) {
      wait = 1;
      passed = 0;
      return;
    }
    passed += 1;
    if (isChecking || passed < wait) return;
    wait = Math.min(2 * wait, LONGEST_WAIT);
    passed = 0;
    isChecking = true;
    track(recheck());
  });
}
