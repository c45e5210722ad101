import { expect } from 'chai';
import { LEASE_MS } from '../../../src/app/delivery/retry.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { openApp, type TestApp } from '../../support/app.js';
import { HOUR, MINUTE } from '../../support/domain.js';
import type { SendCall } from '../../support/fake-channel.js';

const isToTeam = (call: SendCall): boolean => call.to === '#C-repairs';
const isUpdate = (call: SendCall): boolean => call.op === 'update';

describe('the deliverer', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const update = (id: string, text: string, audience = 'team') =>
    test.submit('repairs-ann', 'update', id, { audience, text });
  const deliver = async (id: string): Promise<void> => {
    await test.app.deliverer.deliver({ kind: 'complaint', id });
    await test.settle();
  };
  const posts = (to: string): readonly string[] =>
    test.channel.sendCalls
      .filter((call) => call.op === 'post' && call.to === to)
      .map(({ deliveryId }) => deliveryId);

  it('keeps the order within a slot, and posts to the thread after the card', async () => {
    const release = test.channel.holdNext(isToTeam);
    const { id } = await test.file();
    await update(id, 'one');
    await update(id, 'two');
    await update(id, 'three');
    expect(test.channel.messagesAt('#C-repairs')).to.deep.equal([]);
    release();
    await test.settle();
    const texts = test.channel.messagesAt('>m2').map(({ card }) => JSON.stringify(card.blocks));
    expect(test.channel.messages.filter(({ to }) => to.startsWith('>'))).to.have.length(3);
    expect(texts.map((text) => /one|two|three/.exec(text)?.[0])).to.deep.equal([
      'one',
      'two',
      'three',
    ]);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('waits longer after each retry, and never less than the platform asked for', async () => {
    const endFault = test.channel.failAlways({ kind: 'retry', retryAfterMs: null }, isToTeam);
    const { id } = await test.file();
    await test.settle();
    const [first] = (await test.load(id)).outbox;
    expect(first).to.include({ attempts: 1, lease: null, uncertain: false });
    await deliver(id);
    expect(posts('#C-repairs'), 'not before it is due').to.have.length(1);
    test.advance(1250);
    await deliver(id);
    const [second] = (await test.load(id)).outbox;
    expect((second?.dueAt ?? 0) - test.deps.realNow()).to.be.within(1500, 2500);
    endFault();
    test.channel.failNext({ kind: 'retry', retryAfterMs: 30_000 }, isToTeam);
    test.advance(2500);
    await deliver(id);
    const [third] = (await test.load(id)).outbox;
    expect(third?.dueAt).to.equal(test.deps.realNow() + 30_000);
    test.advance(30_000);
    await deliver(id);
    expect(test.channel.messagesAt('#C-repairs')).to.have.length(1);
    expect(test.channel.findCalls, 'no attempt was uncertain').to.deep.equal([]);
  });

  it('retries by its own timer', async function () {
    this.timeout(30_000); // a second or two, but on a busy machine
    test.channel.failNext({ kind: 'retry', retryAfterMs: null }, isToTeam);
    const real = performance.now();
    const own = await openApp(undefined, { realNow: () => performance.now() });
    own.channel.failNext({ kind: 'retry', retryAfterMs: null });
    await own.file();
    while (own.channel.messages.length < 2 && performance.now() - real < 25_000) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await own.close();
    expect(own.channel.messages).to.have.length(2);
  });

  for (const posted of [true, false]) {
    const outcome = posted ? 'finds it and does not post it twice' : 'finds none and posts it';
    for (const kind of ['unknown', 'throw'] as const) {
      it(`looks for a message after ${kind}: ${outcome}`, async () => {
        test.channel.failNext({ kind, posted }, isToTeam);
        const { id } = await test.file();
        await test.settle();
        expect((await test.load(id)).outbox[0]).to.include({ uncertain: true, lease: null });
        test.advance(4000);
        await deliver(id);
        expect(test.channel.messagesAt('#C-repairs')).to.have.length(1);
        expect(test.channel.findCalls).to.have.length(1);
        expect((await test.load(id)).refs['card:1']?.key).to.equal(
          test.channel.messagesAt('#C-repairs')[0]?.ref.key,
        );
      });
    }
  }

  it('waits three seconds after an attempt without an answer before it looks for the message', async () => {
    test.channel.failNext({ kind: 'unknown', posted: true }, isToTeam);
    const { id } = await test.file();
    await test.settle();
    test.advance(2900);
    await deliver(id);
    expect(test.channel.findCalls).to.deep.equal([]);
    test.advance(100);
    await deliver(id);
    expect(test.channel.findCalls).to.have.length(1);
  });

  it('looks for a message from its creation on, however late its last attempt was', async () => {
    const asked: number[] = [];
    const { findMessage } = test.channel;
    test.channel.findMessage = (to, deliveryId, since) => {
      asked.push(since);
      return findMessage(to, deliveryId, since);
    };
    const created = test.deps.realNow();
    test.channel.failNext({ kind: 'unknown', posted: true }, isToTeam);
    const { id } = await test.file();
    await test.settle();
    test.advance(HOUR);
    await deliver(id);
    expect(asked).to.deep.equal([created]);
  });

  it('posts nothing while the platform cannot say whether the message was posted', async () => {
    test.channel.failNext({ kind: 'unknown', posted: true }, isToTeam);
    test.channel.findBehaviour = 'retry';
    const { id } = await test.file();
    for (let n = 0; n < 3; n += 1) {
      test.advance(HOUR);
      await deliver(id);
    }
    expect(posts('#C-repairs')).to.have.length(1);
    test.channel.findBehaviour = 'works';
    test.advance(HOUR);
    await deliver(id);
    expect(test.channel.messagesAt('#C-repairs')).to.have.length(1);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('posts again once for each lost answer when the platform can never tell', async () => {
    test.channel.findBehaviour = 'cannot-tell';
    test.channel.failNext({ kind: 'unknown', posted: true }, isToTeam);
    const { id } = await test.file();
    await test.settle();
    test.advance(4000);
    await deliver(id);
    expect(test.channel.messagesAt('#C-repairs')).to.have.length(2);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('sends all pending updates of a slot as one, with the latest state', async () => {
    const { id } = await test.file();
    await test.settle();
    const endFault = test.channel.failAlways({ kind: 'retry', retryAfterMs: null }, isUpdate);
    await test.press('repairs-ann', 'take', id);
    await update(id, 'one');
    await test.submit('rita', 'withdraw', id, { reason: 'sorted' });
    await test.settle();
    endFault();
    test.advance(MINUTE);
    const before = test.channel.sendCalls.length;
    await deliver(id);
    const sent = test.channel.sendCalls.slice(before).filter(isUpdate);
    expect(sent.map(({ to }) => to).sort()).to.deep.equal(['#C-repairs', '@U-rita']);
    expect(test.channel.messagesAt('#C-repairs')[0]?.card.summary).to.include('Withdrawn');
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('renders the state at the time of sending, not of the claim', async () => {
    const change = async (id: string): Promise<void> => {
      const details = { ...(await test.load(id)).details, impact: 'critical' } as const;
      const parts = { history: [], deliveries: [], event: null };
      await test.deps.complaints.change(id, 1, { set: { details }, ...parts });
    };
    test.interceptStore = async (member, _args, go) => {
      const result = await go();
      if (member === 'file') await change((result as { complaint: Complaint }).complaint.id);
      return result;
    };
    await test.file();
    await test.settle();
    expect(JSON.stringify(test.channel.messagesAt('#C-repairs')[0]?.card)).to.include('Critical');
  });

  it('leaves a delivery that another process holds, and takes it over when the lease has expired', async () => {
    const release = test.channel.holdNext(isToTeam);
    const { id } = await test.file();
    const other = test.startAnother('second');
    while (test.channel.sendCalls.length < 2) await new Promise(setImmediate);
    await other.deliverer.deliver({ kind: 'complaint', id });
    expect(posts('#C-repairs')).to.have.length(1);
    test.advance(LEASE_MS);
    await other.deliverer.deliver({ kind: 'complaint', id });
    expect(test.channel.findCalls, 'it looks for the message before it posts').to.have.length(1);
    const ref = (await test.load(id)).refs['card:1'];
    release();
    await test.settle();
    expect((await test.load(id)).refs['card:1'], 'the late answer changes nothing').to.deep.equal(
      ref,
    );
  });

  it('delivers a complaint in one run, and looks again for what was added meanwhile', async () => {
    const release = test.channel.holdNext(isToTeam);
    const { id } = await test.file();
    const both = Promise.all([
      test.app.deliverer.deliver({ kind: 'complaint', id }),
      test.app.deliverer.deliver({ kind: 'complaint', id }),
    ]);
    await update(id, 'late');
    release();
    await both;
    await test.settle();
    expect(posts('#C-repairs')).to.have.length(1);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('serves a call that comes just when a run ends', async () => {
    const { id } = await test.file();
    await test.settle();
    let loads = 0;
    test.interceptStore = async (member, _, go) => {
      if (member === 'load') loads += 1;
      return go();
    };
    for (let ticks = 0; ticks < 60; ticks += 1) {
      const run = test.app.deliverer.deliver({ kind: 'complaint', id });
      for (let n = 0; n < ticks; n += 1) await Promise.resolve();
      const before = loads;
      await test.app.deliverer.deliver({ kind: 'complaint', id });
      expect(loads, `a call after ${ticks} ticks looks again`).to.be.greaterThan(before);
      await run;
    }
  });

  it('retries a message whose call throws, and the other slots go on', async () => {
    const { id } = await test.file();
    await test.settle();
    test.channel.failNext({ kind: 'throw', posted: false }, ({ to }) => to !== '@U-rita');
    await update(id, 'for us', 'team');
    await update(id, 'news', 'reporter');
    await test.settle();
    const [left] = (await test.load(id)).outbox;
    expect(left).to.include({ slot: 'thread:1', attempts: 1 });
    expect(test.channel.messagesAt('@U-rita')).to.have.length(2);
  });
});
