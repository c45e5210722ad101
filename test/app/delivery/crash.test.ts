import { expect } from 'chai';
import type { App } from '../../../src/app/app.js';
import { LEASE_MS } from '../../../src/app/delivery/retry.js';
import { FILING_VALUES, openApp, type TestApp } from '../../support/app.js';
import { createCrashingDependencies } from '../../support/crashing-dependencies.js';

/** More calls than any of these scenarios makes. */
const MAX_CALLS = 120;

interface CrashScenario {
  /** Runs before the process starts, without delivering anything. */
  readonly arrange?: (test: TestApp) => Promise<void>;
  /** What the process does until it crashes. */
  readonly act: (app: App, test: TestApp) => Promise<unknown>;
  /** What a person does again because they got no reply. */
  readonly retry?: (test: TestApp, second: App) => Promise<unknown>;
  readonly assert: (test: TestApp) => Promise<void>;
  /** The platform cannot find posted messages: one that was posted and not confirmed may be posted again. */
  readonly cannotFind?: boolean;
}

/** Runs a scenario with a crash at the first call, at the second, …, until it ends without. Returns how often it crashed. */
async function crashAtEveryCall(scenario: CrashScenario): Promise<number> {
  for (let calls = 1; calls < MAX_CALLS; calls += 1) {
    const test = await openApp();
    try {
      test.app.background.close();
      if (scenario.cannotFind === true) test.channel.findBehaviour = 'cannot-tell';
      await scenario.arrange?.(test);
      const process = createCrashingDependencies(test.deps, calls);
      const crashing = test.startAnother('crashing', process.deps);
      await scenario.act(crashing, test).catch(() => undefined);
      await crashing.background.whenIdle();
      crashing.background.close();
      const hasCrashed = process.hasCrashed();
      const unconfirmed = scenario.cannotFind === true ? await findUnconfirmed(test) : [];
      await recover(test, scenario);
      await expectNothingLost(test, `crash at call ${calls}`, unconfirmed);
      await scenario.assert(test);
      if (!hasCrashed) return calls - 1;
    } finally {
      await test.close();
    }
  }
  throw new Error('it makes more calls than expected');
}

/** Starts another process, whose sweeps find what is left after the leases have expired. */
async function recover(test: TestApp, scenario: CrashScenario): Promise<void> {
  const second = test.startAnother('second');
  await scenario.retry?.(test, second);
  for (let sweeps = 0; sweeps < 4; sweeps += 1) {
    test.advance(LEASE_MS + 1000);
    await second.wakeable.sweep();
    await second.background.whenIdle();
  }
}

/** The deliveries that are posted but still in the outbox. */
async function findUnconfirmed(test: TestApp): Promise<readonly string[]> {
  const waiting = (await test.listAll()).flatMap(({ outbox }) => outbox.map(({ id }) => id));
  const posted = test.channel.messages.map(({ deliveryId }) => deliveryId);
  return posted.filter((id) => waiting.includes(id));
}

/** `mayRepeat`: the deliveries that may be posted once more. */
async function expectNothingLost(
  test: TestApp,
  when: string,
  mayRepeat: readonly string[],
): Promise<void> {
  const complaints = await test.listAll();
  expect(
    complaints.flatMap(({ outbox }) => outbox),
    `lost: ${when}`,
  ).to.deep.equal([]);
  const ids = test.channel.messages.map(({ deliveryId }) => deliveryId);
  const once = new Set(ids);
  const again = ids.filter((id) => !once.delete(id));
  const allowed = [...mayRepeat];
  const repeated = again.filter(
    (id) => allowed.indexOf(id) === -1 || !allowed.splice(allowed.indexOf(id), 1),
  );
  expect(repeated, `posted twice: ${when}`).to.deep.equal([]);
}

