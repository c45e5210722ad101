import { expect } from 'chai';
import { createApp } from '../../../src/app/app.js';
import { DEFAULT_POLICY } from '../../../src/domain/organisation/organisation.js';
import { RedressError } from '../../../src/errors.js';
import { openApp, type TestApp } from '../../support/app.js';
import { HOUR, MINUTE, MONDAY } from '../../support/domain.js';

describe('a wake-up', () => {
  let test: TestApp;
  let id: string;
  beforeEach(async () => {
    test = await openApp();
    id = (await test.file()).id;
    await test.settle();
  });
  afterEach(() => test.close());

  const wake = async (): Promise<void> => {
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
  };

  it('nudges the team in the thread after one working hour, and schedules the next nudge', async () => {
    test.setBusinessTime(MONDAY + HOUR);
    await wake();
    const [nudge] = test.channel.messagesAt(
      `>${test.channel.messagesAt('#C-repairs')[0]?.ref.key}`,
    );
    expect(nudge?.card.summary).to.equal(`A reminder about ${id}`);
    expect(test.counts).to.include('nudges {"rule":"untaken"}');
    const { nextActionAt } = await test.load(id);
    expect(nextActionAt).to.be.greaterThan(MONDAY + HOUR);
    expect(test.scheduled.at(-1)).to.deep.equal({ id, at: nextActionAt });
  });

  it('that comes early only schedules itself again', async () => {
    const before = await test.load(id);
    test.setBusinessTime(MONDAY + HOUR - 1);
    await wake();
    expect(await test.load(id)).to.deep.equal(before);
    expect(test.scheduled.at(-1)).to.deep.equal({ id, at: MONDAY + HOUR });
  });

  it('that comes twice, even in two processes at once, nudges once and counts once', async () => {
    test.setBusinessTime(MONDAY + HOUR);
    const other = test.startAnother('second');
    await Promise.all([
      test.app.wakeable.wake({ kind: 'complaint', id }),
      other.wakeable.wake({ kind: 'complaint', id }),
      test.app.wakeable.wake({ kind: 'complaint', id }),
    ]);
    await wake();
    expect(test.channel.messages).to.have.length(3);
    expect(test.counts.filter((line) => line.startsWith('nudges'))).to.have.length(1);
  });

  it('of a complaint that is withdrawn or does not exist does nothing', async () => {
    await test.submit('rita', 'withdraw', id, { reason: 'sorted' });
    const before = await test.load(id);
    test.setBusinessTime(MONDAY + 100 * HOUR);
    await wake();
    await test.app.wakeable.wake({ kind: 'complaint', id: 'C-9999' });
    expect((await test.load(id)).version).to.equal(before.version);
  });

  it('corrects the time after a change of policy, once and without a nudge', async () => {
    const untaken = [2 * HOUR, 4 * HOUR, 8 * HOUR] as const;
    const patient = { ...test.organisation, policy: { ...DEFAULT_POLICY, untaken } };
    const later = createApp({ ...test.deps, organisation: patient });
    test.setBusinessTime(MONDAY + HOUR);
    await later.wakeable.wake({ kind: 'complaint', id });
    await later.background.whenIdle();
    const moved = await test.load(id);
    expect(moved.nextActionAt).to.equal(MONDAY + 2 * HOUR);
    expect(moved.nudges).to.deep.equal([]);
    await later.wakeable.wake({ kind: 'complaint', id });
    expect((await test.load(id)).version).to.equal(moved.version);
    later.background.close();
  });

  it('throws when the store does not answer, so that the sweep tries again', async () => {
    test.interceptStore = async () => {
      throw new RedressError('STORE_UNAVAILABLE', 'away');
    };
    const error: unknown = await test.app.wakeable
      .wake({ kind: 'complaint', id })
      .catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'STORE_UNAVAILABLE' });
  });
});

describe('the sweep', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const sweep = async (): Promise<void> => {
    await test.app.wakeable.sweep();
    await test.settle();
  };

  it('finds a nudge without a wake-up and a message whose process died', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.failNext({ kind: 'retry', retryAfterMs: null }, ({ op }) => op === 'update');
    await test.press('repairs-lead', 'take', id);
    await test.settle();
    test.advance(MINUTE);
    await sweep();
    expect((await test.load(id)).outbox).to.deep.equal([]);
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await sweep();
    expect(test.channel.messagesAt('@U-repairs-lead')).to.have.length(1);
    expect(test.counts).to.include('sweep_found {"what":"nudge"}');
    expect(test.counts).to.include('sweep_found {"what":"delivery"}');
  });

  it('goes on when one complaint fails, and logs which', async () => {
    const ids = [(await test.file()).id, (await test.file()).id, (await test.file()).id];
    await test.settle();
    test.setBusinessTime(MONDAY + HOUR);
    test.interceptStore = async (member, args, go) => {
      if (member === 'change' && args[0] === ids[1]) throw new Error('a broken record');
      return go();
    };
    await sweep();
    test.interceptStore = undefined;
    const nudged = await Promise.all(ids.map(async (id) => (await test.load(id)).nudges.length));
    expect(nudged).to.deep.equal([1, 0, 1]);
    const [line] = test.logs.filter((log) => log.line.includes('could not wake'));
    expect(line?.fields).to.include({ complaint: ids[1] });
  });

  it('does not wait for a slow platform', async () => {
    const release = test.channel.holdNext();
    const { id } = await test.file();
    test.advance(MINUTE);
    await test.app.wakeable.sweep();
    expect((await test.load(id)).refs['card:1']).to.equal(undefined);
    release();
    await test.settle();
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('sends one message to each person after a long outage, not one for each missed date', async () => {
    const { id } = await test.file();
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    test.setBusinessTime(MONDAY + 30 * 24 * HOUR);
    await sweep();
    await sweep();
    for (const name of ['repairs-ann', 'repairs-lead', 'olga', 'omar']) {
      expect(test.channel.messagesAt(`@U-${name}`).length, name).to.be.at.most(1);
    }
    expect(test.channel.messagesAt('@U-repairs-ann')).to.have.length(1);
  });
});
