import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { createSlack, type SlackAdapter } from '../../../adapters/slack/index.js';
import { CHANNELS } from '../../../playground/slack/seed.js';
import { type SlackWorkspace, startSlackWorkspace } from '../../../playground/slack/server.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { silentMeter } from '../../../src/ports/meter.js';
import { type FakeTimer, startFakeTimer } from '../shared/fake-timer.js';
import { APP_TOKEN, BOT_TOKEN, SECRET } from './harness.js';

const PLACE = { platform: 'slack', channel: CHANNELS.billing } as const;
const MESSAGE = { deliveryId: 'd', card: { summary: 's', title: null, blocks: [] } } as const;

describe('An outage of Slack over Socket Mode', function () {
  this.timeout(20_000);
  let workspace: SlackWorkspace;
  let slack: SlackAdapter;
  let timer: FakeTimer;
  beforeEach(async () => {
    timer = startFakeTimer();
    workspace = await startSlackWorkspace({
      ...{ botUrl: () => 'http://127.0.0.1:9', botToken: BOT_TOKEN },
      ...{ signingSecret: SECRET, appToken: APP_TOKEN },
    });
    slack = createSlack({
      ...{ botToken: BOT_TOKEN, appToken: APP_TOKEN, apiUrl: `${workspace.url}/api/` },
      intake: { handle: async () => ({ kind: 'none' }) },
      ...{ logger: silentLogger, meter: silentMeter, now: timer.now, every: timer.every },
      sleep: (ms) => pause(Math.min(ms, 20)),
    });
    await slack.start();
  });
  afterEach(async () => {
    await slack.stop(100);
    await workspace.stop();
  });

  /** Lets time pass until the health is as wanted; the calls to the simulator take their own time. */
  const passUntil = async (isWanted: () => boolean): Promise<void> => {
    for (let second = 0; second < 120 && !isWanted(); second += 1) {
      await timer.pass(1);
      await pause(20);
    }
    expect(isWanted(), JSON.stringify(slack.health())).to.equal(true);
  };

  it('degrades the health while the connection still stands, and is over by itself', async () => {
    expect(slack.health()).to.equal('ok');
    workspace.fault({ kind: 'down', ms: 600_000 });
    await slack.channel.post({ place: PLACE }, MESSAGE);
    await passUntil(() => JSON.stringify(slack.health()).includes('http-503'));
    expect(slack.health()).to.have.property('degraded');
    workspace.fault({ kind: 'down', ms: 0 });
    await passUntil(() => slack.health() === 'ok');
  });

  it('only degrades the health when the connection is lost, for the sake of Teams on the same bot', async () => {
    await workspace.stop();
    await passUntil(() => slack.health() !== 'ok');
    expect(slack.health()).to.have.property('degraded').that.contains('Socket Mode');
  });
});
