import type { FastifyInstance } from 'fastify';
import { serveActions } from '../../frame/actions.js';
import { serveDocument, serveFiles } from '../../frame/files.js';
import { guardPage } from '../../frame/guard.js';
import type { TeamsTenant } from '../tenant.js';
import { ACTIONS, STRUCTURED } from './actions.js';
import { directory, screen } from './screen.js';

/** Where people open the page. */
export const TEAMS_PAGE_PATH = '/in-teams';
/** The page's own API; the tenant's connector has `/teams`. */
const API = '/teams-page';

function serveScreens(server: FastifyInstance, tenant: TeamsTenant): void {
  server.get(`${API}/directory`, () => directory(tenant));
  server.get<{ Querystring: { user?: string; conversation?: string } }>(
    `${API}/screen`,
    ({ query }) => screen(tenant, { user: query.user ?? '', conversation: query.conversation }),
  );
}

/** Serves the Teams page and its API; the frame serves its live updates. */
export function serveTeamsPage(server: FastifyInstance, tenant: TeamsTenant): void {
  void server.register((page, _options, done) => {
    guardPage(page);
    serveDocument(page, TEAMS_PAGE_PATH, 'teams.html');
    serveFiles(page);
    serveScreens(page, tenant);
    serveActions(page, {
      path: API,
      actions: ACTIONS,
      structured: STRUCTURED,
      simulator: () => tenant,
    });
    done();
  });
}
