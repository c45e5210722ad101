import type { FastifyInstance } from 'fastify';
import { type Body, type PageAction, serveActions } from '../../frame/actions.js';
import { serveDocument, serveFiles } from '../../frame/files.js';
import { guardPage } from '../../frame/guard.js';
import { isObject, type JsonObject } from '../../json.js';
import type { MountedWorkspace } from '../options.js';
import type { SlackWorkspace } from '../workspace.js';
import { directory, screen } from './screen.js';

/** The values of a body that are not text: what is chosen, and what was entered. */
const STRUCTURED = ['value', 'values'] as const;
type Structured = (typeof STRUCTURED)[number];

function values(body: Body<Structured>): JsonObject {
  return isObject(body.values) ? body.values : {};
}

/** The actions of the page in a person's name, by the last part of the path. */
const ACTIONS: Readonly<Record<string, PageAction<SlackWorkspace, Structured>>> = {
  slash: (slack, { user = '', channel = '', text = '' }) => {
    const [command = '', ...rest] = text.trim().split(/\s/);
    return slack.slash(user, channel, command, rest.join(' '));
  },
  write: (slack, { user = '', channel = '', text = '', thread }) =>
    slack.write(user, channel, text, thread),
  press: (slack, { user = '', channel = '', ts = '', action = '', value }) =>
    slack.press(user, { channel, ts }, action, value),
  'modal-press': (slack, body) => {
    const { user = '', view = '', action = '', value, block } = body;
    const where = block === undefined ? {} : { blockId: block };
    return slack.pressInModal(user, view, action, { value, values: values(body), ...where });
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
  shortcut: (slack, { user = '', channel = '', ts = '', shortcut = '' }) =>
    slack.messageShortcut(user, { channel, ts }, shortcut),
};

function serveScreens(server: FastifyInstance, { core }: MountedWorkspace): void {
  server.get('/page/directory', () => directory(core));
  server.get<{ Querystring: { user?: string; channel?: string; thread?: string } }>(
    '/page/screen',
    ({ query }) =>
      screen(core, { user: query.user ?? '', channel: query.channel, thread: query.thread }),
  );
}

/** Serves the page and its API; the frame serves its live updates. */
export function serveSlackPage(server: FastifyInstance, mounted: MountedWorkspace): void {
  void server.register((page, _options, done) => {
    guardPage(page);
    serveDocument(page, '/', 'slack.html');
    serveFiles(page);
    serveScreens(page, mounted);
    serveActions(page, {
      path: '/page',
      actions: ACTIONS,
      structured: STRUCTURED,
      simulator: mounted.workspace,
    });
    done();
  });
}
