import { expect } from 'chai';
import { createTeams } from '../../../adapters/teams/index.js';
import { silentMeter } from '../../../src/ports/meter.js';
import { createMemoryLogger } from '../../support/memory-logger.js';
import { startFakeTimer } from '../shared/fake-timer.js';
import {
  createFakeMicrosoft,
  createMemoryReferences,
  PASSWORD,
  SIMULATOR_URL,
} from './fake-microsoft.js';
import { APP_ID, TENANT } from './fixtures.js';

const PLACE = {
  platform: 'teams',
  team: '19:t@thread.tacv2',
  channel: '19:c@thread.tacv2',
} as const;
const MESSAGE = { deliveryId: 'd', card: { summary: 's', title: null, blocks: [] } } as const;

type Answer = (url: string) => Response | undefined;

/** A started adapter whose calls get the current answer, with a clock that only the test moves. */
async function startTeams() {
  const timer = startFakeTimer();
  const { logger, lines } = createMemoryLogger();
  const current: { answer: Answer } = { answer: () => undefined };
  const microsoft = createFakeMicrosoft((url) => current.answer(url));
  const teams = createTeams({
    ...{ appId: APP_ID, tenantId: TENANT, simulatorUrl: SIMULATOR_URL, logger, meter: silentMeter },
    credentials: { kind: 'password', password: PASSWORD },
    ...{ intake: { handle: async () => ({ kind: 'none' as const }) }, places: [PLACE] },
    ...{ references: createMemoryReferences().store, fetch: microsoft.fetch },
    ...{ sleep: async () => undefined, now: timer.now, every: timer.every },
  });
  await teams.start();
  const post = () => teams.channel.post({ place: PLACE }, MESSAGE);
  return { teams, timer, lines, current, microsoft, post };
}

const callsAway: Answer = (url) =>
  url.includes('/v3/') ? new Response('sorry', { status: 503 }) : undefined;
const noConnection: Answer = (url) => {
  if (!url.includes('/v3/')) return undefined;
  throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
};
const refuse =
  (status: number, code: string): Answer =>
  (url) =>
    url.includes('/v3/') ? Response.json({ error: { code } }, { status }) : undefined;

describe('The health of the Teams adapter while Teams does not answer', () => {
  for (const [what, answer, code] of [
    ['HTTP 503', callsAway, 'http-503'],
    ['a broken connection', noConnection, 'ECONNRESET'],
    ['an error of its own', refuse(502, 'ServiceError'), 'ServiceError'],
  ] as const) {
    it(`is degraded after ${what}, and says since when and why`, async () => {
      const { teams, timer, current, post } = await startTeams();
      current.answer = answer;
      await post();
      await timer.pass(20);
      expect(teams.health())
        .to.have.property('degraded')
        .that.contains('2025-03-03T12:00:00')
        .and.contains(code);
      await teams.stop(10);
    });
  }

  it('is degraded when the login service gives no token any more', async () => {
    const { teams, timer, current, post } = await startTeams();
    current.answer = (url) =>
      url.endsWith('/token') ? new Response('{}', { status: 503 }) : undefined;
    await timer.pass(3600);
    await post();
    await timer.pass(30);
    expect(teams.health()).to.have.property('degraded').that.contains('http_503');
    await teams.stop(10);
  });

  it('is ok after one failed call, and after many at once', async () => {
    const { teams, timer, current, post } = await startTeams();
    current.answer = callsAway;
    await Promise.all(Array.from({ length: 32 }, post));
    expect(teams.health()).to.equal('ok');
    current.answer = () => undefined;
    await timer.pass(60);
    expect(teams.health()).to.equal('ok');
    await teams.stop(10);
  });

  it('recovers without a delivery, and asks no more then', async () => {
    const { teams, timer, current, microsoft, lines, post } = await startTeams();
    current.answer = callsAway;
    await post();
    await timer.pass(180);
    expect(teams.health()).to.have.property('degraded');
    const asked = microsoft.sends().length;
    current.answer = () => undefined;
    await timer.pass(30);
    expect(teams.health()).to.equal('ok');
    await timer.pass(300);
    expect(microsoft.sends().length).to.equal(asked + 1);
    expect(lines.filter((line) => line.includes('chat platform'))).to.have.length(2);
    await teams.stop(10);
  });

  it('does not mind what Teams refuses of one message, or its rate limits', async () => {
    for (const [status, code] of [
      [403, 'BotNotInConversationRoster'],
      [404, 'ConversationNotFound'],
      [429, 'Throttled'],
    ] as const) {
      const { teams, timer, current, post } = await startTeams();
      current.answer = refuse(status, code);
      for (let second = 0; second < 20; second += 1) {
        await post();
        await timer.pass(1);
      }
      expect(teams.health()).to.equal('ok');
      await teams.stop(10);
    }
  });
});
