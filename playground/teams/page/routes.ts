import type { FastifyInstance } from 'fastify';
import { serveDeeds } from '../../frame/deeds.js';
import { serveDocument, serveFiles } from '../../frame/files.js';
import { guardPage } from '../../frame/guard.js';
import type { TeamsTenant } from '../tenant.js';
import { DEEDS, MORE } from './deeds.js';
import { directory, screen } from './screen.js';

/** Where people open the page. */
export const TEAMS_PAGE_PATH = '/in-teams';
/** The page's own API; the tenant's connector has `/teams`. */
const API = '/teams-page';

function serveReadings(server: FastifyInstance, tenant: TeamsTenant): void {
  server.get(`${API}/directory`, () => directory(tenant));
  server.get<{ Querystring: { user?: string; conversation?: string } }>(
    `${API}/screen`,
    ({ query }) => screen(tenant, { user: query.user ?? '', conversation: query.conversation }),
  );
}

/** Serves the Teams page and its API; what is live on it comes from the frame. */
export function serveTeamsPage(server: FastifyInstance, tenant: TeamsTenant): void {
  void server.register((page, _options, done) => {
    guardPage(page);
    serveDocument(page, TEAMS_PAGE_PATH, 'teams.html');
    serveFiles(page);
    serveReadings(page, tenant);
    serveDeeds(page, { at: API, deeds: DEEDS, more: MORE, world: () => tenant });
    done();
  });
}
