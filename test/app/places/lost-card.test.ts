import { expect } from 'chai';
import type { FailureReason } from '../../../src/domain/complaint/failure-reason.js';
import { openApp, type TestApp } from '../../support/app.js';
import { HOUR, MINUTE } from '../../support/domain.js';
import type { SendCall } from '../../support/fake-channel.js';

const isTo =
  (where: string) =>
  (call: SendCall): boolean =>
    call.to === where;
const REPAIRS = '#C-repairs';
const LEAD = '@U-repairs-lead';

/** The titles of the messages at a place. */
function wordsAt(test: TestApp, to: string): readonly string[] {
  return test.channel.messagesAt(to).map(({ card }) => JSON.stringify(card));
}

describe('a card that its team’s channel refused', () => {
  let test: TestApp;
  let mend: () => void;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const breakChannel = (reason: FailureReason = 'bot-not-in-channel'): void => {
    mend = test.channel.failAlways({ kind: 'refused', reason }, isTo(REPAIRS));
  };
  /** Lets time pass in steps of a minute, sweeping after each, as the bot does. */
  const pass = async (ms: number, step = MINUTE): Promise<void> => {
    for (let passed = 0; passed < ms; passed += step) {
      test.advance(step);
      await test.app.wakeable.sweep();
      await test.settle();
    }
  };
  const cards = (): number => test.channel.messagesAt(REPAIRS).length;

  it('is posted within minutes after the bot was invited, and the lead and the reporter learn it', async () => {
    breakChannel();
    const { id } = await test.file();
    await test.settle();
    expect(wordsAt(test, LEAD)).to.have.length(1);
    mend();
    await pass(6 * MINUTE);
    expect(cards()).to.equal(1);
    const [told, now, ...more] = wordsAt(test, LEAD);
    expect(told).to.include('tries again');
    expect(now).to.include(id).and.include('is in the channel');
    expect(more).to.deep.equal([]);
    const [reporter] = test.channel.messagesAt('@U-rita');
    expect(JSON.stringify(reporter?.card)).to.include('sent to Team repairs');
  });

  it('is tried for as long as the complaint is open, with one alarm and one message to the lead', async () => {
    breakChannel();
    const { id } = await test.file();
    await test.settle();
    await pass(58 * HOUR, 10 * MINUTE);
    expect(wordsAt(test, '#C-ops').filter((card) => card.includes('channel'))).to.have.length(1);
    const unplaced = wordsAt(test, LEAD).filter((card) => card.includes('could not be posted'));
    expect(unplaced).to.have.length(1);
    const tries = test.channel.sendCalls.filter(isTo(REPAIRS)).length;
    expect(tries).to.be.within(10, 20);
    const { history } = await test.load(id);
    const failed = history.filter(
      (entry) => entry.what === 'undelivered' && entry.args.slot === 'card:1',
    );
    expect(failed).to.have.length(1);
    mend();
    await pass(6 * HOUR + MINUTE, 10 * MINUTE);
    expect(cards()).to.equal(1);
  });

  it('is not tried again once the complaint is withdrawn', async () => {
    breakChannel();
    const { id } = await test.file();
    await test.settle();
    await test.submit('rita', 'withdraw', id, { reason: 'sorted it myself' });
    await test.settle();
    const tries = test.channel.sendCalls.filter(isTo(REPAIRS)).length;
    await pass(30 * HOUR, 10 * MINUTE);
    expect(test.channel.sendCalls.filter(isTo(REPAIRS))).to.have.length(tries);
  });
});
