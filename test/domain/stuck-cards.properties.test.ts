import { expect } from 'chai';
import fc from 'fast-check';
import type { Delivery } from '../../src/domain/complaint/delivery.js';
import { isOngoing } from '../../src/domain/complaint/facts.js';
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

describe('a stuck card in any run of a complaint', () => {
  it('tries a stuck card for as long as it is ongoing, and never two posts of it at once', () => {
    checkSteps(({ after, now }) => {
      const stuck = after.undelivered.stuck ?? [];
      expectUnique(stuck.map(({ slot }) => slot));
      if (stuck.length > 0 && isOngoing(after)) {
        expect(after.nextActionAt).to.be.at.most(now + 6 * HOUR);
        expect(after.stuckIn).to.deep.equal([after.team]);
      } else expect(after.stuckIn).to.deep.equal([]);
      const posts = after.outbox.filter(
        ({ slot, kind, failed }) => slot === 'card:1' && kind === 'post' && failed === null,
      );
      expect(posts.length).to.be.at.most(1);
    });
  });

  it('loses no card: after a refusal it is posted, or it is stuck and tried again', () => {
    checkSteps(({ after }) => {
      if (!isOngoing(after)) return;
      const isThere = after.refs['card:1'] !== undefined;
      const isPending = after.outbox.some(({ slot, kind }) => slot === 'card:1' && kind === 'post');
      const isStuck = after.undelivered.stuck?.some(({ slot }) => slot === 'card:1') ?? false;
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
