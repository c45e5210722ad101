import { expect } from 'chai';
import { createSlack } from '../../../../adapters/slack/index.js';
import { CHANNELS, PEOPLE } from '../../../../playground/slack/seed.js';
import { startSlackWorkspace } from '../../../../playground/slack/server.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import { silentMeter } from '../../../../src/ports/meter.js';
import { APP_TOKEN, BOT_TOKEN, SECRET, startHarness } from '../harness.js';

const until = async (check: () => boolean, ms = 4000) => {
  const deadline = Date.now() + ms;
  while (!check()) {
    if (Date.now() > deadline) throw new Error('not true in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

describe('Socket Mode', () => {
  it('serves no route', async () => {
    const harness = await startHarness({ socket: true });
    expect(harness.slack.routes).to.deep.equal([]);
    await harness.stop();
  });

  it('does not acknowledge a command when the intake fails', async () => {
    const harness = await startHarness({ socket: true });
    harness.replyWith(() => {
      throw new Error('a defect');
    });
    const outcome = await harness.workspace.slash(PEOPLE.ann, CHANNELS.general, '/complaint', 'x');
    expect(outcome).to.deep.include({ status: 'failed' });
    await harness.stop();
  }).timeout(8000);

  it('accepts nothing after a stop, but finishes running work', async () => {
    const harness = await startHarness({ socket: true });
    let release: () => void = () => undefined;
    harness.replyWith(
      () =>
        new Promise((resolve) => {
          release = () => resolve({ kind: 'notice', notice: { text: 'Done.', blocks: [] } });
        }),
    );
    const outcome = harness.workspace.slash(PEOPLE.ann, CHANNELS.general, '/complaint', 'x');
    await until(() => harness.events.length === 1);
    const stopped = harness.slack.stop(4000);
    release();
    expect(await stopped).to.equal(true);
    expect((await outcome).ephemeral?.text).to.equal('Done.');
    expect(harness.slack.health()).to.contain('stopped');
    await harness.stop();
  });

  it('reports a lost connection, and reconnects by itself', async () => {
    const options = {
      ...{ botUrl: () => 'http://127.0.0.1:9', botToken: BOT_TOKEN },
      ...{ signingSecret: SECRET, appToken: APP_TOKEN },
    };
    const first = await startSlackWorkspace(options);
    const port = Number(new URL(first.url).port);
    let handled = 0;
    const slack = createSlack({
      ...{ botToken: BOT_TOKEN, appToken: APP_TOKEN, apiUrl: `${first.url}/api/` },
      intake: {
        handle: async () => {
          handled += 1;
          return { kind: 'none' };
        },
      },
      ...{ logger: silentLogger, meter: silentMeter },
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 20))),
    });
    await slack.start();
    expect(slack.health()).to.equal('ok');
    await first.stop();
    await until(() => JSON.stringify(slack.health()).includes('Socket Mode'));
    const second = await startSlackWorkspace({ ...options, port });
    await until(() => slack.health() === 'ok');
    await second.slash(PEOPLE.ann, CHANNELS.general, '/complaint', 'x');
    expect(handled).to.equal(1);
    await slack.stop(100);
    await second.stop();
  }).timeout(10_000);
});
