import { expect } from 'chai';
import fc from 'fast-check';
import { decide, decideSystem } from '../../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../../src/domain/complaint/complaint.js';
import {
  type Delivery,
  findClaimable,
  findCoveredIds,
} from '../../../../src/domain/complaint/delivery.js';
import { getOwner, MAX_PLACEMENTS, toCardSlot } from '../../../../src/domain/complaint/slot.js';
import type { Organisation } from '../../../../src/domain/organisation/organisation.js';
import { isElsewhere, type Place } from '../../../../src/domain/organisation/place.js';
import { toMessages } from '../../../support/complaint/outbox.js';
import {
  applyDecision,
  asActor,
  asSystem,
  COMMANDS,
  filed,
  HOUR,
  MONDAY,
  organisationWithTeam,
  WHO,
} from '../../../support/domain.js';

const CHANNELS = ['C-1', 'C-2', 'C-3'] as const;
const WHERE = CHANNELS.map((channel): Place => ({ platform: 'slack', channel }));

type Step =
  /** The channel in `redress.yml` from a start on, and whether the complaint is planned again then. */
  | { readonly kind: 'start'; readonly channel: number; readonly isPlanned: boolean }
  | { readonly kind: 'command'; readonly n: number }
  /** Everything is sent; a channel refuses what is new in it. */
  | { readonly kind: 'send'; readonly refusing: number | null };

const steps = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('start' as const),
      channel: fc.nat(2),
      isPlanned: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('command' as const), n: fc.nat(2) }),
    fc.record({
      kind: fc.constant('send' as const),
      refusing: fc.option(fc.nat(2), { freq: 4 }),
    }),
  ),
  { maxLength: 60 },
);

const WORDS = [COMMANDS.update, COMMANDS.acknowledge, COMMANDS.promise] as const;

/** A life of one complaint, and the channel of `redress.yml` now. */
interface Life {
  complaint: Complaint;
  organisation: Organisation;
  place: Place;
  now: number;
  posted: number;
}

function begin(): Life {
  const [place = { platform: 'slack' }] = WHERE;
  const organisation = { ...organisationWithTeam('repairs', { place }), generation: 1 };
  return { complaint: filed(), organisation, place, now: MONDAY, posted: 0 };
}

function decideBy(life: Life, command: Parameters<typeof decideSystem>[1]): void {
  const context = { ...asSystem(life.now), organisation: life.organisation };
  const decision = decideSystem(life.complaint, command, context);
  if (decision.kind === 'accepted') life.complaint = applyDecision(life.complaint, decision);
}

/** Sends one item, as the delivery does: a card goes where the team is now. */
function sendOne(life: Life, item: Delivery, refusing: number | null): void {
  const { complaint, place } = life;
  const isCard = /^card:/.test(item.slot) && item.kind === 'post';
  const isClosed = complaint.placements.some(
    (one) => toCardSlot(one) === item.slot && one.closedAt !== null,
  );
  const done = findCoveredIds(complaint.outbox, item);
  const rest = complaint.outbox.filter(({ id }) => !done.includes(id));
  if (isCard && isClosed) {
    life.complaint = { ...complaint, outbox: rest };
  } else if (isCard && refusing !== null && place.channel === CHANNELS[refusing]) {
    decideBy(life, { kind: 'undelivered', delivery: item.id, reason: 'bot-not-in-channel' });
    life.complaint = {
      ...life.complaint,
      outbox: life.complaint.outbox.filter(({ id }) => id !== item.id),
    };
  } else {
    life.posted += 1;
    const ref = {
      platform: 'slack',
      key: `m${life.posted}`,
      ...(isCard ? { place } : {}),
    } as const;
    const refs = item.kind === 'update' ? complaint.refs : { ...complaint.refs, [item.slot]: ref };
    life.complaint = { ...complaint, outbox: rest, refs };
    if (isCard && /^card:\d+$/.test(item.slot)) {
      decideBy(life, { kind: 'card-sent', slot: item.slot as `card:${number}` });
    }
  }
}

function sendAll(life: Life, refusing: number | null): void {
  for (;;) {
    const [item] = toMessages(findClaimable(life.complaint, life.now));
    if (item === undefined) return;
    sendOne(life, item, refusing);
  }
}

function play(life: Life, step: Step): void {
  life.now += HOUR;
  switch (step.kind) {
    case 'start': {
      life.place = WHERE[step.channel] ?? life.place;
      const generation = (life.organisation.generation ?? 0) + 1;
      life.organisation = { ...organisationWithTeam('repairs', { place: life.place }), generation };
      if (step.isPlanned) decideBy(life, { kind: 'follow-place' });
      return;
    }
    case 'command': {
      const command = WORDS[step.n] ?? COMMANDS.update;
      const context = { ...asActor(WHO.officer, life.now), organisation: life.organisation };
      const decision = decide(life.complaint, command, context);
      life.complaint = applyDecision(life.complaint, decision);
      return;
    }
    case 'send':
      sendAll(life, step.refusing);
  }
}

const refOfOwner = ({ refs, placements }: Complaint) => refs[toCardSlot(getOwner(placements))];

describe('a complaint whose team changes its channel again and again', () => {
  it('is in the last one, in one open placement, once everything works', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const life = begin();
        for (const step of given) play(life, step);
        for (let n = 0; n < 3; n += 1) {
          life.now += 7 * 24 * HOUR;
          decideBy(life, { kind: 'follow-place' });
          decideBy(life, { kind: 'retry-cards', because: { kind: 'started' } });
          sendAll(life, null);
        }
        const { placements } = life.complaint;
        expect(placements.filter(({ as }) => as === 'owner')).to.have.length(1);
        expect(placements.filter(({ closedAt }) => closedAt === null)).to.deep.equal([
          getOwner(placements),
        ]);
        const ref = refOfOwner(life.complaint);
        if (ref === undefined) throw new Error('The card is nowhere.');
        const isFull = placements.length === MAX_PLACEMENTS;
        expect(isElsewhere(ref, life.place) && !isFull, 'is elsewhere').to.equal(false);
      }),
    );
  });

  it('never has more placements than its channel was changed, nor more than allowed', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const life = begin();
        for (const step of given) play(life, step);
        const starts = given.filter(({ kind }) => kind === 'start').length;
        const { length } = life.complaint.placements;
        expect(length).to.be.at.most(Math.min(1 + starts, MAX_PLACEMENTS));
      }),
    );
  });

  it('always has one open placement whose card is posted, from the first one on', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const life = begin();
        sendAll(life, null);
        for (const step of given) {
          play(life, step);
          const { placements, refs } = life.complaint;
          const shown = placements.filter(
            (one) => one.closedAt === null && refs[toCardSlot(one)] !== undefined,
          );
          expect(shown).not.to.have.length(0);
        }
      }),
    );
  });
});
