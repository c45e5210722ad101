import { expect } from 'chai';
import fc from 'fast-check';

interface Complaint {
  reference: string;
  category: string;
  state: string;
  confidential: boolean;
  sample: boolean;
  reporter: string;
  owner: string | null;
  team: string;
  place: { platform: string; conversation: string } | null;
  acknowledged: boolean;
  promises: number;
  nudges: number;
  resolved: boolean;
  closed: boolean;
  waiting: number;
}

interface Person {
  name: string;
  title: string;
  role: string;
}

interface Point {
  at: string;
  label?: string;
  reference?: string;
}

interface Steps {
  STEPS: string[];
  progressOf(complaints: Complaint[]): {
    complaint?: Complaint;
    done: string[];
    next: string;
  };
}

interface Targets {
  targetOf(next: string, complaint: Complaint | undefined, people: Person[]): object;
  pointOf(next: string, complaint: Complaint | undefined): Point;
  takerOf(complaint: Complaint, people: Person[]): string;
  buttonsOf(next: string, complaint: Complaint): string;
  meanwhileTarget(people: Person[], now: { kind: string }[]): object;
}

interface Words {
  lineOf(next: string): string;
  whereOf(complaint: Complaint): string;
  adviceOf(
    next: string,
    complaint: Complaint | undefined,
    actor: string,
    label?: string,
  ): { why: string; how: string };
  pointedOf(point: Point, person: string): string;
  sampleWords(complaint: Complaint): string;
}

const PEOPLE: Person[] = [
  { name: 'Ann Reporter', title: 'Front desk', role: 'reporter' },
  { name: 'Ben Baker', title: 'Billing', role: 'member' },
  { name: 'Cleo Clarke', title: 'Billing', role: 'member' },
  { name: 'Lena Lead', title: 'Lead of billing', role: 'lead' },
  { name: 'Dev Desai', title: 'Repairs', role: 'member' },
  { name: 'Rita Reyes', title: 'Lead of repairs', role: 'lead' },
  { name: 'Omar Officer', title: 'Complaints officer', role: 'officer' },
];

const BILLING = { platform: 'slack', conversation: 'C0BILLING01' };

const FRESH: Complaint = {
  reference: 'C-1',
  category: 'A wrong bill',
  state: 'open',
  confidential: false,
  sample: false,
  reporter: 'Ann Reporter',
  owner: null,
  team: 'Billing',
  place: BILLING,
  acknowledged: false,
  promises: 0,
  nudges: 0,
  resolved: false,
  closed: false,
  waiting: 0,
};
const TAKEN: Complaint = { ...FRESH, state: 'assigned', owner: 'Ben Baker' };
const PROMISED: Complaint = { ...TAKEN, promises: 1 };
const NUDGED: Complaint = { ...PROMISED, nudges: 1 };
const RESOLVED: Complaint = { ...NUDGED, state: 'resolved', resolved: true };
const CLOSED: Complaint = { ...RESOLVED, state: 'closed', closed: true };
const WITHDRAWN: Complaint = { ...TAKEN, state: 'withdrawn' };

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

function load<T>(name: string): Promise<T> {
  const file = new URL(`../../../playground/page/frame/${name}.js`, import.meta.url).href;
  return import(file) as Promise<T>;
}

describe('Playground page: the guide', () => {
  let steps: Steps;
  let targets: Targets;
  let words: Words;
  before(async () => {
    steps = await load<Steps>('guide-steps');
    targets = await load<Targets>('guide-targets');
    words = await load<Words>('guide-words');
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

  describe('its text', () => {
    it('counts the steps', () => {
      expect(words.lineOf('report')).to.equal('1 of 5: Report it');
      expect(words.lineOf('resolve')).to.equal('5 of 5: Put it right');
      expect(words.lineOf('follow-up')).to.equal('All five done. Go back and ask');
      expect(words.lineOf('closed')).to.equal('All five done');
    });

    it('names the complaint, its team and its assignee', () => {
      expect(words.whereOf(FRESH)).to.equal('C-1 is with Billing. Nobody has it yet');
      expect(words.whereOf(TAKEN)).to.equal('C-1 is with Ben Baker of Billing');
      expect(words.whereOf(RESOLVED)).to.equal('C-1 was put right by Ben Baker of Billing');
      expect(words.whereOf(CLOSED)).to.equal('C-1 of Billing is closed');
    });

    it('says who does what, with the button’s label', () => {
      const take = words.adviceOf('take', FRESH, 'Ben Baker', 'Take it');
      expect(take.how).to.equal('Become Ben Baker and press Take it.');
      expect(take.why).to.contain('Billing');
      const resolve = words.adviceOf('resolve', NUDGED, 'Ben Baker', 'Resolve');
      expect(resolve.why).to.match(/^Ben was reminded in time\./);
      const unreminded = words.adviceOf('resolve', PROMISED, 'Ben Baker', 'Resolve');
      expect(unreminded.why).not.to.contain('reminded');
    });

    it('says where it pointed', () => {
      const point = { at: 'button', reference: 'C-1', label: 'Take it' };
      const expected = 'You are Ben Baker. The button Take it of C-1 is marked.';
      expect(words.pointedOf(point, 'Ben Baker')).to.equal(expected);
    });

    it('says where each sample stands', () => {
      expect(words.sampleWords(FRESH)).to.equal('nobody has it yet, Billing in Slack');
      expect(words.sampleWords(TAKEN)).to.equal('being handled, Billing in Slack');
      expect(words.sampleWords(RESOLVED)).to.equal('put right, Billing in Slack');
    });
  });
});
