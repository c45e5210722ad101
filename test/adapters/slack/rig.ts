import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSlack, type SlackAdapter } from '../../../adapters/slack/index.js';
import { type SlackWorkspace, startSlackWorkspace } from '../../../playground/slack/server.js';
import type { Incoming, Intake, Reply } from '../../../src/ports/intake.js';
import { type LogFields, type Logger, silentLogger } from '../../../src/ports/logger.js';
import { silentMeter } from '../../../src/ports/meter.js';
import type { Form } from '../../../src/views/elements.js';

export const BOT_TOKEN = 'xoxb-test-token';
export const APP_TOKEN = 'xapp-test-token';
export const SECRET = 'a-signing-secret-for-tests';

/** What the core answers: always the same, or made for each gesture. */
export type Answer = Reply | ((incoming: Incoming) => Reply | Promise<Reply>);

export interface Rig {
  readonly workspace: SlackWorkspace;
  readonly slack: SlackAdapter;
  /** Where the adapter's route is served. */
  readonly botUrl: string;
  /** What reached the core, oldest first. */
  readonly seen: Incoming[];
  /** From now on the core answers like this. */
  answer(reply: Answer): void;
  stop(): Promise<void>;
}

export interface RigOptions {
  readonly socket?: boolean;
  readonly logger?: Logger;
  /** Neither the workspace nor the adapter paces messages. */
  readonly rate?: false;
  readonly retryDelaysMs?: readonly number[];
  /** Real time, ms, of workspace and adapter both. */
  readonly now?: () => number;
}

/** The production adapter on a workspace on loopback, with a core that answers as it is told. */
export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const seen: Incoming[] = [];
  let reply: Answer = { kind: 'none' };
  const intake: Intake = {
    async handle(incoming) {
      seen.push(incoming);
      return typeof reply === 'function' ? reply(incoming) : reply;
    },
  };
  let slack: SlackAdapter | undefined;
  const server = await listen(() => slack);
  const botUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const now = options.now === undefined ? {} : { now: options.now };
  const workspace = await startSlackWorkspace({
    botUrl: () => botUrl,
    botToken: BOT_TOKEN,
    signingSecret: SECRET,
    ...(options.socket === true ? { appToken: APP_TOKEN } : {}),
    ...(options.rate === undefined ? {} : { rate: options.rate }),
    ...(options.retryDelaysMs === undefined ? {} : { retryDelaysMs: options.retryDelaysMs }),
    ...now,
  });
  const logger = options.logger ?? silentLogger;
  const tokens = options.socket === true ? { appToken: APP_TOKEN } : { signingSecret: SECRET };
  const apiUrl = `${workspace.url}/api/`;
  const sleep = options.rate === false ? { sleep: async () => undefined } : {};
  slack = createSlack({
    ...sleep,
    ...{ botToken: BOT_TOKEN, ...tokens, apiUrl, intake, logger, meter: silentMeter, ...now },
  });
  await slack.start();
  return {
    workspace,
    slack,
    botUrl,
    seen,
    answer: (next) => {
      reply = next;
    },
    stop: async () => {
      await slack?.stop(1000);
      await workspace.stop();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

/** The plainest HTTP server that serves the adapter's route. */
function listen(slack: () => SlackAdapter | undefined): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const route = slack()?.routes.find(({ path }) => path === request.url);
    if (route === undefined || request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    const answer = await route.handle({ headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

/** A logger that keeps its lines as JSON. */
export function keepingLogger(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (level: string) => (fields: LogFields, message: string) => {
    const error = fields.error;
    const told =
      error instanceof Error ? { ...fields, error: `${error.name}: ${error.message}` } : fields;
    lines.push(JSON.stringify({ level, message, ...told }));
  };
  return {
    lines,
    logger: { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') },
  };
}

/** A form with a question of every kind. */
export const FORM: Form = {
  id: 'promise',
  submissionId: 's_1',
  context: 'C-1001',
  title: 'Promise',
  submit: 'Save',
  blocks: [{ kind: 'text', text: ['What was promised for ', { strong: 'C-1001' }, '?'] }],
  fields: [
    { name: 'what', label: 'What', required: true, kind: 'text', lines: 'many', max: 500 },
    {
      name: 'basis',
      label: 'Basis',
      required: true,
      kind: 'choice',
      look: 'menu',
      options: [
        { value: 'contract', label: 'Contract' },
        { value: 'goodwill', label: 'Goodwill' },
      ],
    },
    { name: 'due', label: 'By when', required: true, kind: 'moment' },
    { name: 'told', label: 'Told', required: false, kind: 'tick', text: 'The customer was told' },
    { name: 'by', label: 'By whom', required: false, kind: 'person' },
  ],
};
