import { expect } from 'chai';
import type { TestApp } from '../../support/app.js';
import { FILING_VALUES } from '../../support/complaint/filing-values.js';
import { crashAtEveryCall } from '../../support/crash-at-every-call.js';

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
