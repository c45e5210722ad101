import { expect } from 'chai';
import { openMongoStoresOn } from '../../storage/open-stores.js';
import { openApp, type TestApp } from '../../support/app.js';
import { findNextLine } from '../../support/complaint/inbox-lines.js';
import { type CrashOptions, crashAtEveryCall } from '../../support/crash-at-every-call.js';
import { at, createOrganisation, formatLocal, MINUTE } from '../../support/domain.js';
import { describeOnMongo } from '../../support/mongo.js';

/** Enough sweeps, a lease apart each, for two quarter hours. */
const SWEEPS = 20;

/** Files two complaints that `repairs-ann` takes, and stops when their first reminders are due. */
async function arrangeTwo(test: TestApp): Promise<void> {
  for (let n = 0; n < 2; n += 1) {
    const { id } = await test.file('rita', { impact: 'high' });
    await test.press('repairs-ann', 'take', id);
  }
  test.setBusinessTime((await test.load('C-1001')).nextActionAt ?? 0);
}

/** Lets another process send the reminders that are due to the inbox, and stops when its lines are due. */
async function arrangeLines(test: TestApp): Promise<void> {
  const helping = test.startAnother('helping');
  await helping.wakeable.sweep();
  await helping.background.whenIdle();
  helping.background.close();
  const inbox = await test.deps.inboxes.load(test.personId('repairs-ann'));
  test.setBusinessTime(findNextLine(inbox) ?? 0);
}

/** The warning before a promise waits for the list of Wednesday, with another promise for that day; stops when it is due. */
async function arrangeList(test: TestApp): Promise<void> {
  const helping = test.startAnother('helping');
  const sweepAt = async (now: number): Promise<void> => {
    test.setBusinessTime(now);
    await helping.wakeable.sweep();
    await helping.background.whenIdle();
  };
  const dates = { 'C-1001': at('2026-11-27T10:00'), 'C-1002': at('2026-11-25T16:00') };
  for (const [id, dueAt] of Object.entries(dates)) {
    await test.file('rita', { impact: 'high' });
    await test.press('repairs-ann', 'take', id);
    await test.app.intake.handle(acknowledge(test, id, 0));
    await test.submit('repairs-ann', 'promise', id, { what: 'Call', dueAt, basis: 'Asked' });
  }
  const usual = { listAt: 'usual', quiet: '' };
  await test.submit('repairs-ann', 'reminders', '', { ...usual, mostADay: '0' });
  for (const time of ['10:00', '10:15']) await sweepAt(at(`2026-11-24T${time}`));
  helping.background.close();
  test.setBusinessTime(at('2026-11-25T09:00'));
}

/** How often each complaint is named in the messages to a person, the latest state of each. */
function countNamed(test: TestApp, name: string): readonly number[] {
  const cards = test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  return ['C-1001', 'C-1002'].map((id) => cards.filter((card) => card.includes(id)).length);
}

const acknowledge = (test: TestApp, id: string, ago = MINUTE) => ({
  eventId: `acknowledged ${id}`,
  account: test.account('repairs-ann'),
  displayName: null,
  zone: null,
  reference: null,
  payload: {
    kind: 'submission',
    form: 'acknowledge',
    context: id,
    values: { at: test.deps.clock.now() - ago, means: 'phone', words: 'We have it' },
  } as const,
});

