import { createServer, get, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Frame, serveFrame } from '../../../playground/frame/frame.js';
import type { FrameSamples } from '../../../playground/frame/samples.js';
import { openStateFile } from '../../../playground/frame/state-file.js';
import { serveSlackPage } from '../../../playground/slack/page/routes.js';
import { type SlackWorkspace, startSlackWorkspace } from '../../../playground/slack/server.js';
import { serveTeamsPage } from '../../../playground/teams/page/routes.js';
import { makeTeamsTenant, type TeamsTenant } from '../../../playground/teams/server.js';
import { BOT_TOKEN, SIGNING_SECRET } from '../slack/harness.js';
import { APP_ID, APP_PASSWORD } from '../teams/harness.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are read freely in tests
export type Json = any;

const LAB_TOKEN = 'lab-token-of-the-frame';

/** A fake bot whose lab answers what a test sets. */
export interface ScriptedBot {
  readonly url: string;
  /** Requests to the lab: `METHOD path`, with the body if there is one. */
  readonly asked: string[];
  complaints: object[];
  journal: object[];
  /** How far its clock is ahead, ms. */
  ahead: number;
  /** True while its store does not answer. */
  storeAway: boolean;
  /** Runs after a move of the clock and before its answer. */
  sweep: () => Promise<void>;
  /** Stops it, or starts it again at the same address. */
  set(up: boolean): Promise<void>;
}

