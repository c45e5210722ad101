import type { Fault, TeamsTenant } from '../../../../playground/teams/server.js';
import { createTeamsUsers } from '../../../../playground/users/teams-user-driver.js';
import type { PlatformDriver } from './platform-driver.js';

/** The first loses the answer to a post. */
const FAULTS: readonly Fault[] = [
  { kind: 'lost-reply', operation: 'send' },
  { kind: 'lost-reply', operation: 'create' },
  { kind: 'http-504-done', operation: 'send' },
  { kind: 'http-504-done', operation: 'create' },
  { kind: 'lost-reply', operation: 'update' },
  { kind: 'slow-reply', operation: 'send', ms: 700 },
  { kind: 'slow-reply', operation: 'create', ms: 700 },
  { kind: 'slow', operation: 'token', ms: 700 },
  { kind: 'http-500', operation: 'token' },
  { kind: 'lost-reply', operation: 'token' },
  { kind: 'http-412', operation: 'send' },
  { kind: 'http-429', operation: 'create' },
  { kind: 'http-502', operation: 'send' },
  { kind: 'http-504', operation: 'update' },
  { kind: 'http-500', operation: 'update' },
  { kind: 'lost-answer', operation: 'invoke' },
  { kind: 'twice', operation: 'invoke' },
  { kind: 'lost-answer', operation: 'message' },
  { kind: 'twice', operation: 'message' },
];

const LOSING: readonly Fault['kind'][] = ['lost-reply', 'http-504-done'];

function isPost(operation: unknown): boolean {
  return operation === 'send' || operation === 'create';
}

/** Posts that were carried out while the connection broke (status 0) or the answer was 504. */
function countLostAnswers(teams: TeamsTenant): number {
  const posts = teams.requests().filter(({ operation }) => isPost(operation));
  return posts.filter(({ status }) => status === 0 || status === 504).length;
}

/** The Teams tenant as a {@link PlatformDriver}. */
export function createTeamsDriver(teams: TeamsTenant): PlatformDriver {
  return {
    ...createTeamsUsers(teams),
    keepsNoIds: true,
    faults: FAULTS.map((fault) => ({
      name: `${fault.kind} ${fault.operation}`,
      lostPosts: LOSING.includes(fault.kind) && isPost(fault.operation) ? 1 : 0,
      inject: () => teams.fault(fault),
    })),
    countLostAnswers: () => countLostAnswers(teams),
    onChange: (listener) => teams.listen(listener),
    until: async (check, what, ms) => {
      await teams.until(() => check() || undefined, what, ms);
    },
    eventsIdle: () => teams.eventsIdle(),
  };
}