describe('a process that crashes between any two calls', function () {
  this.timeout(20_000);

  it('loses no message, sends none twice and leaves no card outdated', async () => {
    const crashes = await crashAtEveryCall({
      async arrange(test) {
        const { id } = await test.file();
        await test.press('repairs-ann', 'take', id);
        await test.submit('repairs-ann', 'update', id, { audience: 'team', text: 'for us' });
        await test.submit('repairs-ann', 'update', id, { audience: 'reporter', text: 'for you' });
        await test.submit('rita', 'withdraw', id, { reason: 'sorted' });
      },
      act: (app) => app.deliverer.deliver({ kind: 'complaint', id: 'C-1001' }),
      async assert(test) {
        const [card] = test.channel.messagesAt('#C-repairs');
        expect(card?.card.summary).to.include('Withdrawn');
        expect(
          test.channel.messagesAt('@U-rita').map(({ card: { summary } }) => summary),
        ).to.have.length(2);
        expect(test.channel.messagesAt(`>${card?.ref.key}`)).to.have.length(1);
      },
    });
    expect(crashes).to.be.greaterThan(20);
  });

  it('repeats a message only when it crashes after its post, on a platform that cannot find messages', async () => {
    const numbers: number[] = [];
    const crashes = await crashAtEveryCall({
      cannotFind: true,
      arrange: async (test) => void (await test.file()),
      act: (app) => app.deliverer.deliver({ kind: 'complaint', id: 'C-1001' }),
      async assert(test) {
        const all = ['#C-repairs', '@U-rita'].map((place) => test.channel.messagesAt(place).length);
        expect(Math.min(...all), 'each is posted').to.be.above(0);
        numbers.push(test.channel.messages.length);
      },
    });
    expect(crashes).to.be.greaterThan(5);
    expect(Math.min(...numbers)).to.equal(2);
    expect(Math.max(...numbers), 'some crash came between a post and its answer').to.be.above(2);
  });

  it('sends a due nudge once', async () => {
    const crashes = await crashAtEveryCall({
      async arrange(test) {
        const { id } = await test.file();
        await test.press('repairs-ann', 'take', id);
        test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
      },
      act: (app) => app.wakeable.wake({ kind: 'complaint', id: 'C-1001' }),
      async assert(test) {
        const nudges = test.channel.messagesAt('@U-repairs-ann');
        expect(nudges).to.have.length(1);
        expect((await test.load('C-1001')).nudges).to.have.length(1);
      },
    });
    expect(crashes).to.be.greaterThan(10);
  });

  it('reports a failed message to the ops channel and to the next person, once', async () => {
    const crashes = await crashAtEveryCall({
      async arrange(test) {
        await test.file();
        test.channel.failAlways(
          { kind: 'refused', reason: 'channel-archived' },
          ({ to }) => to === '#C-repairs',
        );
      },
      act: (app) => app.deliverer.deliver({ kind: 'complaint', id: 'C-1001' }),
      async assert(test) {
        expect(test.channel.messagesAt('#C-ops')).to.have.length(1);
        expect(test.channel.messagesAt('@U-repairs-lead')).to.have.length(1);
        expect(test.channel.messagesAt('@U-rita')).to.have.length(1);
      },
    });
    expect(crashes).to.be.greaterThan(10);
  });

  it('files a form once when it is submitted again after any crash', async () => {
    const event = (test: TestApp) => ({
      eventId: 'form-1',
      account: test.account('rita'),
      displayName: null,
      zone: null,
      reference: null,
      payload: { kind: 'submission', form: 'file', context: '', values: FILING_VALUES } as const,
    });
    const crashes = await crashAtEveryCall({
      act: (app, test) => app.intake.handle(event(test)),
      async retry(test, second) {
        const reply = await second.intake.handle(event(test));
        expect(reply.kind).to.equal('recorded');
      },
      async assert(test) {
        expect(await test.listAll()).to.have.length(1);
        expect(test.channel.messages.map(({ to }) => to).sort()).to.deep.equal([
          '#C-repairs',
          '@U-rita',
        ]);
      },
    });
    expect(crashes).to.be.greaterThan(5);
  });

  it('runs a button once when the person presses it again', async () => {
    const event = (test: TestApp, eventId: string) => ({
      eventId,
      account: test.account('repairs-ann'),
      displayName: null,
      zone: null,
      reference: null,
      payload: { kind: 'action', action: 'take', value: 'C-1001' } as const,
    });
    await crashAtEveryCall({
      arrange: async (test) => void (await test.file()),
      act: (app, test) => app.intake.handle(event(test, 'press-1')),
      retry: (test, second) => second.intake.handle(event(test, 'press-2')),
      async assert(test) {
        const { assignee, version } = await test.load('C-1001');
        expect([assignee, version]).to.deep.equal([test.personId('repairs-ann'), 2]);
        expect(test.channel.messagesAt('#C-repairs')[0]?.card.summary).to.include('Being handled');
      },
    });
  });
});
