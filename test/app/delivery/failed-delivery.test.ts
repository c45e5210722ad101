import { expect } from 'chai';
import { MIN_ATTEMPTS } from '../../../src/app/delivery/retry.js';
import { RedressError } from '../../../src/errors.js';
import { openApp, type TestApp } from '../../support/app.js';
import { createOrganisation, HOUR, MINUTE } from '../../support/domain.js';
import type { SendCall } from '../../support/fake-channel.js';

const isTo =
  (where: string) =>
  (call: SendCall): boolean =>
    call.to === where;
const DAY = 24 * HOUR;

describe('a delivery that fails permanently', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const deliver = async (id: string): Promise<void> => {
    await test.app.deliverer.deliver({ kind: 'complaint', id });
    await test.settle();
  };
  const wake = async (id: string): Promise<void> => {
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
  };

  it('is reported in the ops channel and to the lead, and is removed', async () => {
    test.channel.failAlways({ kind: 'refused', reason: 'channel-archived' }, isTo('#C-repairs'));
    const { id } = await test.file();
    await test.settle();
    const [alarm] = test.channel.messagesAt('#C-ops');
    expect(JSON.stringify(alarm?.card)).to.include('archived').and.include(id);
    expect(JSON.stringify(alarm?.card)).not.to.include('Jo Tenant');
    expect(test.channel.messagesAt('@U-repairs-lead')).to.have.length(1);
    expect((await test.load(id)).outbox).to.deep.equal([]);
    expect(test.counts).to.include('alarms {"reason":"channel-archived"}');
  });

  it('makes the messages that wait for it fail too, which is reported to their author', async () => {
    const release = test.channel.holdNext(isTo('#C-repairs'));
    test.channel.failAlways({ kind: 'refused', reason: 'channel-gone' }, isTo('#C-repairs'));
    const { id } = await test.file();
    await test.submit('repairs-bob', 'update', id, { audience: 'team', text: 'a note' });
    release();
    await test.settle();
    const [report] = test.channel.messagesAt('@U-repairs-bob');
    expect(JSON.stringify(report?.card)).to.include('Your update for the team');
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('sends a nudge to the next rung, with the reason', async () => {
    const { id } = await test.file();
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    test.channel.failAlways({ kind: 'refused', reason: 'person-gone' }, isTo('@U-repairs-ann'));
    await wake(id);
    const [nudge] = test.channel.messagesAt('@U-repairs-lead');
    expect(JSON.stringify(nudge?.card)).to.include('could not be reached');
    expect(test.channel.messagesAt('#C-ops')).to.have.length(1);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('starts no loop when the ops channel itself fails', async () => {
    test.channel.failAlways({ kind: 'refused', reason: 'channel-gone' });
    const { id } = await test.file();
    await test.settle();
    const ops = test.channel.sendCalls.filter(isTo('#C-ops'));
    expect((await test.load(id)).outbox).to.deep.equal([]);
    expect(ops.length).to.be.within(1, 6);
    await deliver(id);
    expect(test.channel.sendCalls.filter(isTo('#C-ops'))).to.have.length(ops.length);
  });

  it('is logged and counted without an ops channel', async () => {
    const bare = await openApp(createOrganisation({ ops: null }));
    bare.channel.failAlways({ kind: 'refused', reason: 'channel-gone' }, isTo('#C-repairs'));
    await bare.file();
    await bare.settle();
    await bare.close();
    expect(bare.counts).to.include('alarms {"reason":"channel-gone"}');
    expect(bare.channel.messagesAt('@U-repairs-lead')).to.have.length(1);
  });

  it('is reported once, even if the process dies before it is removed', async () => {
    test.channel.failAlways({ kind: 'refused', reason: 'channel-gone' }, isTo('#C-repairs'));
    test.interceptStore = async (member, _, go) => {
      if (member === 'drop') throw new RedressError('STORE_UNAVAILABLE', 'away');
      return go();
    };
    const { id } = await test.file();
    await test.settle();
    test.interceptStore = undefined;
    await deliver(id);
    expect(test.channel.messagesAt('#C-ops')).to.have.length(1);
    expect(test.channel.messagesAt('@U-repairs-lead')).to.have.length(1);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('does not hold up other slots while it cannot be reported', async () => {
    test.channel.failAlways({ kind: 'refused', reason: 'channel-gone' }, isTo('#C-repairs'));
    const release = test.channel.holdNext(isTo('@U-rita'));
    test.channel.failNext({ kind: 'retry', retryAfterMs: null }, isTo('@U-rita'));
    let isBroken = true;
    test.interceptStore = async (member, _, go) => {
      if (member === 'change' && isBroken) throw new Error('a bug in the report');
      return go();
    };
    const { id } = await test.file();
    release();
    await test.settle();
    test.advance(MINUTE);
    await deliver(id);
    expect(test.channel.messagesAt('@U-rita'), 'the other slot').to.have.length(1);
    isBroken = false;
    await deliver(id);
    expect(test.channel.messagesAt('#C-ops')).to.have.length(1);
  });

  it('is given up after a day of retries, and the report says so', async () => {
    test.channel.failAlways({ kind: 'retry', retryAfterMs: null }, isTo('#C-repairs'));
    const { id } = await test.file();
    await test.settle();
    for (let n = 0; n < MIN_ATTEMPTS + 2; n += 1) {
      test.advance(2 * HOUR);
      await deliver(id);
    }
    expect(JSON.stringify(test.channel.messagesAt('#C-ops')[0]?.card)).to.include('for a day');
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('is not given up at the first retry after Redress was down for a weekend', async () => {
    const release = test.channel.holdNext(isTo('#C-repairs'));
    test.channel.failNext({ kind: 'throw', posted: false }, isTo('#C-repairs'));
    const { id } = await test.file();
    release();
    await test.settle();
    test.channel.failNext({ kind: 'retry', retryAfterMs: 1000 }, isTo('#C-repairs'));
    test.advance(3 * DAY);
    await deliver(id);
    expect((await test.load(id)).outbox[0]).to.include({ failed: null, attempts: 2 });
    test.advance(HOUR);
    await deliver(id);
    expect(test.channel.messagesAt('#C-repairs')).to.have.length(1);
    expect(test.channel.messagesAt('#C-ops')).to.deep.equal([]);
  });

  it('is reported when the person has no account', async () => {
    const { id } = await test.file();
    await test.settle();
    const lonely = await test.deps.people.ensureByEmail({
      name: 'Lone',
      email: 'lone@example.org',
      zone: null,
    });
    await test.deps.complaints.change(id, (await test.load(id)).version, {
      set: { reporter: lonely.id },
      history: [],
      deliveries: [],
      event: null,
    });
    await test.submit('repairs-ann', 'update', id, { audience: 'reporter', text: 'news' });
    await test.settle();
    expect(JSON.stringify(test.channel.messagesAt('@U-repairs-ann')[0]?.card)).to.include(
      'Your update to the reporter',
    );
  });
});

describe('a nudge in the outbox', () => {
  let test: TestApp;
  let id: string;
  beforeEach(async () => {
    test = await openApp();
    id = (await test.file()).id;
    await test.press('repairs-ann', 'take', id);
    await test.settle();
  });
  afterEach(() => test.close());

  const wakeWhilePlatformIsBusy = async (): Promise<() => void> => {
    const endFault = test.channel.failAlways(
      { kind: 'retry', retryAfterMs: null },
      isTo('@U-repairs-ann'),
    );
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
    return endFault;
  };
  const resume = async (endFault: () => void): Promise<void> => {
    endFault();
    test.advance(MINUTE);
    await test.app.deliverer.deliver({ kind: 'complaint', id });
    await test.settle();
  };

  it('is not sent when its reason was settled meanwhile', async () => {
    const endFault = await wakeWhilePlatformIsBusy();
    await test.submit('repairs-ann', 'acknowledge', id, { means: 'phone', words: 'told them' });
    await resume(endFault);
    expect(test.channel.messagesAt('@U-repairs-ann')).to.deep.equal([]);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('is not sent to a person who has snoozed it, but when the snooze ends', async () => {
    const endFault = await wakeWhilePlatformIsBusy();
    await test.press('repairs-ann', 'snooze', id);
    await resume(endFault);
    expect(test.channel.messagesAt('@U-repairs-ann')).to.deep.equal([]);
    test.setBusinessTime((await test.load(id)).snoozes[test.personId('repairs-ann')]?.until ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
    expect(test.channel.messagesAt('@U-repairs-ann')).to.have.length(1);
  });

  it('that may have been posted is looked for and updated, even if its reason is settled', async () => {
    test.channel.failNext({ kind: 'unknown', posted: true }, isTo('@U-repairs-ann'));
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
    await test.submit('repairs-ann', 'acknowledge', id, { means: 'phone', words: 'told them' });
    await resume(() => undefined);
    const nudges = test.channel.messagesAt('@U-repairs-ann');
    expect(nudges.map(({ card }) => card.summary)).to.deep.equal([
      `${id}: nothing left to do here`,
    ]);
  });

  it('is sent when nothing has changed', async () => {
    await resume(await wakeWhilePlatformIsBusy());
    expect(test.channel.messagesAt('@U-repairs-ann')).to.have.length(1);
  });

  it('is updated when the person has acted', async () => {
    await resume(await wakeWhilePlatformIsBusy());
    await test.submit('repairs-ann', 'acknowledge', id, { means: 'phone', words: 'told them' });
    await test.settle();
    const [nudge] = test.channel.messagesAt('@U-repairs-ann');
    expect(nudge?.card.summary).to.include('nothing left to do');
  });
});
