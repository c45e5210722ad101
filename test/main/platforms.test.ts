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

/** An adapter that notes what is asked of it, and whose calls end when the returned function is called. */
function adapter(platform: 'slack' | 'teams', answers: Partial<Adapter> = {}) {
  const calls: string[] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const noted = async <T>(call: string, answer: T): Promise<T> => {
    calls.push(call);
    await gate;
    return answer;
  };
  const made: Adapter = {
    channel: createFakeChannel(platform),
    routes: [
      { path: `/${platform}`, handle: async () => ({ status: 200, headers: {}, body: '' }) },
    ],
    identify: () => noted('identify', `${platform}-id`),
    start: () => noted('start', undefined),
    health: () => `${platform} is well`,
    stop: (graceMs) => noted(`stop ${graceMs}`, true),
    ...answers,
  };
  return { made, calls, open: () => open() };
}

describe('the platforms', () => {
  it('are those that are configured, each with its check and its way in', async () => {
    const stores = await openEmbeddedStores({ file: ':memory:' });
    const { references } = stores;
    const intake = { handle: async () => ({ kind: 'none' }) as const };
    const deps = { intake, references, places: [], logger: silentLogger, meter: silentMeter };
    const of = (environment: Record<string, string>) =>
      createPlatforms(loadValid(SMALL_FILE, environment).settings.platforms, deps);
    const both = await of(TEAMS_ENVIRONMENT);
    expect(both.channels.map(({ platform }) => platform)).to.deep.equal(['slack', 'teams']);
    expect(both.checks.map(({ name }) => name)).to.deep.equal(['slack', 'teams']);
    expect(both.routes.map(({ path }) => path)).to.deep.equal(['/slack/events', '/api/messages']);
    const slack = await of(GOOD_ENVIRONMENT);
    expect(slack.checks.map(({ name }) => name)).to.deep.equal(['slack']);
    await stores.close();
  });

  it('identify, start and stop at once, and tell whether all that was under way ended', async () => {
    const [one, other] = [adapter('slack'), adapter('teams', { stop: async () => false })];
    const platforms = combineAdapters([one.made, other.made]);
    const identified = platforms.identify();
    expect([one.calls, other.calls]).to.deep.equal([['identify'], ['identify']]);
    one.open();
    other.open();
    expect(await identified).to.deep.equal({ slack: 'slack-id', teams: 'teams-id' });
    await platforms.start();
    expect(await platforms.stop(3000)).to.equal(false);
    expect(one.calls).to.deep.equal(['identify', 'start', 'stop 3000']);
    expect(await combineAdapters([one.made]).stop(1)).to.equal(true);
  });

  it('say of one that is off that it has no workspace', async () => {
    const { made, open } = adapter('teams');
    open();
    expect(await combineAdapters([made]).identify()).to.deep.equal({
      slack: null,
      teams: 'teams-id',
    });
  });

  it('leave nothing under way when one is refused', async () => {
    const slack = adapter('slack');
    const refused = new Error('refused');
    const teams = adapter('teams', { identify: () => Promise.reject(refused) });
    let outcome: unknown;
    const identified = combineAdapters([slack.made, teams.made])
      .identify()
      .catch((error: unknown) => {
        outcome = error;
      });
    await new Promise((resolve) => setImmediate(resolve));
    expect(outcome).to.equal(undefined);
    slack.open();
    await identified;
    expect(outcome).to.equal(refused);
  });
});
