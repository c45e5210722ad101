import { expect } from 'chai';
import type { FailureReason } from '../../src/domain/complaint/failure-reason.js';
import type { Account } from '../../src/domain/organisation/person.js';
import type { MessageRef, Place } from '../../src/domain/organisation/place.js';
import type { Channel, Destination, SendOutcome } from '../../src/ports/channel.js';
import type { Card } from '../../src/views/elements.js';
import { testTurns } from './channel-turns.js';

/** A channel and its platform, or a simulator of it. Created anew for each test. */
export interface ChannelHarness {
  readonly channel: Channel;
  /** A channel the bot may write to. */
  readonly place: Place;
  /** A person the bot may write to. */
  readonly person: Account;
  /** A message's visible content as text; undefined if there is no such message. */
  visibleText(ref: MessageRef): Promise<string | undefined>;
  /** The number of messages in the place, including threads. */
  countMessages(): Promise<number>;
  /** The faults that can be caused. */
  readonly faults: ChannelFaults;
  stop(): Promise<void>;
}

/** Each member causes a fault; a platform has those that it supports. */
export interface ChannelFaults {
  /** The next post arrives, its response does not. */
  loseReply?(): void;
  /** The next post is refused for this long, ms. */
  limitRate?(ms: number): void;
  /** The platform answers every request with an error. */
  goDown?(): void;
  archive?(): Promise<void> | void;
  removeBot?(): Promise<void> | void;
  /** A place that does not exist. */
  missingPlace?(): Place;
  /** An account that was closed or never existed. */
  goneAccount?(): Account;
}

/** The faults a platform supports, known before a harness exists, so that only their tests are registered. */
export type SupportedFaults = readonly (keyof ChannelFaults)[];

/** Whether the platform can find a message by its delivery id. */
export type FindSupport = 'finds' | 'cannot-tell';

let ids = 0;
function createMessage(summary: string) {
  ids += 1;
  const card: Card = { summary, title: null, blocks: [{ kind: 'text', text: [summary] }] };
  return { deliveryId: `delivery-${Date.now()}-${ids}`, card };
}

function expectSent(outcome: SendOutcome): MessageRef {
  expect(outcome.kind, JSON.stringify(outcome)).to.equal('sent');
  if (outcome.kind !== 'sent') throw new Error(outcome.kind);
  return outcome.ref;
}

function expectRefused(outcome: SendOutcome, reason: FailureReason): void {
  expect(outcome).to.deep.include({ kind: 'refused', reason });
}

/** Registers the tests that every {@link Channel} must pass. */
export function channelContract(
  name: string,
  create: () => Promise<ChannelHarness>,
  supportedFaults: SupportedFaults,
  findSupport: FindSupport = 'finds',
): void {
  describe(`The channel to ${name}`, () => {
    let harness: ChannelHarness;
    beforeEach(async () => {
      harness = await create();
    });
    afterEach(() => harness.stop());
    const since = () => Date.now();

    testPosting(() => harness, findSupport);
    testTurns(() => harness);
    if (findSupport === 'finds') testFinding(() => harness, since);
    else testCannotTell(() => harness, since);
    if (supportedFaults.includes('loseReply')) testLostReply(() => harness, since, findSupport);
    testFaults(() => harness, supportedFaults, findSupport);
  });
}

function listDestinations(
  harness: ChannelHarness,
  root: MessageRef,
): readonly (readonly [string, Destination])[] {
  return [
    ['a channel', { place: harness.place }],
    ['a DM', { accounts: [{ ...harness.person, reference: null }] }],
    ['a thread', { thread: root }],
  ];
}

