import { TEAMS_HEALTH_TEXT } from '../../../src/text/teams-en.js';
import type { Outage, OutageDetector } from '../../shared/outage.js';
import { type Every, startRechecks } from '../../shared/recheck.js';
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

/**
 * Describes the state in words. A removed team only degrades: all other teams are still served. So does
 * an outage of Microsoft: what people send while it lasts must reach the bot and be recorded, so a load
 * balancer must not take the bot out.
 */
export function toHealth(
  state: AdapterState,
  references: Pick<References, 'findRemovedTeams'>,
  outage: Outage | null,
): Health {
  if (state.stage === 'stopped') return TEAMS_HEALTH_TEXT.stopped;
  if (state.tokenRefusal !== null) return TEAMS_HEALTH_TEXT.refused + state.tokenRefusal.code;
  if (state.stage !== 'started') return TEAMS_HEALTH_TEXT.notStarted;
  if (state.isLoginUnreachable) return { degraded: TEAMS_HEALTH_TEXT.noLogin };
  if (outage !== null) return { degraded: TEAMS_HEALTH_TEXT.noAnswer(outage) };
  const removed = references.findRemovedTeams();
  if (removed.length === 0) return 'ok';
  return { degraded: TEAMS_HEALTH_TEXT.removed + removed.join(', ') };
}

export interface RecoveryOptions {
  /** Updated with the result of each check. */
  readonly state: AdapterState;
  readonly every: Every;
  readonly outage: Pick<OutageDetector, 'isSuspected'>;
  /** Asks for a token. Never throws. */
  readonly checkCredentials: () => Promise<CredentialCheck>;
  /** Calls the Bot Connector, which tells `state` and the outage detector what came of it. */
  readonly probeConnector: () => Promise<void>;
}

/**
 * Checks while Microsoft does not answer or refuses the credentials, see {@link startRechecks}. A new
 * token from the login service clears neither a refusal by the Bot Connector nor its outage; only the Bot
 * Connector does.
 * @param track receives each running check
 * @returns a function that stops the checks
 */
export function watchForRecovery(
  { state, every, outage, checkCredentials, probeConnector }: RecoveryOptions,
  track: (work: Promise<void>) => void,
): () => void {
  const check = async () => {
    if (state.isLoginUnreachable || state.tokenRefusal !== null) {
      const answer = await checkCredentials();
      if (answer.kind === 'no-answer') return;
      state.isLoginUnreachable = false;
      if (answer.kind === 'refused') state.tokenRefusal = { code: answer.code, by: 'login' };
      else if (state.tokenRefusal?.by === 'login') state.tokenRefusal = null;
    }
    if (state.tokenRefusal?.by === 'connector' || outage.isSuspected()) await probeConnector();
  };
  const isNeeded = () =>
    state.isLoginUnreachable || state.tokenRefusal !== null || outage.isSuspected();
  return startRechecks({ every, isNeeded, check, track });
}
