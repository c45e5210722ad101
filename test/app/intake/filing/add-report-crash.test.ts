import { expect } from 'chai';
import type { TestApp } from '../../../support/app.js';
import { crashAtEveryCall } from '../../../support/crash-at-every-call.js';

describe('adding to a complaint while the process crashes between any two calls', function () {
  this.timeout(60_000);

  it('adds once, and posts the card and the message to the team once', async () => {
    const event = (test: TestApp) => ({
      eventId: 'form-1',
      account: test.account('zoe'),
      displayName: null,
      zone: null,
      reference: null,
      payload: {
        kind: 'submission',
        form: 'add-report',
        context: 'C-1001\nT-17\n\n',
        values: { receivedAt: null, means: 'phone', words: 'They called again.' },
      } as const,
    });
    const crashes = await crashAtEveryCall({
      async arrange(test) {
        await test.file();
        await test.settle();
      },
      act: (app, test) => app.intake.handle(event(test)),
      async retry(test, second) {
        expect((await second.intake.handle(event(test))).kind).to.equal('notice');
      },
      async assert(test) {
        expect((await test.load('C-1001')).addedReports).to.have.length(1);
        const [card] = test.channel.messagesAt('#C-repairs');
        expect(test.channel.messagesAt(`>${card?.ref.key}`)).to.have.length(1);
        expect(test.channel.messagesAt('@U-zoe')).to.have.length(1);
        for (const place of ['#C-repairs', '@U-rita', '@U-zoe']) {
          const [shown, ...more] = test.channel.messagesAt(place);
          expect(JSON.stringify(shown?.card), place).to.include('Complained again');
          expect(more, place).to.deep.equal([]);
        }
      },
    });
    expect(crashes).to.be.greaterThan(5);
  });
});