function testPosting(harness: () => ChannelHarness, findSupport: FindSupport): void {
  it('posts to the account in its own workspace, whatever the order of a person’s accounts', async () => {
    const own = { ...harness().person, reference: null };
    const left = { ...own, workspace: 'T0LEFTLONGAGO' };
    for (const accounts of [
      [left, own],
      [own, left],
    ]) {
      const message = createMessage('to whom it concerns');
      const start = Date.now();
      const ref = expectSent(await harness().channel.post({ accounts }, message));
      expect(await harness().visibleText(ref)).to.contain('to whom it concerns');
      const found = await harness().channel.findMessage({ accounts }, message.deliveryId, start);
      const expected = findSupport === 'finds' ? { kind: 'found', ref } : { kind: 'cannot-tell' };
      expect(found).to.deep.equal(expected);
    }
  });

  it('posts to channels, DMs and threads and returns a different reference for each', async () => {
    const root = expectSent(
      await harness().channel.post({ place: harness().place }, createMessage('root')),
    );
    const keys = new Set([root.key]);
    for (const [what, target] of listDestinations(harness(), root)) {
      const ref = expectSent(await harness().channel.post(target, createMessage(`to ${what}`)));
      expect(ref.platform).to.equal(harness().channel.platform);
      expect(await harness().visibleText(ref)).to.contain(`to ${what}`);
      keys.add(ref.key);
    }
    expect(keys.size).to.equal(4);
  });

  it('returns references that can be stored', async () => {
    const posted = expectSent(
      await harness().channel.post({ place: harness().place }, createMessage('before')),
    );
    const stored = JSON.parse(JSON.stringify(posted)) as MessageRef;
    expect(stored).to.deep.equal(posted);
    expectSent(await harness().channel.update(stored, createMessage('after')));
    expect(await harness().visibleText(posted))
      .to.contain('after')
      .and.not.contain('before');
  });

  it('updates a message in place, also twice', async () => {
    const ref = expectSent(
      await harness().channel.post({ place: harness().place }, createMessage('before')),
    );
    const count = await harness().countMessages();
    const update = createMessage('after');
    expect(expectSent(await harness().channel.update(ref, update)).key).to.equal(ref.key);
    expect(expectSent(await harness().channel.update(ref, update)).key).to.equal(ref.key);
    expect(await harness().countMessages()).to.equal(count);
  });

  it('refuses another platform’s references with no-place', async () => {
    const platform = harness().channel.platform === 'slack' ? 'teams' : 'slack';
    const { channel } = harness();
    const elsewhere = { platform, key: 'x' } as const;
    expectRefused(await channel.update(elsewhere, createMessage('x')), 'no-place');
    expectRefused(await channel.post({ thread: elsewhere }, createMessage('x')), 'no-place');
    expectRefused(await channel.post({ place: { platform } }, createMessage('x')), 'no-place');
    const account = { ...harness().person, platform, reference: null } as const;
    expectRefused(await channel.post({ accounts: [account] }, createMessage('x')), 'no-place');
  });

  it('returns people’s profiles, and nothing for a stranger', async () => {
    const profile = await harness().channel.fetchProfile(harness().person);
    expect(profile?.name).to.be.a('string').and.not.equal('');
    const stranger = { ...harness().person, workspace: 'T0ELSEWHERE' };
    expect(await harness().channel.fetchProfile(stranger)).to.equal(undefined);
  });
}

function testFinding(harness: () => ChannelHarness, since: () => number): void {
  it('finds a delivery in channels, DMs and threads, and only that one', async () => {
    const root = expectSent(
      await harness().channel.post({ place: harness().place }, createMessage('root')),
    );
    for (const [what, target] of listDestinations(harness(), root)) {
      const start = since();
      await harness().channel.post(target, createMessage('another'));
      const message = createMessage(`to ${what}`);
      const ref = expectSent(await harness().channel.post(target, message));
      await harness().channel.post(target, createMessage('yet another'));
      const found = await harness().channel.findMessage(target, message.deliveryId, start);
      expect(found, what).to.deep.equal({ kind: 'found', ref });
      const absent = await harness().channel.findMessage(target, 'never-sent', start);
      expect(absent, what).to.deep.equal({ kind: 'absent' });
    }
  });

  it('finds a delivery after an update', async () => {
    const target = { place: harness().place };
    const message = createMessage('before');
    const start = since();
    const ref = expectSent(await harness().channel.post(target, message));
    await harness().channel.update(ref, createMessage('after'));
    const found = await harness().channel.findMessage(target, message.deliveryId, start);
    expect(found).to.deep.equal({ kind: 'found', ref });
  });
}

