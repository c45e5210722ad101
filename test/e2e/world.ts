import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHANNELS, GROUPS, PEOPLE } from '../../playground/slack/seed.js';
import { type SlackWorkspace, startSlackWorkspace } from '../../playground/slack/server.js';
import { BotProcess, freePort } from './bot-process.js';

const LAB_TOKEN = 'lab-token-of-the-tests-0123456789';
const BOT_TOKEN = 'xoxb-1111111111-2222222222-fixture';
const SIGNING_SECRET = '0123456789abcdef0123456789abcdef';

/** Hours all round the week, so that working time is plain time and a life is easy to follow. */
const ORGANISATION = `
hours: { zone: Europe/London, mon-fri: "09:00-12:30, 13:30-17:30" }
teams:
  billing:
    name: Billing
    place: { slack: ${CHANNELS.billing} }
    group: ${GROUPS.billing}
    members:
      - { name: Ben Baker, email: ben.baker@playground.example, slack: ${PEOPLE.ben} }
      - { name: Cleo Clarke, email: cleo.clarke@playground.example, slack: ${PEOPLE.cleo} }
    lead: { name: Lena Lead, email: lena.lead@playground.example, slack: ${PEOPLE.lena} }
  repairs:
    name: Repairs
    place: { slack: ${CHANNELS.repairs} }
    members:
      - { name: Dev Desai, email: dev.desai@playground.example, slack: ${PEOPLE.dev} }
    lead: { name: Rita Reyes, email: rita.reyes@playground.example, slack: ${PEOPLE.rita} }
categories:
  wrong-bill: { name: A wrong bill, team: billing }
  late-repair: { name: A late repair, team: repairs }
  staff-conduct: { name: Conduct of staff, team: billing, confidential: true }
officers:
  - { name: Omar Officer, email: omar.officer@playground.example, slack: ${PEOPLE.omar} }
ops: { slack: ${CHANNELS.ops} }
`;

/** A Slack workspace and the production bot on it, over HTTP. */
export interface World {
  readonly slack: SlackWorkspace;
  readonly bot: BotProcess;
  readonly lab: Lab;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** MongoDB to use; without it the embedded file. */
  readonly mongoUri?: string;
}

/** Opens a world; the bot is running and ready. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-e2e-'));
  const port = await freePort();
  const slack = await startSlackWorkspace({
    port: 0,
    botUrl: () => `http://127.0.0.1:${port}`,
    botToken: BOT_TOKEN,
    signingSecret: SIGNING_SECRET,
    retryDelaysMs: [50, 200, 1000],
    rate: false,
  });
  const config = join(folder, 'redress.yml');
  writeFileSync(config, ORGANISATION);
  const bot = new BotProcess(port, {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: `${slack.url}/api/`,
    REDRESS_LAB_TOKEN: LAB_TOKEN,
    REDRESS_CONFIG: config,
    REDRESS_DATA: join(folder, 'data'),
    LOG_LEVEL: 'warn',
    ...(options.mongoUri === undefined ? {} : { MONGODB_URI: options.mongoUri }),
  });
  await bot.start();
  return {
    slack,
    bot,
    lab: new Lab(bot.url),
    async close() {
      await bot.kill();
      await slack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The bot's lab, by which the tests move its clock. */
export class Lab {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Business time of the bot, ms UTC. */
  async now(): Promise<number> {
    return ((await this.call('GET', 'clock')) as { now: number }).now;
  }

  /** Moves the clock to `at` and waits until what became due was sent. */
  async moveTo(at: number): Promise<void> {
    await this.call('POST', 'clock', { to: at });
  }

  /** Waits until nothing is left to send. */
  async settle(): Promise<void> {
    await this.call('POST', 'settle', {});
  }

  async nudges(): Promise<readonly { complaint: string; rule: string; at: number; to: string }[]> {
    const answer = (await this.call('GET', 'nudges')) as { nudges: [] };
    return answer.nudges;
  }

  async storeFault(ms: number): Promise<void> {
    await this.call('POST', 'store-fault', { ms });
  }

  private async call(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.url}/lab/${path}`, {
      method,
      headers: { authorization: `Bearer ${LAB_TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`lab ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}
