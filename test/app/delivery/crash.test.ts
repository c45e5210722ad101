import { expect } from 'chai';
import type { App } from '../../../src/app/app.js';
import { LEASE_MS } from '../../../src/app/delivery/retry.js';
import { FILING_VALUES, openApp, type TestApp } from '../../support/app.js';
import { createCrashingDependencies } from '../../support/crashing-dependencies.js';

/** More calls than any of these lives makes. */
const MOST = 120;

interface Life {
  /** What there is before the process starts. Nothing is delivered meanwhile. */
  readonly before?: (test: TestApp) => Promise<void>;
  /** What the process does until it dies. */
  readonly lives: (app: App, test: TestApp) => Promise<unknown>;
  /** What a person does again since they saw no answer. */
  readonly again?: (test: TestApp, survivor: App) => Promise<unknown>;
  readonly expected: (test: TestApp) => Promise<void>;
  /** Nothing can be looked up on the platform: what was posted and not confirmed may be there once more. */
  readonly forgets?: boolean;
}

/** Runs a life that ends at its first call, its second, …, until it lives to its end. Returns how often it died. */
async function deaths(life: Life): Promise<number> {
  for (let calls = 1; calls < MOST; calls += 1) {
    const test = await openApp();
    try {
      test.app.background.close();
      if (life.forgets === true) test.channel.findBehaviour = 'cannot-tell';
      await life.before?.(test);
      const process = createCrashingDependencies(test.deps, calls);
      const doomed = test.startAnother('doomed', process.deps);
      await life.lives(doomed, test).catch(() => undefined);
      await doomed.background.whenIdle();
      doomed.background.close();
      const isDead = process.hasCrashed();
      const unconfirmed = life.forgets === true ? await postedUnconfirmed(test) : [];
      await revive(test, life);
      await noneLost(test, `death at call ${calls}`, unconfirmed);
      await life.expected(test);
      if (!isDead) return calls - 1;
    } finally {
      await test.close();
    }
  }
  throw new Error('it makes more calls than expected');
}

/** Another process starts, and its sweeps find what is left once the leases have run out. */
async function revive(test: TestApp, life: Life): Promise<void> {
  const survivor = test.startAnother('survivor');
  await life.again?.(test, survivor);
  for (let sweeps = 0; sweeps < 4; sweeps += 1) {
    test.advance(LEASE_MS + 1000);
    await survivor.wakeable.sweep();
    await survivor.background.whenIdle();
  }
}

/** What is there already, and to be sent still as far as the store knows. */
async function postedUnconfirmed(test: TestApp): Promise<readonly string[]> {
  const waiting = (await test.listAll()).flatMap(({ outbox }) => outbox.map(({ id }) => id));
  const posted = test.channel.messages.map(({ deliveryId }) => deliveryId);
  return posted.filter((id) => waiting.includes(id));
}

/** `mayRepeat`: the deliveries that may be there once more. */
async function noneLost(test: TestApp, when: string, mayRepeat: readonly string[]): Promise<void> {
  const complaints = await test.listAll();
  expect(
    complaints.flatMap(({ outbox }) => outbox),
    `lost: ${when}`,
  ).to.deep.equal([]);
  const ids = test.channel.messages.map(({ deliveryId }) => deliveryId);
  const once = new Set(ids);
  const again = ids.filter((id) => !once.delete(id));
  const open = [...mayRepeat];
  const doubled = again.filter(
    (id) => open.indexOf(id) === -1 || !open.splice(open.indexOf(id), 1),
  );
  expect(doubled, `posted twice: ${when}`).to.deep.equal([]);
}