function testCannotTell(harness: () => ChannelHarness, since: () => number): void {
  it('never says whether a delivery is there, so that none is dropped', async () => {
    const target = { place: harness().place };
    const message = createMessage('there');
    const start = since();
    expectSent(await harness().channel.post(target, message));
    for (const id of [message.deliveryId, 'never-sent']) {
      expect(await harness().channel.findMessage(target, id, start)).to.deep.equal({
        kind: 'cannot-tell',
      });
    }
  });
}

function testLostReply(
  harness: () => ChannelHarness,
  since: () => number,
  findSupport: FindSupport,
): void {
  const then = findSupport === 'finds' ? 'then finds the message' : 'cannot tell what arrived';
  it(`returns unknown after a lost response, and ${then}`, async () => {
    const root = expectSent(
      await harness().channel.post({ place: harness().place }, createMessage('root')),
    );
    for (const [what, target] of listDestinations(harness(), root)) {
      const message = createMessage(`lost to ${what}`);
      const start = since();
      // Opens the DM before the response is lost.
      await harness().channel.post(target, createMessage('first'));
      harness().faults.loseReply?.();
      const outcome = await harness().channel.post(target, message);
      expect(outcome.kind, what).to.equal('unknown');
      const found = await harness().channel.findMessage(target, message.deliveryId, start);
      expect(found.kind, what).to.equal(findSupport === 'finds' ? 'found' : 'cannot-tell');
      if (found.kind === 'found')
        expect(await harness().visibleText(found.ref)).to.contain(`lost to ${what}`);
    }
  });
}

function testFaults(
  harness: () => ChannelHarness,
  supportedFaults: SupportedFaults,
  findSupport: FindSupport,
): void {
  const test = (fault: keyof ChannelFaults, title: string, run: () => Promise<void>) => {
    if (supportedFaults.includes(fault)) it(title, run);
  };

  test('limitRate', 'says when to retry after a rate limit', async () => {
    harness().faults.limitRate?.(7000);
    const count = await harness().countMessages();
    const outcome = await harness().channel.post({ place: harness().place }, createMessage('x'));
    expect(outcome).to.deep.include({ kind: 'retry', retryAfterMs: 7000 });
    expect(await harness().countMessages()).to.equal(count);
  });

  test('goDown', 'asks for a retry while the platform is down', async () => {
    const ref = expectSent(
      await harness().channel.post({ place: harness().place }, createMessage('x')),
    );
    harness().faults.goDown?.();
    const target = { place: harness().place };
    for (const outcome of [
      await harness().channel.post(target, createMessage('x')),
      await harness().channel.update(ref, createMessage('x')),
    ]) {
      expect(outcome.kind).to.be.oneOf(['retry', 'unknown']);
    }
    const found = await harness().channel.findMessage(target, 'x', Date.now());
    expect(found.kind).to.equal(findSupport === 'finds' ? 'retry' : 'cannot-tell');
    expect(await harness().channel.fetchProfile(harness().person)).to.equal(undefined);
  });

  test('archive', 'reports an archived channel', async () => {
    await harness().faults.archive?.();
    const outcome = await harness().channel.post({ place: harness().place }, createMessage('x'));
    expectRefused(outcome, 'channel-archived');
  });

  test('removeBot', 'reports a channel that the bot is not in', async () => {
    await harness().faults.removeBot?.();
    const outcome = await harness().channel.post({ place: harness().place }, createMessage('x'));
    expectRefused(outcome, 'bot-not-in-channel');
  });

  test('missingPlace', 'reports a channel that does not exist', async () => {
    const place = harness().faults.missingPlace?.() ?? harness().place;
    expectRefused(await harness().channel.post({ place }, createMessage('x')), 'channel-gone');
  });

  test('goneAccount', 'reports a person who has left', async () => {
    const account = harness().faults.goneAccount?.() ?? harness().person;
    const target = { accounts: [{ ...account, reference: null }] };
    const outcome = await harness().channel.post(target, createMessage('x'));
    expectRefused(outcome, 'person-gone');
  });
}