function crashSuite(name: string, options: CrashOptions): void {
  describe(`a process that crashes while reminders go through inboxes on ${name}`, function () {
    this.timeout(180_000);

    it('loses no line and sends none twice, whichever call it dies at', async () => {
      const crashes = await crashAtEveryCall(
        {
          sweeps: SWEEPS,
          arrange: arrangeTwo,
          act: (app) => app.wakeable.sweep(),
          async assert(test) {
            expect(countNamed(test, 'repairs-ann')).to.deep.equal([1, 1]);
            for (const id of ['C-1001', 'C-1002']) {
              expect((await test.load(id)).nudges).to.have.length(1);
            }
          },
        },
        options,
      );
      expect(crashes).to.be.greaterThan(20);
    });

    it('sends the message of an inbox once', async () => {
      const crashes = await crashAtEveryCall(
        {
          sweeps: SWEEPS,
          async arrange(test) {
            await arrangeTwo(test);
            await arrangeLines(test);
          },
          act: (app) => app.wakeable.sweep(),
          async assert(test) {
            expect(test.channel.messagesAt('@U-repairs-ann')).to.have.length(1);
            expect(countNamed(test, 'repairs-ann')).to.deep.equal([1, 1]);
          },
        },
        options,
      );
      expect(crashes).to.be.greaterThan(5);
    });

    it('never asks for what is done, whether the line or its end is lost on the way', async () => {
      const crashes = await crashAtEveryCall(
        {
          sweeps: SWEEPS,
          arrange: arrangeTwo,
          async act(app, test) {
            await app.wakeable.sweep();
            await app.intake.handle(acknowledge(test, 'C-1001'));
          },
          retry: async (test, second) =>
            void (await second.intake.handle(acknowledge(test, 'C-1001'))),
          async assert(test) {
            const asking = test.channel
              .messagesAt('@U-repairs-ann')
              .map(({ card }) => JSON.stringify(card))
              .filter((card) => card.includes('C-1001') && !card.includes('C-1001: done'));
            expect(asking).to.deep.equal([]);
            expect(countNamed(test, 'repairs-ann')[1]).to.equal(1);
          },
        },
        options,
      );
      expect(crashes).to.be.greaterThan(20);
    });

    it('sends the morning list once, with the line that waited for it, and plans the next one', async () => {
      const crashes = await crashAtEveryCall(
        {
          sweeps: SWEEPS,
          arrange: arrangeList,
          act: (app) => app.wakeable.sweep(),
          async assert(test) {
            expect(test.channel.messagesAt('@U-repairs-ann')).to.have.length(1);
            expect(countNamed(test, 'repairs-ann')).to.deep.equal([1, 1]);
            const inbox = await test.deps.inboxes.load(test.personId('repairs-ann'));
            expect(inbox?.list?.items.map(({ complaint }) => complaint)).to.deep.equal([
              'C-1001',
              'C-1002',
            ]);
            expect(inbox?.lines.map(({ sent }) => sent?.inList)).to.deep.equal([true]);
            expect(formatLocal(inbox?.listAt)).to.equal('2026-11-26T09:00');
          },
        },
        options,
      );
      expect(crashes).to.be.greaterThan(5);
    });

    it('passes the lines of a list that cannot be delivered on to the lead, each once', async () => {
      const crashes = await crashAtEveryCall(
        {
          sweeps: 2 * SWEEPS,
          async arrange(test) {
            await arrangeList(test);
            test.channel.failAlways(
              { kind: 'refused', reason: 'person-gone' },
              ({ to }) => to === '@U-repairs-ann',
            );
          },
          act: (app) => app.wakeable.sweep(),
          async assert(test) {
            expect(countNamed(test, 'repairs-lead')).to.deep.equal([1, 0]);
          },
        },
        options,
      );
      expect(crashes).to.be.greaterThan(5);
    });

    it('passes lines that cannot be delivered on to the lead, each once', async () => {
      const crashes = await crashAtEveryCall(
        {
          sweeps: 2 * SWEEPS,
          async arrange(test) {
            await arrangeTwo(test);
            test.channel.failAlways(
              { kind: 'refused', reason: 'person-gone' },
              ({ to }) => to === '@U-repairs-ann',
            );
            await arrangeLines(test);
          },
          act: (app) => app.wakeable.sweep(),
          async assert(test) {
            expect(countNamed(test, 'repairs-lead')).to.deep.equal([1, 1]);
            expect(test.channel.messagesAt('#C-ops').length, 'alarms').to.be.within(1, 2);
          },
        },
        options,
      );
      expect(crashes).to.be.greaterThan(10);
    });
  });
}

crashSuite('the embedded store', {});

// A few crashes, far apart: each takes seconds there. `test/contracts/relays.ts` crashes at each call.
describeOnMongo('inboxes', (mongo) => {
  const open = openMongoStoresOn(mongo);
  crashSuite('MongoDB', {
    step: 30,
    open: async () => {
      const { stores, destroy } = await open();
      return openApp(createOrganisation(), {}, { stores: { ...stores, close: destroy } });
    },
  });
});
