import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint, ComplaintFacts, NudgeRecord } from '../../src/domain/complaint.js';
import { isLive } from '../../src/domain/complaint.js';
import { decideSystem } from '../../src/domain/decide.js';
import { goesToThread } from '../../src/domain/delivery.js';
import { nextActionAt, planFor } from '../../src/domain/next-action.js';
import { isAnswered, isMoot } from '../../src/domain/nudge-life.js';
import { canSee, viewerOf } from '../../src/domain/permissions.js';
import { isSettled } from '../../src/domain/promise.js';
import { commit, context, organisation } from '../support/domain.js';
import { deliveriesOf, type Life, live, type Script, SECRET, script, sentOnce } from './life.js';

const ORGANISED = organisation();

function always(check: (life: Life) => void, numRuns = 120): void {
  fc.assert(
    fc.property(script, (lived: Script) => check(live(lived))),
    { numRuns },
  );
}

function seesIt(person: string, complaint: ComplaintFacts): boolean {
  return canSee(viewerOf(person, ORGANISED), complaint);
}

/** What a state means for the facts beside it. */
function expectLegal(facts: ComplaintFacts): void {
  const { state, assignee, untakenSince, resolution, followUp, promises } = facts;
  const isOpen = state === 'open';
  const isResolved = state === 'resolved' || state === 'closed';
  if (state !== 'withdrawn') expect(assignee === null, 'nobody has it').to.equal(isOpen);
  expect(untakenSince !== null, 'untakenSince').to.equal(isOpen);
  expect(resolution !== null, 'resolution').to.equal(isResolved);
  expect(followUp !== null, 'followUp').to.equal(state === 'closed');
  if (state === 'closed') expect(resolution?.toldAt, 'told').to.be.a('number');
  if (isResolved || state === 'withdrawn')
    expect(promises.every(isSettled), 'promises').to.equal(true);
  expect(new Set(promises.map((made) => made.id)).size).to.equal(promises.length);
  for (const made of promises) {
    expect(made.doneAt === null || made.renegotiatedAt === null, 'settled once').to.equal(true);
  }
}

function newRecords(before: Complaint, after: Complaint): readonly NudgeRecord[] {
  return after.nudges.filter((sent) => before.nudges.every((known) => known.id !== sent.id));
}

