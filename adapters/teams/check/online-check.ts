import type { Finding, OnlineCheck, OnlineSubjects } from '../../../src/ports/online-check.js';
import { TEAMS_CHECK_TEXT as text } from '../../../src/text/teams-en.js';
import { createAsker } from '../../shared/asker.js';
import { type Credentials, type TeamsCredentials, toRemedy } from '../auth/credentials.js';
import { checkPerson } from './people.js';
import { checkPlaces, fetchRosters, toTeamsPlaces } from './places.js';
import { type CheckContext, NOT_ASKED, type Result, toResult } from './result.js';

/** What the check needs. */
export interface OnlineCheckOptions extends CheckContext {
  readonly checkCredentials: Credentials['checkCredentials'];
  readonly kind: TeamsCredentials['kind'];
}

/** Checks the configuration with Microsoft. */
export function createOnlineCheck(options: OnlineCheckOptions): OnlineCheck {
  return {
    async checkOnline(subjects) {
      const result = await checkCredentials(options);
      const credentials: Finding = { where: toVariable(options.kind), ...result };
      const rest =
        result.verdict === 'right'
          ? await checkSubjects(options, subjects)
          : skipSubjects(subjects);
      const cannot: Finding = {
        where: text.platform,
        ...toResult('not-checked', text.cannotAsk),
      };
      return [credentials, ...rest, ...checkTags(subjects), cannot];
    },
    checkGroups: async (groups) => checkTags({ groups }),
  };
}

function toVariable(kind: TeamsCredentials['kind']): string {
  return kind === 'password' ? 'MICROSOFT_APP_PASSWORD' : 'MICROSOFT_APP_CERTIFICATE';
}

async function checkCredentials(options: OnlineCheckOptions): Promise<Result> {
  const check = await options.checkCredentials();
  switch (check.kind) {
    case 'ok':
      return toResult('right', text.credentials);
    case 'refused':
      return toResult('wrong', `${toRemedy(check.code, options.kind)} (${check.code})`);
    case 'no-answer':
      return toResult('wrong', text.noLogin(check.code));
  }
}

async function checkSubjects(
  context: CheckContext,
  subjects: OnlineSubjects,
): Promise<readonly Finding[]> {
  const places = toTeamsPlaces(subjects);
  const asker = createAsker(context.sleep);
  const teams = places.map(({ place }) => place);
  const rosters = await fetchRosters(context, asker, teams);
  const findings = [...(await checkPlaces(context, places, rosters))];
  for (const person of subjects.people) {
    const result = await checkPerson(context, asker, person, rosters);
    if (result !== undefined) findings.push({ where: person.where, ...result });
  }
  return findings;
}

/** All that would have been asked. */
function skipSubjects(subjects: OnlineSubjects): readonly Finding[] {
  const people = subjects.people.filter(({ ids, email }) => ids.teams !== null || email !== null);
  return [...toTeamsPlaces(subjects), ...people].map(({ where }) => ({ where, ...NOT_ASKED }));
}

function checkTags({ groups }: Pick<OnlineSubjects, 'groups'>): readonly Finding[] {
  return groups.flatMap(({ where, group }) =>
    group.platform === 'teams' ? [{ where, ...toResult('not-checked', text.tag) }] : [],
  );
}
