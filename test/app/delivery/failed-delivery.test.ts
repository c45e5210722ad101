import { expect } from 'chai';
import { MIN_ATTEMPTS } from '../../../src/app/delivery/retry.js';
import { RedressError } from '../../../src/errors.js';
import { openApp, type TestApp } from '../../support/app.js';
import { createOrganisation, HOUR, MINUTE } from '../../support/domain.js';
import type { SendCall } from '../../support/fake-channel.js';

const to =
  (where: string) =>
  (sending: SendCall): boolean =>
    sending.to === where;
const DAY = 24 * HOUR;

describe('a delivery that fails for good', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const deliver = async (id: string): Promise<void> => {
    await test.app.deliverer.deliver(id);
    await test.settle();
  };
  const wake = async (id: string): Promise<void> => {
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake(id);
    await test.settle();
  };

  it('raises the alarm in the ops channel, tells the lead, and is taken out', async () => {
    test.channel.failAlways({ kind: 'refused', reason: 'channel-archived' }, to('#C-repairs'));
    const { id } = await test.file();
    await test.settle();
    const [alarm] = test.channel.messagesAt('#C-ops');
    expect(JSON.stringify(alarm?.card)).to.include('archived').and.include(id);
    expect(JSON.stringify(alarm?.card)).not.to.include('Jo Tenant');
    expect(test.channel.messagesAt('@U-repairs-lead')).to.have.length(1);
    expect((await test.load(id)).outbox).to.deep.equal([]);
    expect(test.counts).to.include('alarms {"reason":"channel-archived"}');
  });

  it('makes what waited for it fail too, and its author hears of it', async () => {
    const open = test.channel.holdNext(to('#C-repairs'));
    test.channel.failAlways({ kind: 'refused', reason: 'channel-gone' }, to('#C-repairs'));
    const { id } = await test.file();
    await test.submit('repairs-bob', 'update', id, { audience: 'team', text: 'a note' });
    open();
    await test.settle();
    const [told] = test.channel.messagesAt('@U-repairs-bob');
    expect(JSON.stringify(told?.card)).to.include('Your update for the team');
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('that was a nudge goes to the next rung, and the alarm names why', async () => {
    const { id } = await test.file();
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    test.channel.failAlways({ kind: 'refused', reason: 'person-gone' }, to('@U-repairs-ann'));
    await wake(id);
    const [nudge] = test.channel.messagesAt('@U-repairs-lead');
    expect(JSON.stringify(nudge?.card)).to.include('could not be reached');
    expect(test.channel.messagesAt('#C-ops')).to.have.length(1);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('in the ops channel itself starts no circle', async () => {
    test.channel.failAlways({ kind: 'refused', reason: 'channel-gone' });
    const { id } = await test.file();
    await test.settle();
    const ops = test.channel.sendCalls.filter(to('#C-ops'));
    expect((await test.load(id)).outbox).to.deep.equal([]);
    expect(ops.length).to.be.within(1, 6);
    await deliver(id);
    expect(test.channel.sendCalls.filter(to('#C-ops'))).to.have.length(ops.length);
  });

  it('is logged and counted where there is no ops channel', async () => {
    const bare = await openApp(createOrganisation({ ops: null }));
    bare.channel.failAlways({ kind: 'refused', reason: 'channel-gone' }, to('#C-repairs'));
    await bare.file();
    await bare.settle();
    await bare.close();
    expect(bare.counts).to.include('alarms {"reason":"channel-gone"}');
    expect(bare.channel.messagesAt('@U-repairs-lead')).to.have.length(1);
  });

  it('is told once, also when the process dies before it is taken out', async () => {
    test.channel.failAlways({ kind: 'refused', reason: 'channel-gone' }, to('#C-repairs'));
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

  it('that cannot be told of now holds up no other slot', async () => {
    test.channel.failAlways({ kind: 'refused', reason: 'channel-gone' }, to('#C-repairs'));
    const open = test.channel.holdNext(to('@U-rita'));
    test.channel.failNext({ kind: 'retry', retryAfterMs: null }, to('@U-rita'));
    let isBroken = true;
    test.interceptStore = async (member, _, go) => {
      if (member === 'change' && isBroken) throw new Error('a defect in the telling');
      return go();
    };
    const { id } = await test.file();
    open();
    await test.settle();
    test.advance(MINUTE);
    await deliver(id);
    expect(test.channel.messagesAt('@U-rita'), 'the other slot').to.have.length(1);
    isBroken = false;
    await deliver(id);
    expect(test.channel.messagesAt('#C-ops')).to.have.length(1);
  });

  it('is given up after a day of trying, and the alarm says so', async () => {
    test.channel.failAlways({ kind: 'retry', retryAfterMs: null }, to('#C-repairs'));
    const { id } = await test.file();
    await test.settle();
    for (let n = 0; n < MIN_ATTEMPTS + 2; n += 1) {
      test.advance(2 * HOUR);
      await deliver(id);
    }
    expect(JSON.stringify(test.channel.messagesAt('#C-ops')[0]?.card)).to.include('for a day');
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('is not given up at the first try after a weekend on which Redress was down', async () => {
    const open = test.channel.holdNext(to('#C-repairs'));
    test.channel.failNext({ kind: 'throw', posted: false }, to('#C-repairs'));
    const { id } = await test.file();
    open();
    await test.settle();
    test.channel.failNext({ kind: 'retry', retryAfterMs: 1000 }, to('#C-repairs'));
    test.advance(3 * DAY);
    await deliver(id);
    expect((await test.load(id)).outbox[0]).to.include({ failed: null, attempts: 2 });
    test.advance(HOUR);
    await deliver(id);
    expect(test.channel.messagesAt('#C-repairs')).to.have.length(1);
    expect(test.channel.messagesAt('#C-ops')).to.deep.equal([]);
  });

  it('because there is no account to write to goes the same way', async () => {
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

describe('a nudge on its way', () => {
  let test: TestApp;
  let id: string;
  beforeEach(async () => {
    test = await openApp();
    id = (await test.file()).id;
    await test.press('repairs-ann', 'take', id);
    await test.settle();
  });
  afterEach(() => test.close());

  const nudged = async (): Promise<() => void> => {
    const end = test.channel.failAlways(
      { kind: 'retry', retryAfterMs: null },
      to('@U-repairs-ann'),
    );
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake(id);
    await test.settle();
    return end;
  };
  const goOn = async (end: () => void): Promise<void> => {
    end();
    test.advance(MINUTE);
    await test.app.deliverer.deliver(id);
    await test.settle();
  };

  it('is not sent when it was done in between', async () => {
    const end = await nudged();
    await test.submit('repairs-ann', 'acknowledge', id, { means: 'phone', words: 'told them' });
    await goOn(end);
    expect(test.channel.messagesAt('@U-repairs-ann')).to.deep.equal([]);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('is not sent to somebody who has put it off, and comes when the snooze ends', async () => {
    const end = await nudged();
    await test.press('repairs-ann', 'snooze', id);
    await goOn(end);
    expect(test.channel.messagesAt('@U-repairs-ann')).to.deep.equal([]);
    test.setBusinessTime((await test.load(id)).snoozes[test.personId('repairs-ann')]?.until ?? 0);
    await test.app.wakeable.wake(id);
    await test.settle();
    expect(test.channel.messagesAt('@U-repairs-ann')).to.have.length(1);
  });

  it('that may have arrived is looked for though it was done since, and says so', async () => {
    test.channel.failNext({ kind: 'unknown', posted: true }, to('@U-repairs-ann'));
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake(id);
    await test.settle();
    await test.submit('repairs-ann', 'acknowledge', id, { means: 'phone', words: 'told them' });
    await goOn(() => undefined);
    const nudges = test.channel.messagesAt('@U-repairs-ann');
    expect(nudges.map(({ card }) => card.summary)).to.deep.equal([
      `${id}: nothing left to do here`,
    ]);
  });

  it('is sent when nothing happened', async () => {
    await goOn(await nudged());
    expect(test.channel.messagesAt('@U-repairs-ann')).to.have.length(1);
  });

  it('is updated once it is answered', async () => {
    await goOn(await nudged());
    await test.submit('repairs-ann', 'acknowledge', id, { means: 'phone', words: 'told them' });
    await test.settle();
    const [nudge] = test.channel.messagesAt('@U-repairs-ann');
    expect(nudge?.card.summary).to.include('nothing left to do');
  });
});
