import { expect } from 'chai';
import { withDoubt } from '../../../adapters/teams/outbound/doubt.js';
import { openApp, type TestApp } from '../../support/app.js';
import { createCrashingDependencies } from '../../support/crashing-dependencies.js';
import { HOUR, MINUTE } from '../../support/domain.js';
import { createFakeChannel, type FakeChannel, type SendCall } from '../../support/fake-channel.js';

const REPAIRS = '#C-repairs';
const isCard = (call: SendCall): boolean => call.to === REPAIRS;

describe('a refusal that the platform also gives while nothing is wrong', () => {
  let test: TestApp;
  let channel: FakeChannel;
  beforeEach(async () => {
    channel = createFakeChannel();
    const doubting = withDoubt(channel, 5 * MINUTE);
    test = await openApp(undefined, { channels: new Map([['slack', doubting]]) }, { channel });
  });
  afterEach(() => test.close());

  const pass = async (ms: number, step = 10_000): Promise<void> => {
    for (let passed = 0; passed < ms; passed += step) {
      test.advance(step);
      await test.app.wakeable.sweep();
      await test.settle();
    }
  };
  const tries = (): number => channel.sendCalls.filter(isCard).length;

  it('is not believed while it lasts less than five minutes', async () => {
    const mend = channel.failAlways({ kind: 'refused', reason: 'channel-gone' }, isCard);
    await test.file();
    await test.settle();
    await pass(4 * MINUTE);
    mend();
    await pass(2 * MINUTE);
    expect(channel.messagesAt(REPAIRS)).to.have.length(1);
    expect(channel.messagesAt('#C-ops')).to.deep.equal([]);
    expect(channel.messagesAt('@U-repairs-lead')).to.deep.equal([]);
  });

  it('is believed after at least four tries in five minutes, also after an outage of hours', async () => {
    const end = channel.failAlways({ kind: 'retry', retryAfterMs: null }, isCard);
    await test.file();
    await test.settle();
    await pass(2 * HOUR, MINUTE);
    end();
    channel.failAlways({ kind: 'refused', reason: 'channel-gone' }, isCard);
    const before = tries();
    await pass(5 * MINUTE);
    expect(channel.messagesAt('#C-ops')).to.deep.equal([]);
    await pass(7 * MINUTE);
    expect(tries() - before).to.be.at.least(4);
    expect(channel.messagesAt('#C-ops')).to.have.length(1);
  });

  it('does not post a card twice because its message was not found for a moment', async () => {
    const { id } = await test.file();
    await test.settle();
    channel.failNext({ kind: 'refused', reason: 'message-gone' }, isCard);
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    await pass(MINUTE);
    const [card, ...more] = channel.messagesAt(REPAIRS);
    expect(card?.updates).to.equal(1);
    expect(more).to.deep.equal([]);
  });
});

describe('a stuck card, when the process is killed at any call', () => {
  it('is posted once, and its lead is told once', async () => {
    for (let calls = 1; calls < 60; calls += 1) {
      const test = await openApp();
      const mend = test.channel.failAlways(
        { kind: 'refused', reason: 'bot-not-in-channel' },
        isCard,
      );
      const { id } = await test.file();
      await test.settle();
      test.app.background.close();
      mend();
      const process = createCrashingDependencies(test.deps, calls);
      const crashing = test.startAnother('crashing', process.deps);
      const places = [{ platform: 'slack', channel: 'C-repairs' }] as const;
      const event = { eventId: 'e', account: test.account('rita'), displayName: null, zone: null };
      const joined = { ...event, reference: null, payload: { kind: 'joined', places } as const };
      await crashing.intake.handle(joined);
      await crashing.background.whenIdle();
      crashing.background.close();
      const second = test.startAnother('second');
      for (let sweeps = 0; sweeps < 8; sweeps += 1) {
        test.advance(MINUTE);
        await second.wakeable.sweep();
        await second.background.whenIdle();
      }
      const told = test.channel
        .messagesAt('@U-repairs-lead')
        .filter(({ card }) => JSON.stringify(card).includes('is in the channel'));
      expect(test.channel.messagesAt(REPAIRS), `crash at call ${calls}`).to.have.length(1);
      expect(told, `crash at call ${calls}`).to.have.length(1);
      expect((await test.load(id)).undelivered.stuck).to.deep.equal([]);
      const hasCrashed = process.hasCrashed();
      await test.close();
      if (!hasCrashed) return;
    }
    throw new Error('it makes more calls than expected');
  });
});
