import { expect } from 'chai';
import { createSlack } from '../../../../adapters/slack/index.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import { silentMeter } from '../../../../src/ports/meter.js';

const ANSWER = {
  ...{ ok: true, ts: '1.1', channel: 'C1', team_id: 'T1', user_id: 'U1', bot_id: 'B1' },
  ...{ user: 'redress', team: 'Example', url: 'https://example.slack.com/' },
};

describe('The pace of Slack’s channels', () => {
  it('does not follow the computer’s clock when it is set back by two hours', async () => {
    const clocks = { wall: Date.UTC(2026, 10, 23, 10), monotonic: 0 };
    const waits: number[] = [];
    const slack = createSlack({
      ...{ botToken: 'xoxb-1', signingSecret: 'secret', apiUrl: 'http://127.0.0.1:9/api/' },
      fetch: async () => Response.json(ANSWER),
      intake: { handle: async () => ({ kind: 'none' }) },
      ...{ logger: silentLogger, meter: silentMeter },
      now: () => clocks.wall,
      monotonicNow: () => clocks.monotonic,
      sleep: async (ms) => void waits.push(ms),
    });
    await slack.identify();
    const post = (n: number) =>
      slack.channel.post(
        { place: { platform: 'slack', channel: 'C1' } },
        { deliveryId: `d${n}`, card: { summary: 'Hello', title: null, blocks: [] } },
      );
    for (let n = 0; n < 4; n += 1) expect(await post(n)).to.have.property('kind', 'sent');
    clocks.wall -= 7_200_000;
    clocks.monotonic += 1000;
    expect(await post(5)).to.have.property('kind', 'sent');
    expect(Math.max(...waits)).to.equal(1000);
  });
});