async function readBody(asked: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function answerLab(bot: ScriptedBot, what: string, text: string): Promise<[number, object]> {
  const now = Date.now() + bot.ahead;
  switch (what) {
    case 'GET /lab/clock':
      return [200, { now, offset: bot.ahead }];
    case 'POST /lab/clock':
      bot.ahead += Number(JSON.parse(text).forward);
      await bot.sweep();
      return [200, { now: Date.now() + bot.ahead }];
    case 'GET /lab/complaints':
      if (bot.storeAway) return [503, { error: 'STORE_UNAVAILABLE' }];
      return [200, { complaints: bot.complaints }];
    case 'GET /lab/journal':
      return [200, { entries: bot.journal }];
    case 'GET /lab/nudges':
      return bot.storeAway ? [503, { error: 'STORE_UNAVAILABLE' }] : [200, { nudges: [] }];
    case 'POST /lab/store-fault':
      return [200, { until: Date.now() + Number(JSON.parse(text).ms) }];
    default:
      return [404, {}];
  }
}

async function startScriptedBot(): Promise<ScriptedBot> {
  const answer = async (asked: IncomingMessage, reply: ServerResponse) => {
    const text = await readBody(asked);
    const what = `${asked.method} ${asked.url}`;
    if (asked.url?.startsWith('/lab/')) {
      bot.asked.push(text === '' ? what : `${what} ${text}`);
      const isAuthorised = asked.headers.authorization === `Bearer ${LAB_TOKEN}`;
      const [status, body] = isAuthorised ? await answerLab(bot, what, text) : [401, {}];
      reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    } else reply.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  };
  const server = createServer((asked, reply) => void answer(asked, reply));
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const bot: ScriptedBot = {
    url: `http://127.0.0.1:${port}`,
    asked: [],
    complaints: [],
    journal: [],
    ahead: 0,
    storeAway: false,
    sweep: async () => {},
    set: async (up) => {
      if (up === server.listening) return;
      if (up) return listen(port);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return bot;
}

/** Samples whose outcome a test sets. */
export interface ScriptedSamples extends FrameSamples {
  list: { state: 'none' | 'coming' | 'there'; references: string[] };
  /** Business times of the calls. */
  readonly asked: number[];
  outcome: () => Promise<void>;
}

/** Both simulators with their pages and the frame on one server, and a fake bot. */
export interface FrameHarness {
  readonly url: string;
  readonly slack: SlackWorkspace;
  readonly teams: TeamsTenant;
  readonly bot: ScriptedBot;
  readonly samples: ScriptedSamples;
  readonly frame: Frame;
  /** Calls of the bot control. */
  readonly controlCalls: string[];
  /** Further work of the bot control's `reset`. */
  onReset: () => Promise<void>;
  read(path: string): Promise<Json>;
  act(path: string, body: object): Promise<{ status: number; body: Json }>;
  /** Sends a request with a browser's headers, which `fetch` cannot set. Resolves with its status. */
  ask(path: string, headers: Record<string, string>, method?: string): Promise<number>;
  stop(): Promise<void>;
}

/** `file`: the frame's state file. */
export async function startFrameHarness(options: { file?: string } = {}): Promise<FrameHarness> {
  const bot = await startScriptedBot();
  const controlCalls: string[] = [];
  const samples: ScriptedSamples = {
    list: { state: 'none', references: [] },
    asked: [],
    outcome: async () => {},
    async add(now) {
      samples.asked.push(now);
      await samples.outcome();
    },
  };
  const botControl = {
    kill: () => {
      controlCalls.push('kill');
      void bot.set(false);
    },
    reset: async () => {
      controlCalls.push('reset');
      await harness.onReset();
    },
  };
  const made = await startSimulators({ bot, botControl, samples, file: options.file });
  const { slack, frame, teams } = made;
  const harness: FrameHarness = {
    ...made,
    url: slack.url,
    bot,
    samples,
    controlCalls,
    onReset: async () => {},
    ...createRequests(slack.url),
    async stop() {
      await frame.stop();
      await teams.stop();
      await slack.stop();
      await bot.set(false);
    },
  };
  return harness;
}

async function startSimulators(options: {
  bot: ScriptedBot;
  botControl: { kill(): void; reset(): Promise<void> };
  samples: FrameSamples;
  file: string | undefined;
}) {
  const botUrl = () => options.bot.url;
  const stateFile = await openStateFile(options.file);
  const account = { appId: APP_ID, appPassword: APP_PASSWORD };
  const { tenant, serve } = await makeTeamsTenant({ botUrl, ...account, rate: false });
  const served: { frame?: Frame } = {};
  const slack = await startSlackWorkspace({
    botUrl,
    botToken: BOT_TOKEN,
    signingSecret: SIGNING_SECRET,
    rate: false,
    settleMs: 0,
    mount(server, mounted) {
      serve(server, '/teams');
      serveSlackPage(server, mounted);
      serveTeamsPage(server, tenant);
      served.frame = serveFrame(server, {
        slack: mounted,
        teams: tenant,
        lab: { url: botUrl, token: LAB_TOKEN },
        botControl: options.botControl,
        samples: () => options.samples,
        stateFile,
      });
    },
  });
  if (!served.frame) throw new Error('The frame was not mounted.');
  return { slack, teams: tenant, frame: served.frame };
}

function createRequests(url: string): Pick<FrameHarness, 'read' | 'act' | 'ask'> {
  return {
    read: async (path) => (await fetch(url + path)).json(),
    act: async (path, body) => {
      const headers = { 'content-type': 'application/json' };
      const sent = { method: 'POST', headers, body: JSON.stringify(body) };
      const response = await fetch(url + path, sent);
      return { status: response.status, body: await response.json() };
    },
    ask: (path, headers, method = 'GET') =>
      new Promise((resolve, reject) => {
        const sending = request(new URL(path, url), { method, headers }, (reply) => {
          reply.destroy();
          resolve(reply.statusCode ?? 0);
        });
        sending.on('error', reject);
        sending.end(method === 'POST' ? '{}' : undefined);
      }),
  };
}

/** A stream of the page's live updates. */
export interface Stream {
  /** All events so far. */
  readonly events: Json[];
  /** Waits for an event with these properties. */
  until(wanted: object): Promise<void>;
  stop(): void;
}

/** Longest wait, real ms. */
const WAIT_MS = 6000;

/** Polls until `check` gives true. */
export async function eventually(check: () => unknown, what: string): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await pause(10);
  }
}

/** Opens the event stream as a page does; resolves when it is open. */
export async function openStream(url: string): Promise<Stream> {
  let got = '';
  const stream = get(`${url}/frame/events`, (reply) => {
    reply.setEncoding('utf8');
    reply.on('data', (chunk: string) => {
      got += chunk;
    });
    reply.on('error', () => {});
  });
  stream.on('error', () => {});
  const all = (): Json[] =>
    [...got.matchAll(/^data: (.+)$/gm)].map(([, text = '']) => JSON.parse(text));
  const opened: Stream = {
    get events() {
      return all();
    },
    until: (wanted) =>
      eventually(
        () =>
          all().some((event) =>
            Object.entries(wanted).every(
              ([name, value]) => JSON.stringify(event[name]) === JSON.stringify(value),
            ),
          ),
        `the event ${JSON.stringify(wanted)}`,
      ),
    stop: () => stream.destroy(),
  };
  await opened.until({ kind: 'bot' });
  return opened;
}