describe('a complaint, whatever happens to it', () => {
  it('is never in an illegal state', () => {
    always(({ steps }) => {
      for (const { before, after, now } of steps) {
        expectLegal(after);
        expect(after.lastLifeAt).to.be.at.least(before.lastLifeAt);
        expect(after.lastLifeAt).to.be.at.most(now);
      }
    });
  });

  it('commits one version and one entry of history for each change, and nothing else otherwise', () => {
    always(({ steps }) => {
      for (const { before, after, decision } of steps) {
        const grown = decision.kind === 'accepted' ? 1 : 0;
        expect(after.version - before.version).to.equal(grown);
        expect(after.history.length - before.history.length).to.equal(grown);
        if (grown === 0) expect(after).to.equal(before);
      }
    });
  });

  it('has a next action and a planned nudge for as long as it lives, and none afterwards', () => {
    always(({ steps }) => {
      for (const { after } of steps) {
        const plan = planFor(after, ORGANISED);
        expect(plan.length > 0, 'planned').to.equal(isLive(after));
        expect(after.nextActionAt).to.equal(plan[0]?.at ?? null);
      }
    });
  });

  it('plans no nudge for something that is done, and none that was decided', () => {
    always(({ steps }) => {
      for (const { after } of steps) {
        const decided = new Set(after.nudges.map((sent) => sent.id));
        for (const plan of planFor(after, ORGANISED)) {
          expect(isMoot(plan, after), plan.rule).to.equal(false);
          const to = plan.to === 'team' ? 'team' : plan.to.person;
          const id = [plan.rule, plan.about ?? '-', plan.rung, plan.dueAt, to].join('/');
          expect(decided.has(id), id).to.equal(false);
        }
      }
    });
  });

  it('sends no nudge that asks only for what is done', () => {
    always(({ steps }) => {
      for (const step of steps) {
        for (const { kind, id } of deliveriesOf(step)) {
          if (kind !== 'nudge') continue;
          const live = step.after.nudges.filter((sent) => sent.delivery === id);
          expect(
            live.some((sent) => !isAnswered(sent, step.before)),
            id,
          ).to.equal(true);
        }
      }
    });
  });

  it('decides no nudge twice, and gives no two deliveries the same id', () => {
    always(({ complaint, steps }) => {
      const nudges = new Set<string>();
      const first = steps[0]?.before ?? complaint;
      const ids = new Set(first.outbox.map((item) => item.id));
      for (const step of steps) {
        const records = newRecords(step.before, step.after).map((sent) => sent.id);
        for (const id of records) expect(nudges.has(id), `nudge ${id}`).to.equal(false);
        for (const id of records) nudges.add(id);
        expect(new Set(step.after.nudges.map((sent) => sent.id)).size).to.equal(
          step.after.nudges.length,
        );
        for (const { id } of deliveriesOf(step)) {
          expect(ids.has(id), `delivery ${id}`).to.equal(false);
          ids.add(id);
        }
      }
    });
  });

  it('does nothing when a nudge is replayed', () => {
    always(({ steps }) => {
      for (const { after, now, what } of steps) {
        if (what.kind !== 'nudge') continue;
        expect(decideSystem(after, what, context(now)).kind).to.equal('unchanged');
      }
    });
  });

  it('moves on each time it is woken at its next action', () => {
    always(({ complaint }) => {
      let next = complaint;
      for (let n = 0; n < 12 && next.nextActionAt !== null; n += 1) {
        const now = next.nextActionAt;
        next = commit(next, decideSystem(next, { kind: 'nudge' }, context(now)));
        expect(next.nextActionAt).to.be.greaterThan(now);
      }
    }, 60);
  });

  it('sends one message to each person for all that is due at once', () => {
    always(({ steps }) => {
      for (const step of steps) {
        if (step.what.kind !== 'nudge') continue;
        const nudges = deliveriesOf(step).filter((item) => item.kind === 'nudge');
        expect(new Set(nudges.map((item) => item.person)).size).to.equal(nudges.length);
      }
    });
  });

  it('writes to the people named in it, and marks each nudge settled that is answered', () => {
    always(({ steps }) => {
      for (const { after, decision } of steps) {
        if (decision.kind !== 'accepted') continue;
        for (const sent of after.nudges) {
          if (isAnswered(sent, after)) expect(sent.settledAt, sent.id).to.be.a('number');
        }
      }
    });
  });

  it('nudges nobody who may not see it, and tells notes to nobody else either', () => {
    always(({ steps }) => {
      for (const step of steps) {
        for (const item of deliveriesOf(step)) {
          if (item.person === null || item.slot === 'reporter-card') continue;
          if (item.kind === 'nudge')
            expect(seesIt(item.person, step.after), item.id).to.equal(true);
          if (!JSON.stringify(item.view.args).includes(SECRET)) continue;
          expect(seesIt(item.person, step.after), item.id).to.equal(true);
        }
      }
    });
  });

  it('puts nothing secret into what goes to a channel when it is confidential, nor into an alarm', () => {
    always(({ steps }) => {
      for (const step of steps) {
        for (const item of deliveriesOf(step)) {
          const isPublic = goesToThread(item) || item.slot === 'team-card';
          if (item.slot !== 'ops' && !(isPublic && step.after.confidential)) continue;
          expect(JSON.stringify(item.view.args)).not.to.include(SECRET);
          expect(item.kind, 'a nudge in the thread').not.to.equal('nudge');
        }
      }
    });
  });

  it('keeps notes for the team from the reporter', () => {
    always(({ steps }) => {
      for (const step of steps) {
        const { reporter } = step.after;
        if (step.after.assignee === reporter || step.before.assignee === reporter) continue;
        for (const item of deliveriesOf(step)) {
          if (item.person !== reporter) continue;
          expect(JSON.stringify(item.view.args)).not.to.include(SECRET);
        }
      }
    });
  });

  it('leaves no delivery waiting for ever when a deliverer goes on', () => {
    always(({ complaint }) => {
      let rest = complaint;
      for (let n = 0; n <= complaint.outbox.length; n += 1) rest = sentOnce(rest);
      expect(rest.outbox.filter((item) => item.failed === null)).to.deep.equal([]);
    });
  });

  it('works out its next action from what it is, not from how it got there', () => {
    always(({ steps }) => {
      for (const { after } of steps) {
        const copy = JSON.parse(JSON.stringify(after)) as Complaint;
        const nudges = [...copy.nudges].reverse();
        const promises = [...copy.promises].reverse();
        expect(nextActionAt({ ...copy, nudges, promises }, ORGANISED)).to.equal(after.nextActionAt);
      }
    });
  });
});
