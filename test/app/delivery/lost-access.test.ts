import { expect } from 'chai';
import { openApp, type TestApp } from '../../support/app.js';
import { HOUR, MINUTE } from '../../support/domain.js';
import type { SendCall } from '../../support/fake-channel.js';

const ANN = '@U-repairs-ann';
const isForAnn = (call: SendCall): boolean => call.to === ANN;

describe('a message to a person who has lost access to a confidential complaint', () => {
  let test: TestApp;
  let id: string;
  beforeEach(async () => {
    test = await openApp();
    id = (await test.file('rita', { category: 'conduct' })).id;
    await test.settle();
  });
  afterEach(() => test.close());

  const assign = async (to: string): Promise<void> => {
    await test.submit('repairs-lead', 'assign', id, { to: test.personId(to) });
    await test.settle();
  };
  const deliver = async (): Promise<void> => {
    test.advance(HOUR);
    await test.app.deliverer.deliver({ kind: 'complaint', id });
    await test.settle();
  };
  const readTitles = (): readonly string[] =>
    test.channel.messagesAt(ANN).map(({ card }) => `${card.title ?? card.summary}`);

  it('is not sent, except that another person has the complaint', async () => {
    const endFault = test.channel.failAlways({ kind: 'retry', retryAfterMs: null }, isForAnn);
    await assign('repairs-ann');
    await assign('repairs-bob');
    endFault();
    await deliver();
    expect(readTitles()).to.deep.equal([`${id} is no longer yours`]);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('is looked for when it may have been posted, and not posted again', async () => {
    for (const posted of [true, false]) {
      const before = test.channel.messagesAt(ANN).length;
      test.channel.failNext({ kind: 'unknown', posted }, isForAnn);
      await assign('repairs-ann');
      await assign('repairs-bob');
      const finds = test.channel.findCalls.length;
      await deliver();
      expect(test.channel.findCalls.length - finds, `posted ${posted}`).to.equal(1);
      expect(test.channel.messagesAt(ANN).length - before).to.equal(posted ? 2 : 1);
      expect((await test.load(id)).outbox).to.deep.equal([]);
    }
  });

  it('is not sent if it is a nudge', async () => {
    await assign('repairs-ann');
    const endFault = test.channel.failAlways({ kind: 'retry', retryAfterMs: null }, isForAnn);
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
    await assign('repairs-bob');
    endFault();
    await deliver();
    const posted = test.channel.messagesAt(ANN).map(({ deliveryId }) => deliveryId);
    expect(posted.filter((one) => one.includes('acknowledgement'))).to.deep.equal([]);
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('that was posted shows only the reference after its update', async () => {
    await assign('repairs-ann');
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
    const nudge = test.channel.messagesAt(ANN).at(-1);
    expect(nudge?.card.summary).to.equal(`A reminder about ${id}`);
    await assign('repairs-bob');
    test.advance(MINUTE);
    await test.submit('repairs-bob', 'acknowledge', id, { means: 'phone', words: 'told them' });
    await test.settle();
    expect(nudge?.card).to.deep.equal({
      summary: `You can no longer see ${id}.`,
      title: null,
      blocks: [{ kind: 'note', text: [`You can no longer see ${id}.`] }],
    });
  });
});
