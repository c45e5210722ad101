import type { Verdict } from '../../../src/ports/online-check.js';
import { TEAMS_CHECK_TEXT as text } from '../../../src/text/teams-en.js';
import type { Connector } from '../outbound/connector.js';
import { type Failure, findTokenRefusal, toSendOutcome } from '../outbound/errors.js';
import type { ServiceUrlLookup } from '../outbound/service-urls.js';

/** What the checks of places and people need. */
export interface CheckContext {
  readonly connector: Pick<Connector, 'fetchMembers' | 'fetchChannels' | 'openChat'>;
  readonly serviceUrlLookup: Pick<ServiceUrlLookup, 'findForPlace' | 'findForPerson'>;
  readonly tenantId: string;
  /** Resolves after so many ms of real time. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** The result of a check, without its place. */
export interface Result {
  readonly verdict: Verdict;
  readonly what: string;
}

/** Makes a {@link Result}. */
export const toResult = (verdict: Verdict, what: string): Result => ({ verdict, what });

/** The result when the credentials are not accepted, so that nothing can be asked. */
export const NOT_ASKED = toResult('not-checked', text.notAsked);

/** The result of a failed call about a team or a channel. */
export function toFailedResult(failure: Failure): Result {
  const outcome = toSendOutcome(failure, 'channel', 'posts-nothing');
  const refused = findTokenRefusal(failure);
  if (refused !== undefined) return toResult('wrong', text.connectorRefused(refused));
  if (outcome.kind !== 'refused') return toResult('wrong', text.noAnswer(outcome.detail));
  switch (outcome.reason) {
    case 'bot-not-in-channel':
    case 'not-permitted':
      return toResult('wrong', text.notInTeam);
    case 'channel-gone':
    case 'rejected':
      return toResult('wrong', text.noTeam);
    case 'channel-archived':
    case 'person-gone':
    case 'person-unreachable':
    case 'message-gone':
    case 'no-place':
    case 'gave-up':
    case 'no-access':
      return toResult('wrong', text.refused(outcome.detail));
  }
}
