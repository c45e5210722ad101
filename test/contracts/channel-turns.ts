import { expect } from 'chai';
import type { Account } from '../../src/domain/organisation/person.js';
import type { Place } from '../../src/domain/organisation/place.js';
import type { Channel, MessageTarget } from '../../src/ports/channel.js';
import type { Card } from '../../src/views/elements.js';

/** A channel, and where the bot may write. */
interface TurnHarness {
  readonly channel: Channel;
  readonly place: Place;
  readonly person: Account;
}

/** Registers the tests of `Channel.findTurn`. */
export function testTurns(harness: () => TurnHarness): void {
  it('lets a card, the messages under it and its updates wait in one queue, and others in another', async () => {
    const { channel, place, person } = harness();
    const card: Card = { summary: 'root', title: null, blocks: [{ kind: 'text', text: ['root'] }] };
    const sent = await channel.post({ place }, { deliveryId: `turn-${Date.now()}`, card });
    if (sent.kind !== 'sent') throw new Error(JSON.stringify(sent));
    const root = sent.ref;
    const queues = [{ place }, { thread: root }, { update: root }].map(
      (target) => channel.findTurn(target).queue,
    );
    expect(new Set(queues)).to.have.length(1);
    const toPerson = channel.findTurn({ accounts: [{ ...person, reference: null }] });
    expect(queues).not.to.include(toPerson.queue);
    expect(toPerson.waitMs()).to.equal(0);
  });

  it('has a turn for every address, also one that it refuses', () => {
    const { channel, person } = harness();
    const platform = channel.platform === 'slack' ? 'teams' : 'slack';
    const account = { ...person, platform, reference: null } as const;
    const targets: readonly MessageTarget[] = [
      { place: { platform } },
      { thread: { platform, key: 'x' } },
      { update: { platform, key: 'x' } },
      { accounts: [account] },
      { accounts: [] },
    ];
    for (const target of targets) {
      expect(channel.findTurn(target).waitMs()).to.equal(0);
    }
  });
}
