import { expect } from 'chai';
import type { FailureReason } from '../../../src/domain/complaint/failure-reason.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import { openApp, type TestApp } from '../../support/app.js';
import { HOUR, MINUTE } from '../../support/domain.js';
import type { SendCall } from '../../support/fake-channel.js';

const isTo =
  (where: string) =>
  (call: SendCall): boolean =>
    call.to === where;
const REPAIRS = '#C-repairs';
const LEAD = '@U-repairs-lead';

/** The messages at a place, as JSON. */
function wordsAt(test: TestApp, to: string): readonly string[] {
  return test.channel.messagesAt(to).map(({ card }) => JSON.stringify(card));
}

/** The organisation with another channel for the team `repairs`. */
function withRepairsIn({ organisation }: TestApp, channel: string): Organisation {
  const team = organisation.teams.get('repairs');
  if (team === undefined) throw new Error('no team repairs');
  const place = { platform: 'slack', channel } as const;
  const teams = new Map([...organisation.teams, ['repairs', { ...team, place }]]);
  return { ...organisation, teams };
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

  it('is posted at once when the platform says that the bot was let into its channel', async () => {
    breakChannel();
    const { id } = await test.file();
    await test.settle();
    await pass(8 * HOUR, 10 * MINUTE);
    mend();
    const places = [{ channel: 'C-repairs', platform: 'slack' }] as const;
    await test.send('rita', { kind: 'joined', places: [{ platform: 'slack', channel: 'C-desk' }] });
    await test.settle();
    expect(cards()).to.equal(0);
    await test.send('rita', { kind: 'joined', places });
    await test.settle();
    expect(cards()).to.equal(1);
    expect((await test.load(id)).undelivered.stuck).to.deep.equal([]);
    expect((await test.load(id)).history.at(-1)?.what).to.equal('placed');
  });

  it('is posted at once after a start with another channel in redress.yml', async () => {
    breakChannel('channel-gone');
    const { id } = await test.file();
    await test.settle();
    const other = test.startAnother('second', { organisation: withRepairsIn(test, 'C-damp') });
    other.startCardRetries();
    await test.settle();
    const keys = test.channel.messagesAt('#C-damp').map(({ ref }) => ref.key);
    expect(keys).to.deep.equal([(await test.load(id)).refs['card:1']?.key]);
    expect(wordsAt(test, LEAD).at(-1)).to.include('is in the channel');
  });

  it('is news once more when the corrected channel refuses it too', async () => {
    breakChannel('channel-gone');
    await test.file();
    await test.settle();
    test.channel.failAlways({ kind: 'refused', reason: 'bot-not-in-channel' }, isTo('#C-damp'));
    const other = test.startAnother('second', { organisation: withRepairsIn(test, 'C-damp') });
    for (let hour = 0; hour < 12; hour += 1) {
      other.startCardRetries();
      await test.settle();
      test.advance(HOUR);
    }
    const unplaced = wordsAt(test, LEAD).filter((card) => card.includes('could not be posted'));
    expect(unplaced).to.have.length(2);
    expect(wordsAt(test, '#C-ops')).to.have.length(2);
  });

  it('is tried after a start, but not again and again when Redress starts often', async () => {
    breakChannel();
    await test.file();
    await test.settle();
    const tries = (): number => test.channel.sendCalls.filter(isTo(REPAIRS)).length;
    for (let starts = 0; starts < 5; starts += 1) {
      test.app.startCardRetries();
      await test.settle();
    }
    expect(tries()).to.equal(1);
    test.advance(5 * MINUTE);
    test.app.startCardRetries();
    await test.settle();
    expect(tries()).to.equal(2);
  });

  it('is brought up to date later if it was refused only an update', async () => {
    const { id } = await test.file();
    await test.settle();
    breakChannel('channel-archived');
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    await pass(2 * HOUR, 10 * MINUTE);
    expect(test.channel.messagesAt(REPAIRS)[0]?.updates).to.equal(0);
    mend();
    await pass(5 * HOUR, 10 * MINUTE);
    expect(test.channel.messagesAt(REPAIRS)[0]?.updates).to.equal(1);
    const { history, undelivered } = await test.load(id);
    expect(history.filter(({ what }) => what === 'undelivered')).to.have.length(1);
    expect(undelivered.stuck).to.deep.equal([]);
  });

  it('of an earlier build, which never tried again, is tried with the next reminder', async () => {
    breakChannel();
    const { id } = await test.file();
    await test.settle();
    mend();
    const { version, undelivered } = await test.load(id);
    const { stuck: _unknown, ...old } = undelivered;
    const set = { undelivered: old, stuckIn: [], nextActionAt: test.deps.clock.now() + HOUR };
    const change = { set, history: [], deliveries: [], event: null };
    expect(await test.deps.complaints.change(id, version, change)).to.equal(true);
    await pass(HOUR + MINUTE, 10 * MINUTE);
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
