import { expect } from 'chai';
import { createSlack, type Every, type SlackOptions } from '../../../adapters/slack/index.js';
import { silentMeter } from '../../../src/ports/meter.js';
import { createMemoryLogger } from '../../support/memory-logger.js';
import { startFakeTimer } from '../shared/fake-timer.js';
import { BOT_TOKEN, SECRET } from './harness.js';

const PLACE = { platform: 'slack', channel: 'C1' } as const;
const MESSAGE = { deliveryId: 'd', card: { summary: 's', title: null, blocks: [] } } as const;

const accept = (method: string) =>
  method === 'auth.test'
    ? Response.json({ ok: true, team_id: 'T1', user_id: 'U1', bot_id: 'B1' })
    : Response.json({ ok: true, channel: 'C1', ts: '1.1' });
const refuse = (error: string) => () => Response.json({ ok: false, error });
const away = () => new Response('sorry', { status: 503 });

type Answer = (method: string) => Response;

/** A started adapter whose calls get the current answer, with a clock that only the test moves. */
async function startSlack(options: Partial<SlackOptions> = {}) {
  const timer = startFakeTimer();
  const { logger, lines } = createMemoryLogger();
  const calls: string[] = [];
  const current: { answer: Answer } = { answer: accept };
  const slack = createSlack({
    ...{ botToken: BOT_TOKEN, signingSecret: SECRET, apiUrl: 'http://127.0.0.1:9/api' },
    ...{ intake: { handle: async () => ({ kind: 'none' as const }) }, logger, meter: silentMeter },
    ...{ sleep: async () => undefined, now: timer.now, every: timer.every satisfies Every },
    fetch: async (input) => {
      const method = String(input).split('/').at(-1) ?? '';
      calls.push(method);
      return current.answer(method);
    },
    ...options,
  });
  await slack.start();
  const post = () => slack.channel.post({ place: PLACE }, MESSAGE);
  return { slack, timer, lines, calls, current, post };
}

describe('The health of the Slack adapter while Slack does not answer', () => {
  it('is degraded, so that a load balancer goes on sending events, and says since when and why', async () => {
    const { slack, timer, current, post } = await startSlack();
    current.answer = away;
    expect((await post()).kind).to.equal('unknown');
    await timer.pass(20);
    const health = slack.health();
    expect(health)
      .to.have.property('degraded')
      .that.matches(/2025-03-03T12:00:00.*http-503/);
    await slack.stop(10);
  });

  it('is ok after one failed call, and after many at once', async () => {
    const { slack, timer, current, post } = await startSlack();
    current.answer = away;
    await Promise.all(Array.from({ length: 32 }, post));
    expect(slack.health()).to.equal('ok');
    current.answer = accept;
    await timer.pass(60);
    expect(slack.health()).to.equal('ok');
    await slack.stop(10);
  });

  it('recovers without a delivery, and asks no more then', async () => {
    const { slack, timer, current, calls, post } = await startSlack();
    current.answer = away;
    await post();
    await timer.pass(180);
    expect(slack.health()).to.have.property('degraded');
    calls.length = 0;
    current.answer = accept;
    await timer.pass(30);
    expect(slack.health()).to.equal('ok');
    expect(calls).to.deep.equal(['auth.test']);
    await timer.pass(300);
    expect(calls).to.deep.equal(['auth.test']);
    await slack.stop(10);
    expect(timer.isEnded()).to.equal(true);
  });

  it('knows of no connection and of answers that say the workspace is away', async () => {
    const noConnection = () => {
      throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
    };
    const answers = [noConnection, refuse('org_login_required'), refuse('service_unavailable')];
    for (const answer of answers) {
      const { slack, timer, current, post } = await startSlack();
      current.answer = answer;
      await post();
      await timer.pass(20);
      expect(slack.health()).to.have.property('degraded');
      await slack.stop(10);
    }
  });

  it('does not mind what Slack refuses of one message, or its rate limits', async () => {
    const limited = () => new Response('', { status: 429, headers: { 'retry-after': '1' } });
    for (const answer of [refuse('channel_not_found'), refuse('missing_scope'), limited]) {
      const { slack, timer, current, post } = await startSlack();
      current.answer = (method) => (method === 'auth.test' ? away() : answer());
      for (let second = 0; second < 20; second += 1) {
        await post();
        await timer.pass(1);
      }
      expect(slack.health()).to.equal('ok');
      await slack.stop(10);
    }
  });

  it('is logged once when it begins and once when it is over', async () => {
    const { slack, timer, lines, current, post } = await startSlack();
    current.answer = away;
    await post();
    await timer.pass(100);
    current.answer = accept;
    await timer.pass(40);
    const told = lines.filter((line) => line.includes('chat platform'));
    expect(told).to.have.length(2);
    expect(told[0]).to.contain('chat platform does not answer').and.contain('http-503');
    expect(told[1]).to.contain('chat platform answers again').and.contain('"platform":"slack"');
    await slack.stop(10);
  });
});
