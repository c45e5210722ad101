import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type SlackWorkspace, startSlackWorkspace } from '../../playground/slack/server.js';
import { slackPosts } from '../../playground/users/slack-posts.js';
import { RedressError } from '../../src/errors.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { fileSample, sampleDelivery } from '../contracts/complaint-store/samples.js';
import { SECRETS } from '../e2e/support/harness.js';
import { ORGANISATION } from '../e2e/support/organisation.js';
import { createMemoryLogger } from '../support/memory-logger.js';
import { startBotWith } from '../support/start-bot.js';

describe('a start on a port that is taken', function () {
  this.timeout(20_000);
  let folder: string;
  let slack: SlackWorkspace;
  let holder: Server;
  const { logger, lines } = createMemoryLogger();
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'redress-taken-port-'));
    slack = await startSlackWorkspace({
      port: 0,
      botUrl: () => 'http://127.0.0.1:1',
      botToken: SECRETS.bot,
      signingSecret: SECRETS.signing,
    });
    holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    holder.close();
    await slack.stop();
    rmSync(folder, { recursive: true });
  });

  /** Stores complaints whose cards are to be sent and whose nudges are due. */
  async function leaveWork(): Promise<void> {
    const { complaints, close } = await openEmbeddedStores({ file: join(folder, 'redress.db') });
    const now = Date.now();
    const view = { name: 'team-card', args: {} } as const;
    const card = { ...sampleDelivery({ kind: 'post', slot: 'card:1', person: null, view }) };
    const outbox = [{ ...card, createdAt: now, dueAt: now }];
    const times = { filedAt: now, untakenSince: now, lastLifeAt: now, nextActionAt: now };
    for (let n = 0; n < 60; n += 1) {
      const filedBy = `taken-port-${n}`;
      await fileSample(complaints, { category: 'wrong-bill', filedBy, outbox, ...times });
    }
    await close();
  }

  function start(): Promise<unknown> {
    const config = join(folder, 'redress.yml');
    writeFileSync(config, ORGANISATION);
    return startBotWith(
      {
        SLACK_BOT_TOKEN: SECRETS.bot,
        SLACK_SIGNING_SECRET: SECRETS.signing,
        SLACK_API_URL: `${slack.url}/api/`,
        REDRESS_LAB_TOKEN: SECRETS.lab,
        REDRESS_CONFIG: config,
        REDRESS_DATA: folder,
        HOST: '127.0.0.1',
        PORT: String((holder.address() as AddressInfo).port),
      },
      logger,
    );
  }

  it('says only that the port is taken, and begins nothing, though much is due', async () => {
    await leaveWork();
    const error = await start().catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(RedressError).with.property('code', 'CONFIG_INVALID');
    expect((error as RedressError).message)
      .to.contain('PORT')
      .and.contain('is taken');
    // Finding the people of redress.yml on Slack comes before, and may have something to say.
    const logged = lines.filter((line) => /"(?:warn|error)"/.test(line));
    expect(logged.filter((line) => !line.includes('account added'))).to.deep.equal([]);
    expect(slackPosts(slack)).to.deep.equal([]);
  });
});
