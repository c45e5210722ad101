import { expect } from 'chai';
import { hashConfiguration } from '../../../src/app/configuration/hash-configuration.js';
import { createReplanner, TURN_MS } from '../../../src/app/configuration/replanner.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { acknowledgementDue } from '../../../src/domain/nudges/plan-steps.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import { openApp, type TestApp } from '../../support/app.js';
import { HOUR } from '../../support/domain.js';

describe('open complaints after the configuration has changed', () => {
  let test: TestApp;
  let complaints: readonly Complaint[];
  let later: Organisation;
  beforeEach(async () => {
    test = await openApp();
    await test.deps.generations.begin(hashConfiguration(test.organisation));
    for (let n = 0; n < 3; n += 1) await test.file('rita');
    await test.settle();
    await test.app.configuration.replanner.run();
    complaints = await loadAll();
    const { policy } = test.organisation;
    later = { ...test.organisation, policy: { ...policy, acknowledgeWithinDays: 4 } };
  });
  afterEach(() => test.close());

  const loadAll = async (): Promise<readonly Complaint[]> =>
    (await test.listAll()).toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const begin = async (organisation: Organisation): Promise<Organisation> => {
    const { number } = await test.deps.generations.begin(hashConfiguration(organisation));
    return { ...organisation, generation: number };
  };
  /** Starts a process with this configuration, as `main` does. */
  const startWith = async (organisation: Organisation) =>
    test.startAnother('second', { organisation: await begin(organisation) });
  const findDue = ({ receivedAt }: Complaint, { policy, teams }: Organisation) => {
    const calendar = teams.get('repairs')?.calendar;
    if (calendar === undefined) throw new Error('no team');
    return acknowledgementDue(receivedAt, policy, calendar);
  };

  it('are planned by it, without a version, a history entry or a wake-up', async () => {
    const other = await startWith(later);
    const scheduled = test.scheduled.length;
    await other.configuration.replanner.run();
    for (const [n, after] of (await loadAll()).entries()) {
      const before = complaints[n];
      expect(after.generation).to.equal(2);
      expect(after.shownOnCards?.acknowledgeBy).to.equal(findDue(after, later));
      const { generation: _g, shownOnCards: _s, outbox: _o, nextActionAt: _n, ...rest } = after;
      expect(before).to.deep.include(rest);
    }
    expect(test.scheduled).to.have.length(scheduled);
    expect(other.configuration.replanner.isDone()).to.equal(true);
  });

  it('get exactly one update of each card when a date on it moved, each in its turn', async () => {
    const other = await startWith(later);
    const posted = test.channel.sendCalls.length;
    await other.configuration.replanner.run();
    await other.configuration.replanner.run();
    const queued = (await loadAll()).flatMap(({ outbox }) => outbox);
    expect(queued.map(({ kind, slot }) => `${kind} ${slot}`)).to.deep.equal(
      complaints.flatMap(() => ['update card:1', 'update reporter-card']),
    );
    const turns = queued.map(({ dueAt }) => dueAt - test.deps.realNow());
    expect(turns).to.have.members([0, 0, TURN_MS, TURN_MS, 2 * TURN_MS, 2 * TURN_MS]);
    await other.wakeable.sweep();
    await test.settle();
    expect(test.channel.sendCalls.slice(posted)).to.have.length(2);
    test.advance(3 * TURN_MS);
    await other.wakeable.sweep();
    await test.settle();
    expect(test.channel.sendCalls.slice(posted)).to.have.length(6);
    expect((await loadAll()).flatMap(({ outbox }) => outbox)).to.deep.equal([]);
  });

  it('get no card again when nothing on it moved, also of a release that noted nothing', async () => {
    test.runSql(
      "UPDATE complaints SET generation = 0, document = json_remove(document, '$.generation', '$.shownOnCards')",
    );
    await test.app.configuration.replanner.run();
    const { policy } = test.organisation;
    const other = await startWith({ ...test.organisation, policy: { ...policy, quietDays: 9 } });
    await other.configuration.replanner.run();
    const after = await loadAll();
    expect(after.map(({ generation }) => generation)).to.deep.equal([2, 2, 2]);
    expect(after.flatMap(({ outbox }) => outbox)).to.deep.equal([]);
  });

  it('are drawn by their new dates also by a process with the earlier configuration', async () => {
    const other = await startWith(later);
    await other.configuration.replanner.run();
    const sent = test.channel.sendCalls.length;
    await test.app.wakeable.sweep();
    await test.settle();
    const drawn = test.channel.sendCalls.slice(sent);
    expect(drawn).to.have.length(2);
    const [one] = await loadAll();
    if (one === undefined) throw new Error('no complaint');
    for (const call of drawn) {
      const card = JSON.stringify(call);
      expect(card).to.include(String(findDue(one, later)));
      expect(card).not.to.include(String(findDue(one, test.organisation)));
    }
  });

  it('let a person’s own change of a card go first, which draws the card for both', async () => {
    const other = await startWith(later);
    await other.configuration.replanner.run();
    const [last] = (await loadAll()).filter(({ outbox }) =>
      outbox.some(({ dueAt }) => dueAt === test.deps.realNow() + 2 * TURN_MS),
    );
    const updates = test.channel.sendCalls.length;
    await test.press('repairs-ann', 'take', last?.id ?? '');
    await test.settle();
    expect(test.channel.sendCalls.length - updates).to.be.greaterThan(1);
    expect((await test.load(last?.id ?? '')).outbox).to.deep.equal([]);
  });

  it('are found by telephone numbers of the country that is configured now', async () => {
    const [{ id }] = complaints as [Complaint];
    const { version, details } = await test.load(id);
    const complainant = { ...details.complainant, phone: '0113 496 0000' };
    const set = { details: { ...details, complainant } };
    const change = { set, history: [], deliveries: [], event: null };
    await test.deps.complaints.change(id, version, change);
    const app = await startWith({ ...test.organisation, phoneCountry: 'GB' });
    await app.configuration.replanner.run();
    expect((await test.load(id)).keys).to.include('tel:+441134960000');
  });

  it('are nudged once, at the time that the new configuration gives', async () => {
    const { policy } = test.organisation;
    const sooner = { ...policy, untaken: [HOUR / 2, 4 * HOUR, 8 * HOUR] as const };
    const other = await startWith({ ...test.organisation, policy: sooner });
    test.advance(HOUR / 2);
    await other.configuration.replanner.run();
    for (let n = 0; n < 3; n += 1) {
      await other.wakeable.sweep();
      await test.settle();
      test.advance(HOUR / 4);
    }
    const nudges = (await loadAll()).map((one) =>
      one.nudges.filter(({ rule }) => rule === 'untaken'),
    );
    expect(nudges.map((sent) => sent.length)).to.deep.equal([1, 1, 1]);
  });

  it('are planned to the end by the next start, wherever a process was killed', async () => {
    for (let writes = 0; writes < complaints.length; writes += 1) {
      const { policy } = test.organisation;
      const organisation = await begin({
        ...test.organisation,
        policy: { ...policy, quietDays: 10 + writes },
      });
      let left = writes;
      test.interceptStore = async (member, args, proceed) => {
        if (member !== 'replan') return proceed();
        if (left === 0) throw new Error('killed by the test');
        left -= 1;
        // One complaint for each write, so that the process can die between two.
        const [ids, plan] = args as Parameters<typeof test.replan>;
        return test.replan(ids.slice(0, 1), plan);
      };
      const followPlace = async () => {};
      const parts = { ...test.deps, organisation, followPlace };
      const end = await createReplanner(parts)
        .run()
        .catch((error: Error) => error.message);
      expect(end).to.equal('killed by the test');
      test.interceptStore = undefined;
      await createReplanner(parts).run();
      const { number } = (await test.deps.generations.findNewest()) ?? {};
      expect((await loadAll()).every(({ generation }) => generation === number)).to.equal(true);
    }
  });

  it('are left alone by a process with another configuration, which says so', async () => {
    const other = await startWith(later);
    await test.app.configuration.replanner.run();
    expect(await loadAll()).to.deep.equal(complaints);
    expect(test.app.configuration.describeFaults().join()).to.include('Start all processes with');
    expect(other.configuration.describeFaults()).to.deep.equal([]);
    expect(test.logs.at(-1)?.line).to.include('another process started with another redress.yml');
  });

  it('are planned again after a process with the old configuration has changed them', async () => {
    const other = await startWith(later);
    await other.configuration.replanner.run();
    const [{ id } = { id: '' }] = complaints;
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    const old = await test.load(id);
    expect(old.generation).to.not.equal(2);
    await other.wakeable.sweep();
    await test.settle();
    const after = await test.load(id);
    expect(after.generation).to.equal(2);
    expect(after.version).to.equal(old.version);
  });

  it('are left to a commit that comes between reading and writing', async () => {
    const other = await startWith(later);
    let isFirst = true;
    test.interceptStore = async (member, _args, proceed) => {
      if (member === 'findOutdated' && isFirst) {
        isFirst = false;
        const found = await proceed();
        for (const { id } of complaints) await test.press('repairs-ann', 'take', id);
        return found;
      }
      return proceed();
    };
    await other.configuration.replanner.run();
    test.interceptStore = undefined;
    for (const one of await loadAll()) {
      expect(one.assignee).to.equal(test.personId('repairs-ann'));
      expect(one.shownOnCards?.acknowledgeBy).to.equal(findDue(one, later));
    }
  });

  it('are not looked for when they are closed', async () => {
    for (const { id } of complaints) await test.submit('rita', 'withdraw', id, { reason: 'no' });
    test.runSql("UPDATE complaints SET state = 'closed'");
    expect(await test.deps.complaints.findOutdated(99, 10)).to.deep.equal([]);
  });

  it('are planned past one that cannot be read', async () => {
    const [broken] = complaints;
    test.runSql("UPDATE complaints SET document = '{' WHERE id = ?", [broken?.id ?? '']);
    const other = await startWith(later);
    await other.configuration.replanner.run();
    expect((await loadAll()).map(({ generation }) => generation)).to.deep.equal([2, 2]);
  });
});
