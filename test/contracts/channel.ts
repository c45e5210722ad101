import { expect } from 'chai';
import type { FailureReason } from '../../src/domain/complaint/delivery.js';
import type { Account } from '../../src/domain/organisation/person.js';
import type { MessageRef, Place } from '../../src/domain/organisation/place.js';
import type { Channel, Destination, SendOutcome } from '../../src/ports/channel.js';
import type { Card } from '../../src/views/elements.js';

/** Somewhere a channel can be tried: a platform or a simulator of one. Made anew for each test. */
export interface ChannelHarness {
  readonly channel: Channel;
  /** A channel the bot may write to. */
  readonly place: Place;
  /** A person the bot may write to. */
  readonly person: Account;
  /** What everybody can read of a message, as text; undefined when it is not there. */
  visibleText(ref: MessageRef): Promise<string | undefined>;
  /** How many messages the place holds, threads included. */
  countMessages(): Promise<number>;
  /** What can go wrong here; the suite tries only these. */
  readonly faults: ChannelFaults;
  stop(): Promise<void>;
}

/** Each makes its trouble happen; a platform offers those it has. */
export interface ChannelFaults {
  /** The next post arrives, its answer does not. */
  loseReply?(): void;
  /** The next post is refused for this long, ms. */
  limitRate?(ms: number): void;
  /** The platform refuses everything, itself well enough to say so. */
  goDown?(): void;
  archive?(): Promise<void> | void;
  removeBot?(): Promise<void> | void;
  /** A place that does not exist. */
  missingPlace?(): Place;
  /** The account of somebody whose account was closed, or never was. */
  goneAccount?(): Account;
}

/** What a room can do, known before one is made so that tests are only registered for that. */
export type SupportedFaults = readonly (keyof ChannelFaults)[];

/** Whether a platform has a key by which a message is found again. */
export type FindSupport = 'finds' | 'cannot-tell';

let ids = 0;
function outgoing(summary: string) {
  ids += 1;
  const card: Card = { summary, title: null, blocks: [{ kind: 'text', text: [summary] }] };
  return { deliveryId: `delivery-${Date.now()}-${ids}`, card };
}

function refOf(outcome: SendOutcome): MessageRef {
  expect(outcome.kind, JSON.stringify(outcome)).to.equal('sent');
  if (outcome.kind !== 'sent') throw new Error(outcome.kind);
  return outcome.ref;
}

function expectRefused(outcome: SendOutcome, reason: FailureReason): void {
  expect(outcome).to.deep.include({ kind: 'refused', reason });
}

/** Registers what every {@link Channel} promises. */
export function channelContract(
  name: string,
  make: () => Promise<ChannelHarness>,
  abilities: SupportedFaults,
  finding: FindSupport = 'finds',
): void {
  describe(`The channel to ${name}`, () => {
    let room: ChannelHarness;
    beforeEach(async () => {
      room = await make();
    });
    afterEach(() => room.stop());
    const since = () => Date.now();

    sending(() => room, finding);
    if (finding === 'finds') findingAgain(() => room, since);
    else notTelling(() => room, since);
    if (abilities.includes('loseReply')) losing(() => room, since, finding);
    failing(() => room, abilities, finding);
  });
}

function targets(
  room: ChannelHarness,
  root: MessageRef,
): readonly (readonly [string, Destination])[] {
  return [
    ['a channel', { place: room.place }],
    ['a DM', { accounts: [{ ...room.person, reference: null }] }],
    ['a thread', { thread: root }],
  ];
}

