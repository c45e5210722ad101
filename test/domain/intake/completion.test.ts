import { expect } from 'chai';
import { decide } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { owesAcknowledgement } from '../../../src/domain/intake/acknowledgement.js';
import type { Details } from '../../../src/domain/intake/details.js';
import { findCompleter, findMissing } from '../../../src/domain/intake/missing.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import {
  act,
  asActor,
  at,
  COMMANDS,
  createDetails,
  createOrganisation,
  filed,
  formatLocal,
  runSystem,
  WHO,
} from '../../support/domain.js';

const NOBODY = { name: '', account: '' };
const LATER = { complainant: NOBODY, desiredOutcome: '' };
const COMPLETE = { ...COMMANDS.complete, complainant: '', desiredOutcome: '' };

function file(details: Partial<Details> = LATER): Complaint {
  return filed({ details: createDetails({ impact: 'high', ...details }) });
}

/** The next reminder to complete it: when, and to whom. */
function findNext(complaint: Complaint): string | undefined {
  const plan = planComplaintNudges(complaint, createOrganisation()).find(
    ({ rule }) => rule === 'incomplete',
  );
  return plan && `${formatLocal(plan.at)} ${plan.to === 'team' ? 'team' : plan.to.person}`;
}

/** Wakes the complaint at each of its times until then. */
function wakeUntil(complaint: Complaint, end: number): Complaint {
  let current = complaint;
  while (current.nextActionAt !== null && current.nextActionAt <= end) {
    current = runSystem(current, { kind: 'nudge' }, current.nextActionAt);
  }
  return current;
}

describe('what was left for later', () => {
  it('is who complained and what they want, unless they do not want to say', () => {
    expect(findMissing(file().details)).to.deep.equal(['complainant', 'desiredOutcome']);
    const anonymous = file({ complainant: { ...NOBODY, isAnonymous: true } });
    expect(findMissing(anonymous.details)).to.deep.equal([]);
    expect(findMissing(file({}).details)).to.deep.equal([]);
  });

  it('reminds the reporter after one working hour and after four, then whoever has it', () => {
    const given = file();
    expect(findNext(given)).to.equal(`2026-11-23T11:00 ${WHO.reporter}`);
    const once = wakeUntil(given, at('2026-11-23T11:00'));
    expect(findNext(once)).to.equal(`2026-11-23T14:00 ${WHO.reporter}`);
    expect(findCompleter(once)).to.equal(WHO.reporter);
    const taken = act(once, WHO.assignee, COMMANDS.take, at('2026-11-23T11:30'));
    const twice = wakeUntil(taken, at('2026-11-23T14:00'));
    expect(findNext(twice)).to.equal(`2026-11-24T10:00 ${WHO.assignee}`);
    const passedOn = wakeUntil(twice, at('2026-11-24T10:00'));
    expect(findNext(passedOn)).to.equal(undefined);
    expect(findCompleter(passedOn)).to.equal(WHO.assignee);
  });

  it('goes to the team if nobody has it by then', () => {
    const twice = wakeUntil(file(), at('2026-11-23T14:00'));
    expect(findNext(twice)).to.equal('2026-11-24T10:00 team');
  });

  it('keeps the distances of its reminders after an outage', () => {
    const late = runSystem(file(), { kind: 'nudge' }, at('2026-11-25T09:00'));
    expect(findNext(late)).to.equal(`2026-11-25T12:00 ${WHO.reporter}`);
  });

  it('is asked for no more once it is complete, resolved or withdrawn', () => {
    const given = file();
    const done = act(given, WHO.reporter, {
      ...COMPLETE,
      ...{ complainant: 'Jo Tenant', desiredOutcome: 'A dry wall' },
    });
    expect(findNext(done)).to.equal(undefined);
    expect(findNext(act(given, WHO.reporter, COMMANDS.withdraw))).to.equal(undefined);
  });

  it('runs its clocks: it is acknowledged and taken like any other', () => {
    const rules = planComplaintNudges(file(), createOrganisation()).map(({ rule }) => rule);
    expect(rules).to.include.members(['untaken', 'acknowledgement', 'incomplete']);
  });
});

describe('completing a complaint', () => {
  it('fills in what is said and leaves the rest for later', () => {
    const half = act(file(), WHO.reporter, { ...COMPLETE, complainant: ' Jo Tenant ' });
    expect(half.details.complainant).to.deep.equal({ name: 'Jo Tenant', account: '' });
    expect(findMissing(half.details)).to.deep.equal(['desiredOutcome']);
    expect(half.history.at(-1)).to.deep.include({
      what: 'complete',
      args: { after: { complainant: { name: 'Jo Tenant', account: '' } } },
    });
  });

  it('never replaces what somebody else has filled in meanwhile', () => {
    const done = act(file({ desiredOutcome: '' }), WHO.assignee, {
      ...COMPLETE,
      ...{ complainant: 'Somebody else', desiredOutcome: 'A dry wall' },
    });
    expect(done.details.complainant.name).to.equal('Jo Tenant');
    expect(done.details.desiredOutcome).to.equal('A dry wall');
  });

  it('is refused with nothing said, and has nothing to do if nothing is missing', () => {
    const by = asActor(WHO.reporter, at('2026-11-23T11:00'));
    const refused = decide(file(), COMPLETE, by);
    expect(refused).to.deep.include({ kind: 'refused' });
    expect(JSON.stringify(refused)).to.include('"nothing-filled"').and.include('"complainant"');
    const one = decide(file({ desiredOutcome: '' }), COMPLETE, by);
    expect(JSON.stringify(one)).to.include('"missing"').and.include('"desiredOutcome"');
    expect(decide(file({}), COMPLETE, by).kind).to.equal('unchanged');
  });
});

describe('a complainant who does not want to say who they are', () => {
  const anonymous = () => file({ complainant: { ...NOBODY, isAnonymous: true } });

  it('is owed no acknowledgement, and nobody is reminded of one', () => {
    expect(owesAcknowledgement(anonymous())).to.equal(false);
    expect(owesAcknowledgement(file())).to.equal(true);
    const rules = planComplaintNudges(anonymous(), createOrganisation()).map(({ rule }) => rule);
    expect(rules).to.include('untaken').and.not.include('acknowledgement');
  });

  it('can be recorded later, too', () => {
    const later = act(file(), WHO.reporter, { ...COMPLETE, isAnonymous: true });
    expect(later.details.complainant.isAnonymous).to.equal(true);
    expect(owesAcknowledgement(later)).to.equal(false);
  });
});
