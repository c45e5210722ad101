import { expect } from 'chai';
import { changedFacts } from '../../../src/domain/document/document.js';
import { act, COMMANDS, createDetails, filed, inState, MONDAY, WHO } from '../../support/domain.js';
import { decideAccepted, formatMessages, LATER } from './decide-accepted.js';

describe('evidence', () => {
  it('of an acknowledgement is time, author, means and words', () => {
    const words = '  We have it, and answer by Friday. ';
    const { facts, history } = decideAccepted(
      filed(),
      { ...COMMANDS.acknowledge, words },
      WHO.member,
    );
    const evidence = { means: 'phone', words: 'We have it, and answer by Friday.' };
    expect(facts.acknowledgement).to.deep.equal({ at: LATER, by: WHO.member, ...evidence });
    expect(history[0]?.args).to.deep.equal(evidence);
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
      before: { impact: 'high', complainant: { name: 'Jo Tenant', account: 'T-17' } },
      after: { impact: 'low', complainant: { name: 'Jo Tenant', account: 'T-18' } },
    });
  });

  it('of a resolution is what was done, whether it was wanted, and when the complainant was informed', () => {
    const informing = { ...COMMANDS.resolve, delivered: 'partly', told: true } as const;
    const { facts } = decideAccepted(inState('assigned'), informing, WHO.assignee);
    const done = { at: LATER, by: WHO.assignee, done: 'Dried it.', delivered: 'partly' };
    expect(facts.resolution).to.deep.equal({ ...done, toldAt: LATER });
    const untold = decideAccepted(inState('assigned'), COMMANDS.resolve, WHO.assignee);
    expect(untold.facts.resolution?.toldAt).to.equal(null);
    const later = decideAccepted(inState('resolved'), COMMANDS.tell, WHO.assignee);
    expect(later.facts.resolution).to.deep.include({ at: MONDAY, toldAt: LATER });
  });

  it('of a follow-up is satisfaction and words; it also counts as informing the complainant', () => {
    const { facts } = decideAccepted(inState('resolved'), COMMANDS['follow-up'], WHO.reporter);
    expect(facts.followUp).to.deep.equal({ at: LATER, by: 'rita', satisfaction: 4, words: 'fine' });
    expect(facts.resolution?.toldAt).to.equal(LATER);
  });

  it('is stored as the facts that differ', () => {
    const complaint = filed();
    const { facts } = decideAccepted(complaint, COMMANDS.acknowledge, WHO.member);
    expect(Object.keys(changedFacts(complaint, facts))).to.have.members([
      'acknowledgement',
      'lastLifeAt',
    ]);
  });
});

describe('reopening', () => {
  it('returns it to the same assignee with the reason, and clears the resolution', () => {
    const { facts, deliveries } = decideAccepted(inState('closed'), COMMANDS.reopen, WHO.reporter);
    const clean = { state: 'assigned', assignee: WHO.assignee, resolution: null, followUp: null };
    expect(facts).to.deep.include(clean);
    expect(formatMessages(deliveries)).to.deep.equal([`dm:${WHO.assignee} reopened`]);
    expect(facts.nextActionAt).to.be.a('number');
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
    expect(formatMessages(deliveries)).to.deep.equal([]);
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
