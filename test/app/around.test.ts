import { expect } from 'chai';
import fc from 'fast-check';
import {
  computeRetryDelay,
  GIVE_UP_AFTER_MS,
  isExhausted,
  MIN_ATTEMPTS,
} from '../../src/app/delivery/retry.js';
import { findOrCreatePerson } from '../../src/app/intake/identify.js';
import { createBackgroundTasks } from '../../src/app/scheduling/background-tasks.js';
import { type Account, accountKey } from '../../src/domain/organisation/person.js';
import { listUpcomingNudges } from '../../src/lab/upcoming-nudges.js';
import { silentLogger } from '../../src/ports/logger.js';
import { openApp, type TestApp } from '../support/app.js';
import { HOUR, MONDAY } from '../support/domain.js';

describe('the wait before another try', () => {
  const attempts = fc.nat(100_000);
  const random = fc.double({ min: 0, max: 1, noNaN: true });

  it('is never shorter than the platform asked, and never longer than six and a quarter minutes else', () => {
    fc.assert(
      fc.property(attempts, fc.option(fc.nat(10_000_000)), random, (n, asked, r) => {
        const wait = computeRetryDelay(n, asked, r);
        expect(wait).to.be.at.least(asked ?? 0);
        expect(wait).to.be.within(750, Math.max(asked ?? 0, 375_000));
      }),
    );
  });

  it('grows with every try, within its quarter more or less', () => {
    fc.assert(
      fc.property(fc.nat(40), random, (n, r) => {
        const middle = Math.min(300_000, 1000 * 2 ** n);
        expect(computeRetryDelay(n, null, r)).to.be.within(middle * 0.75 - 1, middle * 1.25 + 1);
        expect(computeRetryDelay(n + 1, null, r)).to.be.at.least(computeRetryDelay(n, null, r));
      }),
    );
  });

  it('has an end only after a day and enough tries', () => {
    const day = { createdAt: 0, attempts: MIN_ATTEMPTS };
    expect(isExhausted(day, GIVE_UP_AFTER_MS)).to.equal(false);
    expect(isExhausted(day, GIVE_UP_AFTER_MS + 1)).to.equal(true);
    expect(isExhausted({ ...day, attempts: MIN_ATTEMPTS - 1 }, 9 * GIVE_UP_AFTER_MS)).to.equal(
      false,
    );
  });
});

describe('who somebody is', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const nina: Account = { platform: 'slack', workspace: 'T1', userId: 'U-nina' };
  const profile = { name: 'Nina', email: 'nina@example.org', zone: 'Europe/Paris' };

  it('is asked of the platform once', async () => {
    test.channel.profiles.set(accountKey(nina), profile);
    const first = await findOrCreatePerson(test.deps, nina, 'nina');
    const second = await findOrCreatePerson(test.deps, nina, 'nina');
    expect(second).to.deep.equal(first);
    expect(first).to.include(profile);
    expect(test.channel.profileCalls).to.have.length(1);
  });

  it('is the name in the event where the platform does not answer, until it does', async () => {
    const first = await findOrCreatePerson(test.deps, nina, 'nina');
    expect(first).to.include({ name: 'nina', email: null, zone: null });
    expect((await findOrCreatePerson(test.deps, nina, 'nina')).id).to.equal(first.id);
    test.channel.profiles.set(accountKey(nina), profile);
    expect(await findOrCreatePerson(test.deps, nina, 'nina')).to.include({
      ...profile,
      id: first.id,
    });
  });

  it('is the account where the event has no name either', async () => {
    expect(await findOrCreatePerson(test.deps, nina, null)).to.include({ name: 'U-nina' });
  });

  it('is the colleague whom the settings name by e-mail', async () => {
    const named = await test.deps.people.ensureByEmail({ ...profile, zone: null });
    test.channel.profiles.set(accountKey(nina), profile);
    expect((await findOrCreatePerson(test.deps, nina, null)).id).to.equal(named.id);
  });

  it('has the name the settings give, whatever the platform calls them', async () => {
    const named = await test.deps.people.ensureByEmail({
      ...profile,
      name: 'N. Night',
      zone: null,
    });
    test.channel.profiles.set(accountKey(nina), profile);
    const found = await findOrCreatePerson(test.deps, nina, null);
    expect(found).to.include({ id: named.id, name: 'N. Night' });
    const odd: Account = { ...nina, userId: 'U-odd' };
    const listed = await test.deps.people.ensure(odd, { name: 'Odd', email: null, zone: null });
    test.channel.profiles.set(accountKey(odd), { ...profile, name: 'Boss', email: null });
    const organisation = { ...test.deps.organisation, officers: [listed.id] };
    expect(await findOrCreatePerson({ ...test.deps, organisation }, odd, null)).to.include({
      id: listed.id,
      name: 'Odd',
      zone: profile.zone,
    });
  });

  it('needs no channel of their platform', async () => {
    const elsewhere: Account = { ...nina, platform: 'teams' };
    expect(await findOrCreatePerson(test.deps, elsewhere, 'Nina')).to.include({ name: 'Nina' });
  });
});

