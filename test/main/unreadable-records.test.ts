import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type SlackWorkspace, startSlackWorkspace } from '../../playground/slack/server.js';
import { slackPosts } from '../../playground/users/slack-posts.js';
import type { Bot } from '../../src/main.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import {
  fileSample,
  sampleComplaint,
  sampleDelivery,
} from '../contracts/complaint-store/samples.js';
import { SECRETS } from '../e2e/support/harness.js';
import { ORGANISATION } from '../e2e/support/organisation.js';
import { startBotWith } from '../support/start-bot.js';
import { waitUntil } from '../support/wait-until.js';

describe('a data folder with a complaint that cannot be read, beside another', function () {
  this.timeout(20_000);
  let folder: string;
  let slack: SlackWorkspace;
  let bot: Bot;
  let spoilt: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'redress-unreadable-'));
    slack = await startSlackWorkspace({
      port: 0,
      botUrl: () => 'http://127.0.0.1:1',
      botToken: SECRETS.bot,
      signingSecret: SECRETS.signing,
    });
    const stores = await openEmbeddedStores({ file: join(folder, 'redress.db') });
    const now = Date.now();
    const times = { filedAt: now, untakenSince: now, lastLifeAt: now, nextActionAt: now };
    for (const description of ['spoilt', 'whole']) {
      const card = { kind: 'post', slot: 'card:1', view: { name: 'team-card', args: {} } };
      const outbox = [sampleDelivery({ ...(card as object), createdAt: now, dueAt: now })];
      const details = { ...sampleComplaint().details, description };
      const what = { category: 'wrong-bill', outbox, details };
      const id = await fileSample(stores.complaints, { ...what, ...times });
      if (description === 'spoilt') spoilt = id;
    }
    stores.database.run('UPDATE complaints SET document = substr(document, 1, 80) WHERE id = ?', [
      spoilt,
    ]);
    await stores.close();
    bot = await start();
  });
  afterEach(async () => {
    await bot.stop();
    await slack.stop();
    rmSync(folder, { recursive: true });
  });

  async function start(): Promise<Bot> {
    const config = join(folder, 'redress.yml');
    writeFileSync(config, ORGANISATION);
    const environment = {
      SLACK_BOT_TOKEN: SECRETS.bot,
      SLACK_SIGNING_SECRET: SECRETS.signing,
      SLACK_API_URL: `${slack.url}/api/`,
      REDRESS_LAB_TOKEN: SECRETS.lab,
      REDRESS_CONFIG: config,
      REDRESS_DATA: folder,
      HOST: '127.0.0.1',
      PORT: '0',
    };
    return startBotWith(environment);
  }

  it('does not stop the start, the other card or readiness, which shows it as degraded', async () => {
    const shown = () => JSON.stringify(slackPosts(slack));
    await waitUntil(() => shown().includes('whole') && shown().includes(`complaint ${spoilt}`));
    const ready = await fetch(`http://127.0.0.1:${bot.port}/readyz`);
    expect(ready.status).to.equal(200);
    expect(await ready.json())
      .to.have.nested.property('checks.records')
      .that.equals(`degraded: cannot be read, skipped: complaint ${spoilt}`);
    const metrics = await (await fetch(`http://127.0.0.1:${bot.port}/metrics`)).text();
    expect(metrics).to.include('redress_unreadable_records{kind="complaint"} 1\n');
    expect(metrics).to.include('redress_alarms_total{reason="unreadable-record"} 1\n');
    expect(metrics).to.include('redress_check_ok{check="records"} 0\n');
  });
});
