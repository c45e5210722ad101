import type { FastifyInstance } from 'fastify';
import { serveDocument, serveFiles } from '../../frame/files.js';
import { guardPage } from '../../frame/guard.js';
import { makeLive } from '../../frame/live.js';
import { isObject } from '../../json.js';
import { NotPossible } from '../../not-possible.js';
import type { TeamsTenant } from '../tenant.js';
import { type Body, DEEDS } from './deeds.js';
import { directory, screen } from './screen.js';

/** Where people open the page. */
export const TEAMS_PAGE_PATH = '/in-teams';
/** The page's own API; the tenant's connector has `/teams`. */
const API = '/teams-page';

/** What the page's routes work with. */
export interface TeamsPageParts {
  readonly tenant: TeamsTenant;
  /** Base URL of the bot, asked at every request. */
  readonly botUrl: () => string;
  /** The Slack page on the same server serves `/lab`: shows the clock and the store's trouble. */
  readonly hasLab: boolean;
}

function serveDeeds(server: FastifyInstance, { tenant }: TeamsPageParts): void {
  server.post<{ Params: { deed: string } }>(`${API}/:deed`, async (request, reply) => {
    const { deed } = request.params;
    const body = (isObject(request.body) ? request.body : {}) as Body;
    const run = Object.hasOwn(DEEDS, deed) ? DEEDS[deed] : undefined;
    if (!run) return reply.code(404).send({ error: 'There is no such thing to do.' });
    try {
      return await run(tenant, body);
    } catch (error) {
      if (!(error instanceof NotPossible)) throw error;
      return reply.code(400).send({ error: error.message });
    }
  });
}

function serveReadings(server: FastifyInstance, { tenant, hasLab }: TeamsPageParts): void {
  server.get(`${API}/directory`, () => directory(tenant, hasLab));
  server.get<{ Querystring: { user?: string; conversation?: string } }>(
    `${API}/screen`,
    ({ query }) => screen(tenant, { user: query.user ?? '', conversation: query.conversation }),
  );
}

/** Serves the Teams page, its API and its live updates; returns what stops it. */
export function serveTeamsPage(server: FastifyInstance, parts: TeamsPageParts): () => void {
  const live = makeLive(parts.tenant, parts.botUrl);
  void server.register((page, _options, done) => {
    guardPage(page);
    serveDocument(page, TEAMS_PAGE_PATH, 'teams.html');
    serveFiles(page);
    page.get(`${API}/events`, (_request, reply) => live.connect(reply));
    serveReadings(page, parts);
    serveDeeds(page, parts);
    done();
  });
  return live.stop;
}
