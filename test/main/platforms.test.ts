import { expect } from 'chai';
import { type Adapter, combineAdapters, createPlatforms } from '../../src/platforms.js';
import { silentLogger } from '../../src/ports/logger.js';
import { silentMeter } from '../../src/ports/meter.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import {
  GOOD_ENVIRONMENT,
  loadValid,
  SMALL_FILE,
  TEAMS_ENVIRONMENT,
} from '../config/sample-settings.js';
import { createFakeChannel } from '../support/fake-channel.js';

/** An adapter that records its calls, which end when `release` is called. */
function createFakeAdapter(platform: 'slack' | 'teams', answers: Partial<Adapter> = {}) {
  const calls: string[] = [];
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const record = async <T>(call: string, answer: T): Promise<T> => {
    calls.push(call);
    await gate;
    return answer;
  };
  const adapter: Adapter = {
    channel: createFakeChannel(platform),
    threads: { platform, readThread: async () => ({ messages: [], unread: 'never' }) },
    routes: [
      { path: `/${platform}`, handle: async () => ({ status: 200, headers: {}, body: '' }) },
    ],
    identify: () => record('identify', `${platform}-id`),
    start: () => record('start', undefined),
    health: () => `${platform} is well`,
    checkOnline: () => record('check', []),
    checkGroups: () => record('check groups', []),
    stop: (graceMs) => record(`stop ${graceMs}`, true),
    ...answers,
  };
  return { adapter, calls, release: () => release() };
}

describe('the platforms', () => {
  it('are the configured ones, each with its check and its route', async () => {
    const stores = await openEmbeddedStores({ file: ':memory:' });
    const { references } = stores;
    const intake = { handle: async () => ({ kind: 'none' }) as const };
    const deps = { intake, references, places: [], logger: silentLogger, meter: silentMeter };
    const createFor = (environment: Record<string, string>) =>
      createPlatforms(loadValid(SMALL_FILE, environment).settings.platforms, deps);
    const both = await createFor(TEAMS_ENVIRONMENT);
    expect(both.channels.map(({ platform }) => platform)).to.deep.equal(['slack', 'teams']);
    expect(both.checks.map(({ name }) => name)).to.deep.equal(['slack', 'teams']);
    expect(both.routes.map(({ path }) => path)).to.deep.equal(['/slack/events', '/api/messages']);
    const slack = await createFor(GOOD_ENVIRONMENT);
    expect(slack.checks.map(({ name }) => name)).to.deep.equal(['slack']);
    await stores.close();
  });

  it('identify, start and stop at once, and return whether all requests ended', async () => {
    const [one, other] = [
      createFakeAdapter('slack'),
      createFakeAdapter('teams', { stop: async () => false }),
    ];
    const platforms = combineAdapters([one.adapter, other.adapter]);
    const identified = platforms.identify();
    expect([one.calls, other.calls]).to.deep.equal([['identify'], ['identify']]);
    one.release();
    other.release();
    expect(await identified).to.deep.equal({ slack: 'slack-id', teams: 'teams-id' });
    await platforms.start();
    expect(await platforms.stop(3000)).to.equal(false);
    expect(one.calls).to.deep.equal(['identify', 'start', 'stop 3000']);
    expect(await combineAdapters([one.adapter]).stop(1)).to.equal(true);
  });

  it('have no workspace id for one that is not configured', async () => {
    const { adapter, release } = createFakeAdapter('teams');
    release();
    expect(await combineAdapters([adapter]).identify()).to.deep.equal({
      slack: null,
      teams: 'teams-id',
    });
  });

  it('wait for the others when one is refused', async () => {
    const slack = createFakeAdapter('slack');
    const refused = new Error('refused');
    const teams = createFakeAdapter('teams', { identify: () => Promise.reject(refused) });
    let outcome: unknown;
    const identified = combineAdapters([slack.adapter, teams.adapter])
      .identify()
      .catch((error: unknown) => {
        outcome = error;
      });
    await new Promise((resolve) => setImmediate(resolve));
    expect(outcome).to.equal(undefined);
    slack.release();
    await identified;
    expect(outcome).to.equal(refused);
  });
});
