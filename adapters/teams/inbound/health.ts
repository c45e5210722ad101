import { TEAMS_HEALTH_TEXT } from '../../../src/text/teams-en.js';
import type { CredentialCheck } from '../auth/credentials.js';
import type { TokenObserver } from '../outbound/client.js';
import type { References } from './references.js';

/** `ok`, what is wrong in words for operators, or what keeps a part of the work from being done. */
export type Health = string | { readonly degraded: string };

/** What the adapter knows by now. */
export interface AdapterState {
  /** The code with which Microsoft refused credentials or token last; null when it took them since. */
  refused: { readonly code: string; readonly by: TokenObserver } | null;
  /** The last time Microsoft was asked for a token at the start, it did not answer. */
  isSilent: boolean;
  stage: 'new' | 'identified' | 'started' | 'stopped';
}

/** A removed team degrades only: every other team and the other platform are served. */
export function toHealth(
  known: AdapterState,
  references: Pick<References, 'removedTeams'>,
): Health {
  if (known.stage === 'stopped') return TEAMS_HEALTH_TEXT.stopped;
  if (known.refused !== null) return TEAMS_HEALTH_TEXT.refused + known.refused.code;
  if (known.stage !== 'started') return TEAMS_HEALTH_TEXT.notStarted;
  if (known.isSilent) return TEAMS_HEALTH_TEXT.noAnswer;
  const removed = references.removedTeams();
  if (removed.length === 0) return 'ok';
  return { degraded: TEAMS_HEALTH_TEXT.removed + removed.join(', ') };
}

/** Without traffic nothing else would show that Microsoft is back, ms between two questions. */
const EVERY_MS = 30_000;

/** Does `task` every so many ms of real time until what it gives is called. */
export type Every = (ms: number, task: () => void) => () => void;

/** A timer that keeps no process alive. */
export const unrefEvery: Every = (ms, task) => {
  const timer = setInterval(task, ms).unref();
  return () => clearInterval(timer);
};

export interface RecoveryOptions {
  readonly known: AdapterState;
  readonly every: Every;
  /** Asks for a token. Never throws. */
  readonly checkCredentials: () => Promise<CredentialCheck>;
  /** Makes a call by which the Bot Connector shows whether it takes the token, which is noted in `known`. */
  readonly askConnector: () => Promise<void>;
}

/**
 * While Microsoft is silent or refuses, asks it again now and then. A token that the Bot Connector
 * refused is not believed because the login service gives one. Gives what ends it.
 * @param track takes what is under way
 */
export function watchForRecovery(
  { known, every, checkCredentials, askConnector }: RecoveryOptions,
  track: (work: Promise<void>) => void,
): () => void {
  let isAsking = false;
  const ask = async () => {
    try {
      const check = await checkCredentials();
      if (check.kind === 'no-answer') return;
      known.isSilent = false;
      if (check.kind === 'refused') known.refused = { code: check.code, by: 'login' };
      else if (known.refused?.by === 'login') known.refused = null;
      else if (known.refused !== null) await askConnector();
    } finally {
      isAsking = false;
    }
  };
  return every(EVERY_MS, () => {
    if (isAsking || (!known.isSilent && known.refused === null)) return;
    isAsking = true;
    track(ask());
  });
}