describe('a process that dies between any two calls', function () {
  this.timeout(20_000);

  it('loses and doubles no message, and leaves no card stale', async () => {
    const died = await deaths({
      async before(test) {
        const { id } = await test.file();
        await test.press('repairs-ann', 'take', id);
        await test.submit('repairs-ann', 'update', id, { audience: 'team', text: 'for us' });
        await test.submit('repairs-ann', 'update', id, { audience: 'reporter', text: 'for you' });
        await test.submit('rita', 'withdraw', id, { reason: 'sorted' });
      },
      lives: (app) => app.deliverer.deliver('C-1001'),
      async expected(test) {
        const [card] = test.channel.messagesAt('#C-repairs');
        expect(card?.card.summary).to.include('Withdrawn');
        expect(
          test.channel.messagesAt('@U-rita').map(({ card: { summary } }) => summary),
        ).to.have.length(2);
        expect(test.channel.messagesAt(`>${card?.ref.key}`)).to.have.length(1);
      },
    });
    expect(died).to.be.greaterThan(20);
  });

  it('before a post doubles nothing where nothing can be looked up, and after it only that', async () => {
    const numbers: number[] = [];
    const died = await deaths({
      forgets: true,
      before: async (test) => void (await test.file()),
      lives: (app) => app.deliverer.deliver('C-1001'),
      async expected(test) {
        const all = ['#C-repairs', '@U-rita'].map((place) => test.channel.messagesAt(place).length);
        expect(Math.min(...all), 'each is there').to.be.above(0);
        numbers.push(test.channel.messages.length);
      },
    });
    expect(died).to.be.greaterThan(5);
    expect(Math.min(...numbers)).to.equal(2);
    expect(Math.max(...numbers), 'some death came between a post and its answer').to.be.above(2);
  });

  it('sends a nudge that is due once', async () => {
    const died = await deaths({
      async before(test) {
        const { id } = await test.file();
        await test.press('repairs-ann', 'take', id);
        test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
      },
      lives: (app) => app.wakeable.wake('C-1001'),
      async expected(test) {
        const nudges = test.channel.messagesAt('@U-repairs-ann');
        expect(nudges).to.have.length(1);
        expect((await test.load('C-1001')).nudges).to.have.length(1);
      },
    });
    expect(died).to.be.greaterThan(10);
  });

  it('raises the alarm for a message that failed, and tells the next person, once', async () => {
    const died = await deaths({
      async before(test) {
        await test.file();
        test.channel.failAlways(
          { kind: 'refused', reason: 'channel-archived' },
          ({ to }) => to === '#C-repairs',
        );
      },
      lives: (app) => app.deliverer.deliver('C-1001'),
      async expected(test) {
        expect(test.channel.messagesAt('#C-ops')).to.have.length(1);
        expect(test.channel.messagesAt('@U-repairs-lead')).to.have.length(1);
        expect(test.channel.messagesAt('@U-rita')).to.have.length(1);
      },
    });
    expect(died).to.be.greaterThan(10);
  });

  it('files once a form that is sent again, whatever its first answer would have been', async () => {
    const event = (test: TestApp) => ({
      eventId: 'form-1',
      account: test.account('rita'),
      displayName: null,
      zone: null,
      reference: null,
      payload: { kind: 'submission', form: 'file', context: '', values: FILING_VALUES } as const,
    });
    const died = await deaths({
      lives: (app, test) => app.intake.handle(event(test)),
      async again(test, survivor) {
        const reply = await survivor.intake.handle(event(test));
        expect(reply).to.deep.equal({ kind: 'none' });
      },
      async expected(test) {
        expect(await test.listAll()).to.have.length(1);
        expect(test.channel.messages.map(({ to }) => to).sort()).to.deep.equal([
          '#C-repairs',
          '@U-rita',
        ]);
      },
    });
    expect(died).to.be.greaterThan(5);
  });

  it('takes it once for whoever pressed, though they press again', async () => {
    const event = (test: TestApp, eventId: string) => ({
      eventId,
      account: test.account('repairs-ann'),
      displayName: null,
      zone: null,
      reference: null,
      payload: { kind: 'action', action: 'take', value: 'C-1001' } as const,
    });
    await deaths({
      before: async (test) => void (await test.file()),
      lives: (app, test) => app.intake.handle(event(test, 'press-1')),
      again: (test, survivor) => survivor.intake.handle(event(test, 'press-2')),
      async expected(test) {
        const { assignee, version } = await test.load('C-1001');
        expect([assignee, version]).to.deep.equal([test.personId('repairs-ann'), 2]);
        expect(test.channel.messagesAt('#C-repairs')[0]?.card.summary).to.include('Being handled');
      },
    });
  });
});
