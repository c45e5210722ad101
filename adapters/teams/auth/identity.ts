import { RedressError } from '../../../src/errors.js';
import type { Logger } from '../../../src/ports/logger.js';
import { TEAMS_START_TEXT } from '../../../src/text/teams-en.js';
import type { CredentialCheck, TeamsCredentials } from './credentials.js';

/**
 * Sees whether Microsoft takes the credentials. When it does not answer, that is logged and told by
 * `health`, and the start goes on: what comes in can be taken all the same.
 * @throws RedressError TEAMS_START with what to do about it, when they are refused
 */
export function assertCredentials(
  check: CredentialCheck,
  kind: TeamsCredentials['kind'],
  logger: Logger,
): void {
  if (check.kind === 'no-answer') logger.warn({ code: check.code }, TEAMS_START_TEXT.noAnswer);
  if (check.kind !== 'refused') return;
  throw new RedressError('TEAMS_START', `${remedy(check.code, kind)} (${check.code})`);
}

/** The codes are Microsoft's (learn.microsoft.com/entra/identity-platform/reference-error-codes). */
function remedy(code: string, kind: TeamsCredentials['kind']): string {
  switch (code) {
    case 'AADSTS700016':
      return TEAMS_START_TEXT.appNotFound;
    case 'AADSTS90002':
    case 'AADSTS900023':
      return TEAMS_START_TEXT.tenantNotFound;
    case 'AADSTS7000215':
    case 'AADSTS7000222':
    case 'AADSTS700027':
    case 'AADSTS1000502':
    case 'invalid_client':
      return kind === 'password' ? TEAMS_START_TEXT.badSecret : TEAMS_START_TEXT.badCertificate;
    default:
      return TEAMS_START_TEXT.refused + code;
  }
}
