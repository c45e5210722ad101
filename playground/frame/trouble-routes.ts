import type { FastifyInstance } from 'fastify';
import { isObject } from '../json.js';
import type { MountedWorkspace } from '../slack/options.js';
import type { TeamsTenant } from '../teams/tenant.js';
import type { OpenBook } from './book.js';
import { RESTARTING } from './lab.js';
import { makeLedger } from './ledger.js';
import { cardsInSlack, cardsInTeams } from './posts.js';
import type { Register } from './register.js';
import type { Troubles } from './trouble.js';
import { isTrouble } from './trouble-kinds.js';
import type { Underneath } from './underneath.js';

export interface TroubleRouteParts {
  readonly slack: MountedWorkspace;
  readonly teams: TeamsTenant;
  readonly book: OpenBook;
  readonly register: Register;
  readonly troubles: Troubles;
  readonly underneath: Underneath;
  readonly nameOf: (account: string) => string | undefined;
}

/** Serves `/frame/trouble`: what trouble there is, what came of it, and how more is made. */
export function serveTroubles(page: FastifyInstance, parts: TroubleRouteParts): void {
  const { slack, teams, book, register, troubles, underneath, nameOf } = parts;
  page.get('/frame/trouble', async () => {
    const complaints = await register.read();
    const cards = [...cardsInSlack(slack.core.state), ...cardsInTeams(teams)];
    const { interruptions } = book.book;
    const counted = { cards, interruptions, nameOf };
    const ledger = complaints && makeLedger({ complaints, ...counted });
    return { now: troubles.now(), past: troubles.past(), ledger };
  });
  page.post('/frame/trouble', async ({ body }, reply) => {
    const kind = isObject(body) ? body.kind : undefined;
    if (!isTrouble(kind)) {
      return reply.code(400).send({ error: 'There is no such trouble to make.' });
    }
    // a bot that is killed takes its journal with it
    if (kind === 'kill') await underneath.read();
    const made = await troubles.make(kind);
    return made ?? reply.code(RESTARTING.status).send(RESTARTING.body);
  });
}