function sending(room: () => ChannelHarness, finding: FindSupport): void {
  it('writes to the account of its own workspace, wherever it stands among a person’s', async () => {
    const own = { ...room().person, reference: null };
    const left = { ...own, workspace: 'T0LEFTLONGAGO' };
    for (const accounts of [
      [left, own],
      [own, left],
    ]) {
      const message = outgoing('to whom it concerns');
      const start = Date.now();
      const ref = refOf(await room().channel.post({ accounts }, message));
      expect(await room().visibleText(ref)).to.contain('to whom it concerns');
      const found = await room().channel.findMessage({ accounts }, message.deliveryId, start);
      const told = finding === 'finds' ? { kind: 'found', ref } : { kind: 'cannot-tell' };
      expect(found).to.deep.equal(told);
    }
  });

  it('posts to channels, DMs and threads, each with a reference of its own', async () => {
    const root = refOf(await room().channel.post({ place: room().place }, outgoing('root')));
    const keys = new Set([root.key]);
    for (const [what, target] of targets(room(), root)) {
      const ref = refOf(await room().channel.post(target, outgoing(`to ${what}`)));
      expect(ref.platform).to.equal(room().channel.platform);
      expect(await room().visibleText(ref)).to.contain(`to ${what}`);
      keys.add(ref.key);
    }
    expect(keys.size).to.equal(4);
  });

  it('gives references that survive being stored', async () => {
    const posted = refOf(await room().channel.post({ place: room().place }, outgoing('before')));
    const stored = JSON.parse(JSON.stringify(posted)) as MessageRef;
    expect(stored).to.deep.equal(posted);
    refOf(await room().channel.update(stored, outgoing('after')));
    expect(await room().visibleText(posted))
      .to.contain('after')
      .and.not.contain('before');
  });

  it('updates in place, twice if need be', async () => {
    const ref = refOf(await room().channel.post({ place: room().place }, outgoing('before')));
    const count = await room().countMessages();
    const update = outgoing('after');
    expect(refOf(await room().channel.update(ref, update)).key).to.equal(ref.key);
    expect(refOf(await room().channel.update(ref, update)).key).to.equal(ref.key);
    expect(await room().countMessages()).to.equal(count);
  });

  it('has a place for nobody else’s references', async () => {
    const platform = room().channel.platform === 'slack' ? 'teams' : 'slack';
    const { channel } = room();
    const elsewhere = { platform, key: 'x' } as const;
    expectRefused(await channel.update(elsewhere, outgoing('x')), 'no-place');
    expectRefused(await channel.post({ thread: elsewhere }, outgoing('x')), 'no-place');
    expectRefused(await channel.post({ place: { platform } }, outgoing('x')), 'no-place');
    const account = { ...room().person, platform, reference: null } as const;
    expectRefused(await channel.post({ accounts: [account] }, outgoing('x')), 'no-place');
  });

  it('knows people, and says so when it does not', async () => {
    const profile = await room().channel.fetchProfile(room().person);
    expect(profile?.name).to.be.a('string').and.not.equal('');
    const stranger = { ...room().person, workspace: 'T0ELSEWHERE' };
    expect(await room().channel.fetchProfile(stranger)).to.equal(undefined);
  });
}

function findingAgain(room: () => ChannelHarness, since: () => number): void {
  it('finds a delivery in channels, DMs and threads, and no other', async () => {
    const root = refOf(await room().channel.post({ place: room().place }, outgoing('root')));
    for (const [what, target] of targets(room(), root)) {
      const start = since();
      await room().channel.post(target, outgoing('another'));
      const message = outgoing(`to ${what}`);
      const ref = refOf(await room().channel.post(target, message));
      await room().channel.post(target, outgoing('yet another'));
      const found = await room().channel.findMessage(target, message.deliveryId, start);
      expect(found, what).to.deep.equal({ kind: 'found', ref });
      const absent = await room().channel.findMessage(target, 'never-sent', start);
      expect(absent, what).to.deep.equal({ kind: 'absent' });
    }
  });

  it('still finds a delivery after it was updated', async () => {
    const target = { place: room().place };
    const message = outgoing('before');
    const start = since();
    const ref = refOf(await room().channel.post(target, message));
    await room().channel.update(ref, outgoing('after'));
    const found = await room().channel.findMessage(target, message.deliveryId, start);
    expect(found).to.deep.equal({ kind: 'found', ref });
  });
}

