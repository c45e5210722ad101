import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { createJournal } from '../journal.js';
import type { Tokens } from './api/answer.js';
import type { ApiParts } from './api/call.js';
import { ALL_SCOPES } from './api/scopes.js';
import { serveApi } from './api-routes.js';
import { makeBot } from './bot.js';
import { makeEvents, RETRY_DELAYS_MS } from './events.js';
import { makeFaults } from './faults.js';
import type { JournalEntry } from './journal.js';
import { makeWorkspace } from './make-workspace.js';
import type { SlackWorkspaceOptions } from './options.js';
import type { Parts } from './people/parts.js';
import { DEFAULT_RATE, makeRateLimit } from './rate-limit.js';
import { DEFAULT_SEED } from './seed.js';
import { makeSockets, type Sockets } from './sockets.js';
import { type Core, openState } from './state.js';
import { makeTriggers } from './triggers.js';
import type { SlackWorkspace } from './workspace.js';

export type { Fault } from './faults.js';
export type { JournalEntry } from './journal.js';
export type { SlackWorkspaceOptions } from './options.js';
export type {
  PressOutcome,
  ShortcutOutcome,
  SlashOutcome,
  SubmitOutcome,
} from './people/outcomes.js';
export type { EntryValues } from './people/submit.js';
export type { Channel, Message, Person, View, WorkspaceSeed, WorkspaceState } from './types.js';
export type { SlackWorkspace } from './workspace.js';

/** "Within 3 seconds" (Slack: "Handling user interaction", "Events API"). */
const ANSWER_MS = 3000;
const SETTLE_MS = 250;
/** Largest request body taken, bytes. */
const BODY_LIMIT = 1_000_000;

function makeServer(): FastifyInstance {
  const server = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  const form = 'application/x-www-form-urlencoded';
  server.addContentTypeParser(form, { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
  return server;
}

function urlOf(server: FastifyInstance): string {
  const { port } = server.server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** The parts that know the bot, and what faults and the journal they share with the Web API. */
function makeParts(core: Core, options: SlackWorkspaceOptions, base: () => string) {
  const faults = makeFaults(core.now);
  const triggers = makeTriggers(core.now);
  const line: { sockets?: Sockets } = {};
  const bot = makeBot({
    http: {
      botUrl: options.botUrl,
      signingSecret: options.signingSecret,
      answerMs: options.answerMs ?? ANSWER_MS,
      now: core.now,
    },
    sockets: () => line.sockets,
    faults,
  });
  const { retryDelaysMs: delays = RETRY_DELAYS_MS, scopes = ALL_SCOPES } = options;
  const events = makeEvents(core, bot, { delays, scopes });
  const people: Parts = {
    core,
    bot,
    triggers,
    events,
    responseUrl: (id) => `${base()}/respond/${id}`,
    settleMs: options.settleMs ?? SETTLE_MS,
  };
  const api: ApiParts = {
    core,
    triggers,
    mayPost:
      options.rate === false ? () => true : makeRateLimit(options.rate ?? DEFAULT_RATE, core.now),
    socketUrl: options.appToken ? () => line.sockets?.ticketUrl(base()) ?? '' : undefined,
  };
  return { faults, people, api, line };
}

/**
 * Starts a Slack workspace on loopback.
 *
 * @throws Error when the port is taken or the state file cannot be read.
 */
export async function startSlackWorkspace(options: SlackWorkspaceOptions): Promise<SlackWorkspace> {
  const now = options.now ?? Date.now;
  const core = await openState({ file: options.file, seed: options.seed ?? DEFAULT_SEED, now });
  const server = makeServer();
  const { faults, people, api, line } = makeParts(core, options, () => urlOf(server));
  const journal = createJournal<JournalEntry>();
  const { botToken, appToken, scopes } = options;
  const tokens: Tokens = { botToken, appToken, scopes };
  serveApi(server, { parts: api, tokens, faults, journal });
  const self: { workspace?: SlackWorkspace } = {};
  const started = (): SlackWorkspace => {
    if (!self.workspace) throw new Error('The workspace is not started yet.');
    return self.workspace;
  };
  options.mount?.(server, { core, workspace: started });
  await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  if (options.appToken) {
    const answerMs = options.answerMs ?? ANSWER_MS;
    line.sockets = makeSockets(server.server, { appId: core.state.app.id, answerMs, now });
  }
  const stop = async () => {
    people.events.stop();
    await line.sockets?.stop();
    await server.close();
    await core.saved();
  };
  const url = urlOf(server);
  self.workspace = makeWorkspace({ parts: people, faults, journal, url, stop });
  return self.workspace;
}
