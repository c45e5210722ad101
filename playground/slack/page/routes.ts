import type { FastifyInstance } from 'fastify';
import { serveDocument, serveFiles } from '../../frame/files.js';
import { guardPage } from '../../frame/guard.js';
import { serveLab } from '../../frame/lab.js';
import { makeLive } from '../../frame/live.js';
import { isObject, type JsonObject } from '../../json.js';
import { NotPossible } from '../../not-possible.js';
import type { Fault } from '../faults.js';
import type { SlackWorkspaceOptions } from '../options.js';
import type { Core } from '../state.js';
import type { SlackWorkspace } from '../workspace.js';
import { directory, screen } from './screen.js';

/** What the page's routes work with; the workspace is there once the server listens. */
export interface PageParts {
  core: Core;
  options: SlackWorkspaceOptions;
  workspace: () => SlackWorkspace | undefined;
}

type Body = Record<string, string | undefined> & { value?: unknown; values?: unknown };

const FAULTS = new Set<Fault['kind']>(['lost-reply', 'http-500', 'rate-limited', 'down', 'twice']);

function values(body: Body): JsonObject {
  return isObject(body.values) ? body.values : {};
}

function fault(slack: SlackWorkspace, body: Body): object {
  const kind = body.kind as Fault['kind'];
  if (!FAULTS.has(kind)) throw new NotPossible('There is no such trouble to make.');
  slack.fault({ kind, ms: Number(body.ms ?? 0), ...(body.method ? { method: body.method } : {}) });
  return {};
}

/** What the page can do in a person's name, by the last part of the path. */
const DEEDS: Readonly<Record<string, (slack: SlackWorkspace, body: Body) => unknown>> = {
  slash: (slack, { user = '', channel = '', text = '' }) => {
    const [command = '', ...rest] = text.trim().split(/\s/);
    return slack.slash(user, channel, command, rest.join(' '));
  },
  write: (slack, { user = '', channel = '', text = '', thread }) =>
    slack.write(user, channel, text, thread),
  press: (slack, { user = '', channel = '', ts = '', action = '', value }) =>
    slack.press(user, { channel, ts }, action, value),
  'modal-press': (slack, body) => {
    const { user = '', view = '', action = '', value } = body;
    return slack.pressInModal(user, view, action, { value, values: values(body) });
  },
  submit: (slack, body) => slack.submit(body.user ?? '', body.view ?? '', values(body)),
  close: (slack, { user = '', view = '', all }) =>
    slack.closeModal(user, view, all === 'yes').then(() => ({})),
  'open-app': (slack, { user = '', tab }) => ({
    channel: slack.openApp(user, tab === 'home' ? 'home' : 'messages'),
  }),
  read: (slack, { user = '', channel = '' }) => {
    slack.read(user, channel);
    return {};
  },
  fault,
};

function serveDeeds(server: FastifyInstance, { workspace }: PageParts): void {
  server.post<{ Params: { deed: string } }>('/page/:deed', async (request, reply) => {
    const slack = workspace();
    const { deed } = request.params;
    const body = (isObject(request.body) ? request.body : {}) as Body;
    const run = Object.hasOwn(DEEDS, deed) ? DEEDS[deed] : undefined;
    if (!slack || !run) return reply.code(404).send({ error: 'There is no such thing to do.' });
    try {
      return await run(slack, body);
    } catch (error) {
      if (!(error instanceof NotPossible)) throw error;
      return reply.code(400).send({ error: error.message });
    }
  });
}

function serveReadings(server: FastifyInstance, { core, options }: PageParts): void {
  server.get('/page/directory', () => directory(core, options.lab !== undefined));
  server.get<{ Querystring: { user?: string; channel?: string; thread?: string } }>(
    '/page/screen',
    ({ query }) =>
      screen(core, { user: query.user ?? '', channel: query.channel, thread: query.thread }),
  );
}

/** Serves the page, its API, its live updates and the lab; returns what stops it. */
export function servePage(server: FastifyInstance, parts: PageParts): () => void {
  const live = makeLive(parts.core, parts.options.botUrl);
  void server.register((page, _options, done) => {
    guardPage(page);
    serveDocument(page, '/', 'slack.html');
    serveFiles(page);
    page.get('/events', (_request, reply) => live.connect(reply));
    serveReadings(page, parts);
    serveDeeds(page, parts);
    serveLab(page, parts.options.lab);
    done();
  });
  return live.stop;
}
