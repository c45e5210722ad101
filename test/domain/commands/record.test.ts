import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { DERIVED_FIELDS } from '../../../src/domain/complaint/facts.js';
import { findResolution } from '../../../src/domain/complaint/handling.js';
import { changedFacts } from '../../../src/domain/document/document.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import {
  act,
  COMMANDS,
  createDetails,
  createOrganisation,
  filed,
  inState,
  MONDAY,
  WHO,
} from '../../support/domain.js';
import { decideAccepted, formatMessages, LATER } from './decide-accepted.js';

/** Returns the closed complaint after its reporter reopened it. */
function reopened(closed: Complaint): Complaint {
  return act(closed, WHO.reporter, COMMANDS.reopen);
}

/** The rules that still have a nudge to send. */
function planOf(complaint: Complaint): readonly string[] {
  return planComplaintNudges(complaint, createOrganisation()).map(({ rule }) => rule);
}

describe('evidence', () => {
  it('of an acknowledgement is time, author, means and words', () => {
    const words = '  We have it, and answer by Friday. ';
    const { facts, history } = decideAccepted(
      filed(),
      { ...COMMANDS.acknowledge, words },
      WHO.member,
    );
    const evidence = { means: 'phone', words: 'We have it, and answer by Friday.' };
    const recorded = { round: 1, at: LATER, recordedAt: LATER, by: WHO.member };
    expect(facts.acknowledgements).to.deep.equal([{ ...recorded, ...evidence }]);
    expect(history[0]?.args).to.deep.equal({ at: LATER, ...evidence });
  });

  it('of a correction is the old and the new value of the changed fields only', () => {
    const now = createDetails({
      impact: 'low',
      complainant: { name: 'Jo Tenant', account: 'T-18' },
    });
    const { facts, history } = decideAccepted(
      filed(),
      { kind: 'correct', details: now },
      WHO.reporter,
    );
    expect(facts.details).to.deep.equal(now);
    expect(history[0]?.args).to.deep.equal({
      before: { impact: 'critical', complainant: { name: 'Jo Tenant', account: 'T-17' } },
      after: { impact: 'low', complainant: { name: 'Jo Tenant', account: 'T-18' } },
    });
  });

  it('of a resolution is what was done, and whether it was wanted', () => {
    const partly = { ...COMMANDS.resolve, delivered: 'partly' } as const;
    const { facts } = decideAccepted(inState('assigned'), partly, WHO.assignee);
    expect(facts.resolutions).to.deep.equal([
      {
        ...{ round: 1, at: LATER, by: WHO.assignee },
        ...{ done: 'Dried it.', delivered: 'partly', told: null },
      },
    ]);
  });

  it('is stored as the facts that differ, and all derived fields', () => {
    const complaint = filed();
    const { facts } = decideAccepted(complaint, COMMANDS.acknowledge, WHO.member);
    expect(Object.keys(changedFacts(complaint, facts))).to.have.members([
      'acknowledgements',
      'lastLifeAt',
      ...DERIVED_FIELDS,
    ]);
  });
});

describe('reopening', () => {
  it('returns it to the same assignee with the reason, and tells the reporter', () => {
    const { facts, deliveries } = decideAccepted(inState('closed'), COMMANDS.reopen, WHO.lead);
    expect(facts).to.deep.include({ state: 'assigned', assignee: WHO.assignee });
    expect(formatMessages(deliveries)).to.have.members([
      `dm:${WHO.assignee} reopened`,
      `dm:${WHO.reporter} reporter-reopened`,
    ]);
    expect(facts.nextActionAt).to.be.a('number');
  });

  it('ends a round of handling and deletes nothing', () => {
    const closed = inState('closed');
    const { facts } = decideAccepted(closed, COMMANDS.reopen, WHO.reporter);
    const { acknowledgements, resolutions, followUps } = closed;
    expect(facts).to.deep.include({ acknowledgements, resolutions, followUps });
    expect(findResolution(facts)).to.equal(null);
    const again = act(reopened(closed), WHO.assignee, COMMANDS.resolve);
    expect(again.resolutions.map(({ round }) => round)).to.deep.equal([1, 2]);
  });

  it('starts no acknowledgement anew: whoever was told of a resolution has been acknowledged', () => {
    const closed = inState('closed');
    expect(closed.acknowledgements).to.deep.equal([]);
    expect(planOf(reopened(closed))).not.to.include('acknowledgement');
    const untold = act(inState('resolved'), WHO.reporter, COMMANDS.reopen);
    expect(planOf(untold)).to.include('acknowledgement');
  });

  it('is recorded each time, with who did it, when and why', () => {
    const reason = '  wet again ';
    const first = act(inState('closed'), WHO.reporter, { kind: 'reopen', reason });
    const resolved = act(first, WHO.assignee, COMMANDS.resolve);
    const { facts } = decideAccepted(resolved, { kind: 'reopen', reason: 'cold' }, WHO.lead);
    expect(facts.reopenings).to.deep.equal([
      { at: MONDAY, by: WHO.reporter, reason: 'wet again' },
      { at: LATER, by: WHO.lead, reason: 'cold' },
    ]);
  });

  it('sends no message to the assignee who did it', () => {
    const { deliveries } = decideAccepted(inState('resolved'), COMMANDS.reopen, WHO.assignee);
    expect(formatMessages(deliveries)).to.deep.equal([`dm:${WHO.reporter} reporter-reopened`]);
  });
});

describe('a withdrawal', () => {
  it('is recorded with who did it, when and why', () => {
    const { facts } = decideAccepted(
      inState('assigned'),
      { kind: 'withdraw', reason: ' sorted it myself ' },
      WHO.reporter,
    );
    const withdrawal = { at: LATER, by: WHO.reporter, reason: 'sorted it myself' };
    expect(facts).to.deep.include({ state: 'withdrawn', withdrawal });
    expect(filed()).to.deep.include({ withdrawal: null, reopenings: [] });
  });
});
