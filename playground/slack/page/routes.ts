import type { FastifyInstance } from 'fastify';
import { type Body, type Deed, serveDeeds } from '../../frame/deeds.js';
import { serveDocument, serveFiles } from '../../frame/files.js';
import { guardPage } from '../../frame/guard.js';
import { isObject, type JsonObject } from '../../json.js';
import type { MountedWorkspace } from '../options.js';
import type { SlackWorkspace } from '../workspace.js';
import { directory, screen } from './screen.js';

/** What of a body is no words: what is chosen, and what was entered. */
const MORE = ['value', 'values'] as const;
type More = (typeof MORE)[number];

function values(body: Body<More>): JsonObject {
  return isObject(body.values) ? body.values : {};
}

/** What the page can do in a person's name, by the last part of the path. */
const DEEDS: Readonly<Record<string, Deed<SlackWorkspace, More>>> = {
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
  shortcut: (slack, { user = '', channel = '', ts = '', shortcut = '' }) =>
    slack.messageShortcut(user, { channel, ts }, shortcut),
};

function serveReadings(server: FastifyInstance, { core }: MountedWorkspace): void {
  server.get('/page/directory', () => directory(core));
  server.get<{ Querystring: { user?: string; channel?: string; thread?: string } }>(
    '/page/screen',
    ({ query }) =>
      screen(core, { user: query.user ?? '', channel: query.channel, thread: query.thread }),
  );
}

/** Serves the page and its API; what is live on it comes from the frame. */
export function serveSlackPage(server: FastifyInstance, mounted: MountedWorkspace): void {
  void server.register((page, _options, done) => {
    guardPage(page);
    serveDocument(page, '/', 'slack.html');
    serveFiles(page);
    serveReadings(page, mounted);
    serveDeeds(page, { at: '/page', deeds: DEEDS, more: MORE, world: mounted.workspace });
    done();
  });
}