function notTelling(room: () => ChannelHarness, since: () => number): void {
  it('never claims to know whether a delivery is there, so that none is dropped', async () => {
    const target = { place: room().place };
    const message = outgoing('there');
    const start = since();
    refOf(await room().channel.post(target, message));
    for (const id of [message.deliveryId, 'never-sent']) {
      expect(await room().channel.findMessage(target, id, start)).to.deep.equal({
        kind: 'cannot-tell',
      });
    }
  });
}

function losing(room: () => ChannelHarness, since: () => number, finding: FindSupport): void {
  const then = finding === 'finds' ? 'then finds what arrived' : 'cannot tell what arrived';
  it(`does not know after a lost reply, and ${then}`, async () => {
    const root = refOf(await room().channel.post({ place: room().place }, outgoing('root')));
    for (const [what, target] of targets(room(), root)) {
      const message = outgoing(`lost to ${what}`);
      const start = since();
      // A DM is opened before anything is lost.
      await room().channel.post(target, outgoing('first'));
      room().faults.loseReply?.();
      const outcome = await room().channel.post(target, message);
      expect(outcome.kind, what).to.equal('unknown');
      const found = await room().channel.findMessage(target, message.deliveryId, start);
      expect(found.kind, what).to.equal(finding === 'finds' ? 'found' : 'cannot-tell');
      if (found.kind === 'found')
        expect(await room().visibleText(found.ref)).to.contain(`lost to ${what}`);
    }
  });
}

function failing(
  room: () => ChannelHarness,
  abilities: SupportedFaults,
  finding: FindSupport,
): void {
  const when = (ability: keyof ChannelFaults, title: string, run: () => Promise<void>) => {
    if (abilities.includes(ability)) it(title, run);
  };

  when('limitRate', 'says when to come back', async () => {
    room().faults.limitRate?.(7000);
    const count = await room().countMessages();
    const outcome = await room().channel.post({ place: room().place }, outgoing('x'));
    expect(outcome).to.deep.include({ kind: 'retry', retryAfterMs: 7000 });
    expect(await room().countMessages()).to.equal(count);
  });

  when('goDown', 'asks to be tried again while the platform is down', async () => {
    const ref = refOf(await room().channel.post({ place: room().place }, outgoing('x')));
    room().faults.goDown?.();
    const target = { place: room().place };
    for (const outcome of [
      await room().channel.post(target, outgoing('x')),
      await room().channel.update(ref, outgoing('x')),
    ]) {
      expect(outcome.kind).to.be.oneOf(['retry', 'unknown']);
    }
    const found = await room().channel.findMessage(target, 'x', Date.now());
    expect(found.kind).to.equal(finding === 'finds' ? 'retry' : 'cannot-tell');
    expect(await room().channel.fetchProfile(room().person)).to.equal(undefined);
  });

  when('archive', 'is refused by an archived channel', async () => {
    await room().faults.archive?.();
    const outcome = await room().channel.post({ place: room().place }, outgoing('x'));
    expectRefused(outcome, 'channel-archived');
  });

  when('removeBot', 'is refused by a channel the bot is not in', async () => {
    await room().faults.removeBot?.();
    const outcome = await room().channel.post({ place: room().place }, outgoing('x'));
    expectRefused(outcome, 'bot-not-in-channel');
  });

  when('missingPlace', 'is refused by a channel that is gone', async () => {
    const place = room().faults.missingPlace?.() ?? room().place;
    expectRefused(await room().channel.post({ place }, outgoing('x')), 'channel-gone');
  });

  when('goneAccount', 'is refused for a person who is gone', async () => {
    const account = room().faults.goneAccount?.() ?? room().person;
    const target = { accounts: [{ ...account, reference: null }] };
    const outcome = await room().channel.post(target, outgoing('x'));
    expectRefused(outcome, 'person-gone');
  });
}
