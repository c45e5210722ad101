import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { type SlackWorkspace, startSlackWorkspace } from '../../playground/slack/server.js';
import { slackPosts } from '../../playground/users/slack-posts.js';
import type { Bot } from '../../src/main.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { claimInstance } from '../../src/storage/instance.js';
import { fileSample, sampleDelivery } from '../contracts/complaint-store/samples.js';
import { SECRETS } from '../e2e/support/harness.js';
import { ORGANISATION } from '../e2e/support/organisation.js';
import { startBotWith } from '../support/start-bot.js';

let folder: string;
let slack: SlackWorkspace;
let bot: Bot | undefined;

/** Stores a team card with the lease of a process that was killed while it sent the card. */
async function leaveLeasedDelivery(): Promise<void> {
  const instance = claimInstance(folder);
  const { complaints, close } = await openEmbeddedStores({ file: join(folder, 'redress.db') });
  const now = Date.now();
  const view = { name: 'team-card', args: {} } as const;
  const card = { ...sampleDelivery({ kind: 'post', slot: 'card:1', person: null, view }) };
  const outbox = [{ ...card, createdAt: now, dueAt: now }];
  const category = 'wrong-bill';
  const times = { filedAt: now, untakenSince: now, lastLifeAt: now, nextActionAt: null };
  const id = await fileSample(complaints, { category, outbox, ...times });
  await complaints.claim(id, card.id, { token: `${instance.id}/1`, now, until: now + 45_000 });
  await close();
  instance.release();
}

async function start(labToken: string): Promise<Bot> {
  const config = join(folder, 'redress.yml');
  writeFileSync(config, ORGANISATION);
  const environment = {
    SLACK_BOT_TOKEN: SECRETS.bot,
    SLACK_SIGNING_SECRET: SECRETS.signing,
    SLACK_API_URL: `${slack.url}/api/`,
    REDRESS_LAB_TOKEN: labToken,
    REDRESS_CONFIG: config,
    REDRESS_DATA: folder,
    HOST: '127.0.0.1',
    PORT: '0',
  };
  return startBotWith(environment);
}

/** The time from the bot's start until it posts the card, ms; undefined when not within `withinMs`. */
async function measureTimeToPost(labToken: string, withinMs: number): Promise<number | undefined> {
  await leaveLeasedDelivery();
  const since = Date.now();
  bot = await start(labToken);
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    if (slackPosts(slack).length > 0) return Date.now() - since;
    await pause(10);
  }
  return undefined;
}

describe('a delivery of a killed process', function () {
  this.timeout(20_000);
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'redress-take-over-'));
    slack = await startSlackWorkspace({
      port: 0,
      botUrl: () => 'http://127.0.0.1:1',
      botToken: SECRETS.bot,
      signingSecret: SECRETS.signing,
    });
  });
  afterEach(async () => {
    await bot?.stop();
    bot = undefined;
    await slack.stop();
    rmSync(folder, { recursive: true });
  });

  it('is left alone by the next process while it may still arrive', async () => {
    expect(await measureTimeToPost('', 2000)).to.equal(undefined);
  });

  it('is then sent without waiting for a sweep, after half a second with a lab', async () => {
    expect(await measureTimeToPost(SECRETS.lab, 10_000)).to.be.within(500, 5000);
  });
});
