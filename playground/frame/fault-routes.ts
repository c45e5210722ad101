import type { FastifyInstance } from 'fastify';
import { isObject } from '../json.js';
import type { MountedWorkspace } from '../slack/options.js';
import type { TeamsTenant } from '../teams/tenant.js';
import type { ActivityLog } from './activity-log.js';
import type { FaultInjection } from './fault-injection.js';
import { isFaultKind } from './fault-kinds.js';
import { RESTARTING } from './lab.js';
import { createLedger } from './ledger.js';
import { findSlackCards, findTeamsCards } from './posts.js';
import type { Register } from './register.js';
import type { StateFile } from './state-file.js';

export interface FaultRouteDependencies {
  readonly slack: MountedWorkspace;
  readonly teams: TeamsTenant;
  readonly stateFile: StateFile;
  readonly register: Register;
  readonly faultInjection: FaultInjection;
  readonly activityLog: ActivityLog;
  readonly findName: (account: string) => string | undefined;
}

/** Serves `/frame/trouble`: the faults there are, their results, and the injection of more. */
export function serveFaults(page: FastifyInstance, deps: FaultRouteDependencies): void {
  const { slack, teams, stateFile, register, faultInjection, activityLog, findName } = deps;
  page.get('/frame/trouble', async () => {
    const complaints = await register.read();
    const cards = [...findSlackCards(slack.core.state), ...findTeamsCards(teams)];
    const { interruptions } = stateFile.state;
    const ledger = complaints && createLedger({ complaints, cards, interruptions, findName });
    return { now: faultInjection.active(), past: faultInjection.past(), ledger };
  });
  page.post('/frame/trouble', async ({ body }, reply) => {
    const kind = isObject(body) ? body.kind : undefined;
    if (!isFaultKind(kind)) {
      return reply.code(400).send({ error: 'There is no such trouble to make.' });
    }
    // a killed bot loses its journal
    if (kind === 'kill') await activityLog.read();
    const injected = await faultInjection.inject(kind);
    return injected ?? reply.code(RESTARTING.status).send(RESTARTING.body);
  });
}
