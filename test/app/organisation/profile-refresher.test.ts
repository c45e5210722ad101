import { expect } from 'chai';
import {
  createProfileRefresher,
  MAX_PENDING,
  PROFILE_INTERVAL_MS,
} from '../../../src/app/organisation/profile-refresher.js';
import { type Account, accountKey } from '../../../src/domain/organisation/person.js';
import type { InboundEvent } from '../../../src/ports/intake.js';
import { openApp, type TestApp } from '../../support/app.js';

const NINA: Account = { platform: 'slack', workspace: 'T1', userId: 'U-nina' };
const PROFILE = { name: 'Nina Miller', email: 'nina@example.org', zone: 'Europe/Paris' };

const event = (fields: Partial<InboundEvent> = {}): InboundEvent => ({
  ...{ eventId: 'e', account: NINA, displayName: null, zone: null, reference: null },
  ...{ payload: { kind: 'command', text: 'help' }, ...fields },
});

describe('the look-up behind an event that does not bring a name', () => {
  let test: TestApp;
  /** The waiting tasks, by key. */
  let waiting: Map<string, () => Promise<void>>;
  beforeEach(async () => {
    test = await openApp();
    waiting = new Map();
  });
  afterEach(() => test.close());

  const create = () =>
    createProfileRefresher(test.deps, {
      runLater: (key, ms, _what, task) => {
        expect(ms).to.equal(3000);
        waiting.set(key, task);
      },
    });
  const runAll = async () => {
    const tasks = [...waiting.values()];
    waiting.clear();
    for (const task of tasks) await task();
    return tasks.length;
  };
  const answer = (name: string, zone = PROFILE.zone) =>
    test.channel.profiles.set(accountKey(NINA), { ...PROFILE, name, zone });

  it('saves the name and the zone', async () => {
    await test.deps.people.ensure(NINA, PROFILE);
    answer('Nina Smith', 'Europe/Rome');
    create().afterEvent(event());
    expect(test.channel.profileCalls, 'not before the answer').to.deep.equal([]);
    await runAll();
    expect(await test.deps.people.findByAccount(NINA)).to.deep.include({
      ...{ name: 'Nina Smith', email: PROFILE.email, zone: 'Europe/Rome' },
    });
  });

  it('leaves the e-mail address, by which the person is found', async () => {
    await test.deps.people.ensure(NINA, PROFILE);
    const changed = { ...PROFILE, email: 'nina.smith@example.org', name: 'Nina Smith' };
    test.channel.profiles.set(accountKey(NINA), changed);
    create().afterEvent(event());
    await runAll();
    expect(await test.deps.people.findByAccount(NINA)).to.include({ email: PROFILE.email });
  });

  it('leaves the name of a person in `redress.yml`', async () => {
    const account = test.account('repairs-ann');
    const before = (await test.deps.people.findByAccount(account))?.name;
    test.channel.profiles.set(accountKey(account), { ...PROFILE, name: 'Annie', email: null });
    create().afterEvent(event({ account }));
    await runAll();
    expect((await test.deps.people.findByAccount(account))?.name).to.equal(before);
  });

  it('is made once a day for each person', async () => {
    await test.deps.people.ensure(NINA, PROFILE);
    const refresher = create();
    const counts = [];
    for (const ms of [0, 1, PROFILE_INTERVAL_MS - 2, 1]) {
      test.advance(ms);
      refresher.afterEvent(event());
      refresher.afterEvent(event({ account: test.account('zoe') }));
      counts.push(await runAll());
    }
    expect(counts).to.deep.equal([2, 0, 0, 2]);
  });

  it('is not made when the event brings the name, nor when the app was removed', async () => {
    const refresher = create();
    refresher.afterEvent(event({ displayName: 'Nina Miller' }));
    refresher.afterEvent(event({ payload: { kind: 'uninstalled' } }));
    expect(await runAll()).to.equal(0);
  });

  it('is left for a later event when too many are waiting', async () => {
    const refresher = create();
    for (let n = 0; n < MAX_PENDING + 3; n += 1) {
      refresher.afterEvent(event({ account: { ...NINA, userId: `U-${n}` } }));
    }
    const late = event({ account: { ...NINA, userId: `U-${MAX_PENDING}` } });
    expect(await runAll()).to.equal(MAX_PENDING);
    refresher.afterEvent(late);
    expect(await runAll()).to.equal(1);
  });

  it('asks the platform for nobody who is unknown', async () => {
    create().afterEvent(event());
    await runAll();
    expect(test.channel.profileCalls).to.deep.equal([]);
  });

  it('keeps the name when the platform does not answer', async () => {
    await test.deps.people.ensure(NINA, PROFILE);
    create().afterEvent(event());
    await runAll();
    expect(await test.deps.people.findByAccount(NINA)).to.include({ name: PROFILE.name });
  });
});
