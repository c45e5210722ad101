import { expect } from 'chai';
import fc from 'fast-check';
import {
  CLOSED,
  type Complaint,
  FRESH,
  loadFrame,
  NUDGED,
  PEOPLE,
  PROMISED,
  RESOLVED,
  type Steps,
  TAKEN,
  type Targets,
  WITHDRAWN,
  type Words,
} from './guide-complaints.js';

/** A complaint in any state, with facts that fit together. */
const anyComplaint = fc
  .record({
    sample: fc.boolean(),
    state: fc.constantFrom('open', 'assigned', 'resolved', 'closed', 'withdrawn'),
    promises: fc.nat(3),
    nudges: fc.nat(3),
    number: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ sample, state, promises, nudges, number }): Complaint => {
    const isClosed = state === 'closed';
    return {
      ...FRESH,
      reference: `C-${number}`,
      sample,
      state,
      promises,
      nudges,
      owner: state === 'open' ? null : 'Ben Baker',
      resolved: state === 'resolved' || isClosed,
      closed: isClosed,
    };
  });

describe('Playground page: the guide', () => {
  let steps: Steps;
  let targets: Targets;
  let words: Words;
  before(async () => {
    steps = await loadFrame<Steps>('guide-steps');
    targets = await loadFrame<Targets>('guide-targets');
    words = await loadFrame<Words>('guide-words');
  });

  describe('which step is next', () => {
    it('goes from step to step with what happened to the complaint', () => {
      const next = (...complaints: Complaint[]) => steps.progressOf(complaints).next;
      expect(next()).to.equal('report');
      expect(next(FRESH)).to.equal('take');
      expect(next(TAKEN)).to.equal('promise');
      expect(next(PROMISED)).to.equal('nudge');
      expect(next(NUDGED)).to.equal('resolve');
      expect(next(RESOLVED)).to.equal('follow-up');
      expect(next(CLOSED)).to.equal('closed');
    });

    it('ignores the samples', () => {
      const sample = { ...RESOLVED, sample: true };
      expect(steps.progressOf([sample]).next).to.equal('report');
      expect(steps.progressOf([sample, FRESH]).complaint).to.equal(FRESH);
    });

    it('goes back to taking it when it was released', () => {
      const back = { ...PROMISED, state: 'open', owner: null };
      expect(steps.progressOf([back])).to.include({ next: 'take' });
      expect(steps.progressOf([back]).done).to.deep.equal(['report', 'promise']);
    });

    it('counts a reminder from before it was taken, and goes on when a step was skipped', () => {
      const early = steps.progressOf([{ ...FRESH, nudges: 1 }]);
      expect(early).to.include({ next: 'take' });
      expect(early.done).to.deep.equal(['report', 'nudge']);
      const straight = steps.progressOf([{ ...TAKEN, state: 'resolved', resolved: true }]);
      expect(straight).to.include({ next: 'follow-up' });
      expect(straight.done).to.deep.equal(['report', 'take', 'resolve']);
    });

    it('follows the first open complaint, then the last closed one, never a withdrawn one', () => {
      const second = { ...FRESH, reference: 'C-2' };
      expect(steps.progressOf([TAKEN, second]).complaint).to.equal(TAKEN);
      expect(steps.progressOf([CLOSED, second]).complaint).to.equal(second);
      expect(steps.progressOf([WITHDRAWN]).next).to.equal('report');
      const later = { ...CLOSED, reference: 'C-3' };
      expect(steps.progressOf([CLOSED, later, WITHDRAWN]).complaint).to.equal(later);
    });

    it('always has text and a next step, whatever happened before', () => {
      fc.assert(
        fc.property(fc.array(anyComplaint, { maxLength: 8 }), (complaints) => {
          const { complaint, next, done } = steps.progressOf(complaints);
          expect(steps.STEPS).to.include.members(done);
          expect(done).not.to.include(next);
          expect(words.lineOf(next)).to.match(/\w/);
          expect(complaint === undefined).to.equal(next === 'report');
          if (next === 'closed') return;
          const point = targets.pointOf(next, complaint);
          expect(point.at).to.be.oneOf(['composer', 'clock', 'button']);
          if (point.at === 'button') expect(point.label).to.be.a('string');
          expect(targets.targetOf(next, complaint, PEOPLE)).to.include.keys('world', 'person');
        }),
      );
    });
  });

  describe('the place it leads to', () => {
    it('is Slack as the reporter for the first complaint', () => {
      expect(targets.targetOf('report', undefined, PEOPLE)).to.deep.equal({
        world: 'slack',
        person: 'Ann Reporter',
        draft: '/complaint Charged twice in March',
      });
      expect(targets.pointOf('report', undefined)).to.deep.equal({ at: 'composer' });
    });

    it('is the team’s channel as a member of the team for taking it', () => {
      const target = { world: 'slack', person: 'Ben Baker', place: 'C0BILLING01' };
      expect(targets.targetOf('take', FRESH, PEOPLE)).to.deep.equal(target);
      const place = { platform: 'teams', conversation: '19:repairs' };
      const repair = { ...FRESH, team: 'Repairs', place };
      expect(targets.targetOf('take', repair, PEOPLE)).to.deep.equal({
        world: 'teams',
        person: 'Dev Desai',
        place: '19:repairs',
      });
      const take = { at: 'button', reference: 'C-1', label: 'Take it' };
      expect(targets.pointOf('take', FRESH)).to.deep.equal(take);
    });

    it('is the same card as the assignee after that', () => {
      const cleos = { ...TAKEN, owner: 'Cleo Clarke' };
      const target = { world: 'slack', person: 'Cleo Clarke', place: 'C0BILLING01' };
      expect(targets.targetOf('promise', cleos, PEOPLE)).to.deep.equal(target);
      expect(targets.targetOf('resolve', cleos, PEOPLE)).to.deep.equal(target);
      expect(targets.pointOf('promise', cleos)).to.include({ label: 'Record a promise' });
      expect(targets.pointOf('follow-up', RESOLVED)).to.include({ label: 'Follow up' });
    });

    it('is the chat where the assignee will get the reminder while time passes', () => {
      const target = { world: 'slack', person: 'Ben Baker', place: 'app' };
      expect(targets.targetOf('nudge', PROMISED, PEOPLE)).to.deep.equal(target);
      expect(targets.pointOf('nudge', PROMISED)).to.deep.equal({ at: 'clock' });
    });

    it('is the details as the lead for a confidential complaint', () => {
      const confidential = { ...FRESH, confidential: true };
      expect(targets.takerOf(confidential, PEOPLE)).to.equal('Lena Lead');
      expect(targets.pointOf('take', confidential)).to.include({ label: 'Details' });
      expect(targets.buttonsOf('take', confidential)).to.equal('Details, and there Take it');
      expect(targets.buttonsOf('take', FRESH)).to.equal('Take it');
    });

    it('is Teams for a report while Slack has a fault, else Slack', () => {
      const slackDown = targets.meanwhileTarget(PEOPLE, [{ kind: 'slack-down' }]);
      expect(slackDown).to.include({ world: 'teams', person: 'Ann Reporter', place: 'app' });
      const killed = targets.meanwhileTarget(PEOPLE, [{ kind: 'kill' }]);
      expect(killed).to.include({ world: 'slack', person: 'Ann Reporter' });
      expect(killed)
        .to.have.property('draft')
        .that.matches(/^\/complaint /);
    });

    it('exists for a team that only has an officer, and for a complaint without a channel', () => {
      const legal = { ...FRESH, team: 'Legal', place: null };
      const target = { world: 'slack', person: 'Omar Officer' };
      expect(targets.targetOf('take', legal, PEOPLE)).to.deep.equal(target);
    });
  });

  describe('a card that is not posted yet', () => {
    const posting = { ...FRESH, place: null, waiting: 2 };

    it('is waited for by the steps that are done on it', () => {
      expect(targets.isCardComing('take', posting)).to.equal(true);
      expect(targets.isCardComing('take', FRESH), 'posted').to.equal(false);
      expect(targets.isCardComing('nudge', posting), 'done elsewhere').to.equal(false);
      expect(targets.isCardComing('report', undefined), 'done elsewhere').to.equal(false);
    });

    it('is not waited for when nothing is to be sent any more', () => {
      expect(targets.isCardComing('take', { ...posting, waiting: 0 })).to.equal(false);
    });

    it('is announced', () => {
      expect(words.comingOf(posting)).to.match(/^Redress is posting C-1\./);
    });
  });
});
