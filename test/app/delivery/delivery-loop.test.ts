import { expect } from 'chai';
import { DeliveryLoop } from '../../../src/app/delivery/delivery-loop.js';
import { sendDelivery } from '../../../src/app/delivery/send.js';
import { NewClaims } from '../../../src/app/delivery/turns/new-claims.js';
import { TurnQueues } from '../../../src/app/delivery/turns/turn-queues.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { RedressError } from '../../../src/errors.js';
import { openApp, type TestApp } from '../../support/app.js';
import { createDelivery } from '../../support/domain.js';

describe('one run of the deliverer', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  it('does not end while one message is being sent, even if another failed', async () => {
    const release = test.channel.holdNext(({ to }) => to === '#C-repairs');
    test.interceptStore = async (member, args, go) => {
      const isReporters = (args[2] as { slot?: string } | undefined)?.slot === 'reporter-card';
      if (member === 'finish' && isReporters) throw new RedressError('STORE_UNAVAILABLE', 'away');
      return go();
    };
    const { id } = await test.file();
    let isIdle = false;
    const idle = test.settle().then(() => {
      isIdle = true;
    });
    for (let n = 0; n < 20; n += 1) await new Promise(setImmediate);
    expect(isIdle).to.equal(false);
    release();
    await idle;
    expect((await test.load(id)).refs).to.have.property('card:1');
  });

  it('keeps a thread message when a new card is in the outbox after all, and looks it up if it may be posted', async () => {
    const { id } = await test.file();
    await test.settle();
    const before = await test.load(id);
    const now = test.deps.realNow();
    const waiting = createDelivery('note', { createdAt: now, dueAt: now, uncertain: true });
    const card = createDelivery('card', {
      slot: 'card:1',
      view: { name: 'team-card', args: {} },
    });
    let isFirst = true;
    test.interceptStore = async (member, _, go) => {
      const loaded = await go();
      // The run sees a complaint without a card, and a note that waits for it.
      if (member === 'load' && isFirst) {
        isFirst = false;
        return { ...before, refs: {}, outbox: [waiting] };
      }
      return loaded;
    };
    await test.deps.complaints.change(id, before.version, {
      set: {},
      history: [],
      deliveries: [waiting, { ...card, createdAt: now, dueAt: now }],
      event: null,
    });
    await test.app.deliverer.deliver({ kind: 'complaint', id });
    await test.settle();
    const after = await test.load(id);
    expect(after.outbox).to.deep.equal([]);
    expect(after.history.map(({ what }) => what)).not.to.include('undelivered');
    expect(test.channel.messages.map(({ deliveryId }) => deliveryId)).to.include('note');
    expect(test.channel.findCalls).to.deep.equal(['note']);
  });

  it('sets its timer for a retry within a minute, and none for a later one or without any', async () => {
    const { id } = await test.file();
    await test.settle();
    const timers: number[] = [];
    const { deps, app } = test;
    const outbox = {
      kind: 'complaint',
      store: deps.complaints,
      findTurn: async () => null,
      send: async (complaint: Complaint, item: Complaint['outbox'][number]) =>
        item.kind === 'relay'
          ? ({ kind: 'moot' } as const)
          : sendDelivery(deps, app.accounts, complaint, item),
      reportFailure: async () => undefined,
      afterSent: async () => undefined,
    };
    const background = {
      run: () => undefined,
      runLater: (_key: string, ms: number) => void timers.push(ms),
      isClosed: false,
    };
    const queues = new TurnQueues(background);
    const loop = new DeliveryLoop<Complaint>(outbox, {
      ...{ deps, background, queues },
      claims: new NewClaims(deps, queues),
      redeliver: async () => undefined,
    });
    const deliverWith = async (...waits: readonly number[]): Promise<readonly number[]> => {
      timers.length = 0;
      const createdAt = test.deps.realNow();
      const { version } = await test.load(id);
      const deliveries = waits.map((ms) =>
        createDelivery(`in ${ms} ms`, { createdAt, dueAt: createdAt + ms }),
      );
      const change = { set: {}, history: [], deliveries, event: null };
      await test.deps.complaints.change(id, version, change);
      await Promise.all(await loop.queue(id));
      return [...timers];
    };
    expect(await deliverWith(), 'nothing waits').to.deep.equal([]);
    expect(await deliverWith(90_000, 60_001), 'a later one').to.deep.equal([]);
    expect(await deliverWith(60_000), 'one within a minute').to.deep.equal([60_000]);
  });

  it('sets its timer for a retry that becomes due just when the run ends', async () => {
    const clock = { times: [] as number[], now: 1000 };
    const realNow = () => clock.times.shift() ?? clock.now;
    const own = await openApp(undefined, { realNow });
    own.interceptStore = async (member, args, go) => {
      if (member === 'postpone') {
        const { dueAt } = args[3] as { dueAt: number };
        // the next round looks too early, and the timer is set when it is due
        clock.times = [dueAt - 1, dueAt];
        clock.now = dueAt;
      }
      return go();
    };
    own.channel.failNext({ kind: 'retry', retryAfterMs: null }, ({ to }) => to === '#C-repairs');
    await own.file();
    const deadline = performance.now() + 5000;
    while (own.channel.messages.length < 2 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await own.close();
    expect(own.channel.messages).to.have.length(2);
  });
});
