import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { Delivery } from '../../src/domain/complaint/delivery.js';
import { isOngoing } from '../../src/domain/complaint/facts.js';
import { type CardSlot, getOwner, toCardSlot } from '../../src/domain/complaint/slot.js';
import { HOUR } from '../support/domain.js';
import {
  type ComplaintRun,
  findAddedDeliveries,
  playRun,
  RUNS,
  type RunStep,
  runPlans,
} from './complaint-run.js';

function checkRuns(check: (run: ComplaintRun) => void): void {
  fc.assert(
    fc.property(runPlans, (plan) => check(playRun(plan))),
    { numRuns: RUNS },
  );
}

function checkSteps(check: (step: RunStep) => void): void {
  checkRuns(({ steps }) => steps.forEach(check));
}

function expectUnique(ids: readonly string[]): void {
  expect(ids.filter((id, n) => ids.indexOf(id) !== n)).to.deep.equal([]);
}

function isAboutCard(view: Delivery['view']): boolean {
  return view.name === 'alarm' && view.args.slot === 'card:1';
}

/** The card of the team that has the complaint. */
function findCard({ placements }: Complaint): CardSlot {
  return toCardSlot(getOwner(placements));
}

describe('a stuck card in any run of a complaint', () => {
  it('tries a stuck card for as long as it is ongoing, and never two posts of it at once', () => {
    checkSteps(({ after, now }) => {
      const all = after.undelivered.stuck ?? [];
      expectUnique(all.map(({ slot }) => slot));
      const card = findCard(after);
      const stuck = all.filter(({ slot }) => slot === card);
      if (stuck.length > 0 && isOngoing(after)) {
        expect(after.nextActionAt).to.be.at.most(now + 6 * HOUR);
        expect(after.stuckIn).to.deep.equal([after.team]);
      } else expect(after.stuckIn).to.deep.equal([]);
      const posts = after.outbox.filter(
        ({ slot, kind, failed }) => slot === card && kind === 'post' && failed === null,
      );
      expect(posts.length).to.be.at.most(1);
    });
  });

  it('loses no card: after a refusal it is posted, or it is stuck and tried again', () => {
    checkSteps(({ after }) => {
      if (!isOngoing(after)) return;
      const card = findCard(after);
      const isThere = after.refs[card] !== undefined;
      const isPending = after.outbox.some(({ slot, kind }) => slot === card && kind === 'post');
      const isStuck = after.undelivered.stuck?.some(({ slot }) => slot === card) ?? false;
      expect(isThere || isPending || isStuck).to.equal(true);
    });
  });

  it('alarms once of a stuck card, until it is there', () => {
    checkRuns(({ steps }) => {
      const alarms = steps.flatMap(findAddedDeliveries).filter(({ view }) => isAboutCard(view));
      const entries = steps.flatMap(({ decision }) =>
        decision.kind === 'accepted' ? decision.history : [],
      );
      const ends = entries.filter(({ what }) => what === 'placed').length;
      expect(alarms.length).to.be.at.most(1 + ends);
    });
  });
});