describe('what will be sent next', () => {
  it('is in order of time, by name, and holds nothing of the complaint', async () => {
    const test = await openApp();
    const one = await test.file('rita', { description: 'quite private' });
    const two = await test.file('rita', { category: 'conduct' });
    await test.press('repairs-ann', 'take', one.id);
    const next = await listUpcomingNudges(test.deps);
    await test.close();
    expect(next.map(({ at }) => at)).to.deep.equal(
      [...next.map(({ at }) => at)].sort((a, b) => a - b),
    );
    expect(next[0]).to.deep.equal({
      complaint: two.id,
      rule: 'untaken',
      at: MONDAY + HOUR,
      to: 'Name of repairs-lead',
    });
    expect(next.length).to.be.at.most(20);
    expect(JSON.stringify(next)).not.to.include('private');
  });
});

describe('work in the background', () => {
  it('is waited for, also what it starts itself', async () => {
    const done: string[] = [];
    const background = createBackgroundTasks(silentLogger);
    background.run('one', async () => {
      await new Promise(setImmediate);
      background.run('two', async () => void done.push('two'));
      done.push('one');
    });
    await background.whenIdle();
    expect(done).to.deep.equal(['one', 'two']);
  });

  it('that fails is logged, at once or later, and nobody else fails with it', async () => {
    const logged: unknown[] = [];
    const error = (fields: object): void => void logged.push(fields);
    const background = createBackgroundTasks({ ...silentLogger, error });
    const fault = new Error('broken');
    background.run('later', async () => {
      throw fault;
    });
    background.run('at once', () => {
      throw fault;
    });
    await background.whenIdle();
    expect(logged).to.have.deep.members([
      { error: fault, what: 'later' },
      { error: fault, what: 'at once' },
    ]);
  });

  it('that was put off is replaced by a later one of the same key', async () => {
    const done: string[] = [];
    const background = createBackgroundTasks(silentLogger);
    background.runLater('key', 5, 'one', async () => void done.push('one'));
    background.runLater('key', 1, 'two', async () => void done.push('two'));
    await new Promise<void>((resolve) => {
      background.runLater('a later one', 10, 'end', async () => resolve());
    });
    expect(done).to.deep.equal(['two']);
  });

  it('starts nothing more once it is closed', async () => {
    const done: string[] = [];
    const background = createBackgroundTasks(silentLogger);
    background.runLater('key', 1, 'one', async () => void done.push('one'));
    background.close();
    background.run('two', async () => void done.push('two'));
    background.runLater('key', 1, 'three', async () => void done.push('three'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await background.whenIdle();
    expect(done).to.deep.equal([]);
  });
});
