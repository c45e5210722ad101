import { expect } from 'chai';
import { decide } from '../../../src/domain/commands/decide.js';
import { fileComplaint } from '../../../src/domain/commands/filing.js';
import type { Complaint, ComplaintPromise } from '../../../src/domain/complaint/complaint.js';
import { changedFacts } from '../../../src/domain/complaint/decision.js';
import type { Delivery } from '../../../src/domain/complaint/delivery.js';
import { promiseState } from '../../../src/domain/complaint/promise.js';
import {
  act,
  asActor,
  at,
  COMMANDS,
  createDetails,
  expectAccepted,
  filed,
  HOUR,
  inState,
  MONDAY,
  WHO,
  withAllSent,
} from '../../support/domain.js';

const LATER = MONDAY + HOUR;

function formatMessages(deliveries: readonly Delivery[]): readonly string[] {
  return deliveries
    .filter((item) => item.slot.startsWith('dm:') || item.slot === 'thread')
    .map((item) => `${item.slot} ${item.view.name}`);
}

function decideAccepted(
  complaint: Complaint,
  command: Parameters<typeof decide>[1],
  person: string,
) {
  return expectAccepted(decide(complaint, command, asActor(person, LATER)));
}

describe('filing a complaint', () => {
  function faults(
    parts: Parameters<typeof createDetails>[0],
    category = 'damp',
  ): readonly string[] {
    const checked = fileComplaint(
      { category, details: createDetails(parts) },
      asActor('rita', MONDAY),
      'e1',
    );
    return checked.ok ? [] : checked.refusals.map(({ code, field }) => `${code} ${field}`);
  }

  it('records it with the category’s team, open, at its first version, with both cards on their way', () => {
    const complaint = filed();
    expect(complaint).to.deep.include({
      id: 'C-1001',
      state: 'open',
      team: 'repairs',
      reporter: 'rita',
      assignee: null,
      filedAt: MONDAY,
      untakenSince: MONDAY,
      version: 1,
      filedBy: 'e-C-1001',
      confidential: false,
    });
    expect(
      complaint.outbox.map(({ id, kind, slot, person }) => ({ id, kind, slot, person })),
    ).to.deep.equal([
      { id: 'C-1001/1/0', kind: 'post', slot: 'team-card', person: null },
      { id: 'C-1001/1/1', kind: 'post', slot: 'reporter-card', person: 'rita' },
    ]);
    expect(complaint.history).to.deep.equal([{ at: MONDAY, by: 'rita', what: 'file', args: {} }]);
  });

  it('is confidential when its category is', () => {
    expect(filed({ category: 'conduct' }).confidential).to.equal(true);
  });

  it('is open to everybody, also without a team', () => {
    expect(filed({ by: 'zoe' }).reporter).to.equal('zoe');
  });

  it('names every fault at once, by its field', () => {
    const nothing = {
      complainant: { name: ' ', account: '' },
      description: '',
      desiredOutcome: '',
    };
    const strange = { impact: 'huge' as never, means: 'fax' as never };
    expect(faults({ ...nothing, ...strange }, 'weather')).to.deep.equal([
      'missing complainant',
      'missing description',
      'missing desiredOutcome',
      'unknown-choice impact',
      'unknown-choice means',
      'unknown-category category',
    ]);
  });

  it('refuses 20,000 characters and says how many there are and fit', () => {
    const long = createDetails({ description: 'x'.repeat(20_000) });
    const checked = fileComplaint(
      { category: 'damp', details: long },
      asActor('rita', MONDAY),
      'e1',
    );
    if (checked.ok) throw new Error('expected to be refused');
    expect(checked.refusals).to.deep.equal([
      { code: 'too-long', field: 'description', args: { length: 20_000, limit: 3000 } },
    ]);
  });

  it('takes names and accounts of 150 characters, not of 151; an account may be missing', () => {
    expect(
      faults({ complainant: { name: 'n'.repeat(150), account: 'a'.repeat(150) } }),
    ).to.deep.equal([]);
    expect(faults({ complainant: { name: 'Jo', account: '' } })).to.deep.equal([]);
    expect(
      faults({ complainant: { name: 'n'.repeat(151), account: 'a'.repeat(151) } }),
    ).to.deep.equal(['too-long complainant', 'too-long account']);
  });

  it('leaves out white space around what was written', () => {
    const complaint = filed({
      details: createDetails({ description: '\n wet  \n', desiredOutcome: ' dry ' }),
    });
    expect(complaint.details).to.include({ description: 'wet', desiredOutcome: 'dry' });
  });
});

describe('evidence', () => {
  it('of the acknowledgement is when, by whom, by which means and in which words', () => {
    const words = '  We have it, and answer by Friday. ';
    const { facts, history } = decideAccepted(
      filed(),
      { ...COMMANDS.acknowledge, words },
      WHO.member,
    );
    const said = { means: 'phone', words: 'We have it, and answer by Friday.' };
    expect(facts.acknowledgement).to.deep.equal({ at: LATER, by: WHO.member, ...said });
    expect(history[0]?.args).to.deep.equal(said);
  });

  it('of a correction is what the fields were and what they are, and only those', () => {
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

  it('of a resolution is what was done, whether it was wanted, and when the complainant was told', () => {
    const told = { ...COMMANDS.resolve, delivered: 'partly', told: true } as const;
    const { facts } = decideAccepted(inState('assigned'), told, WHO.assignee);
    const done = { at: LATER, by: WHO.assignee, done: 'Dried it.', delivered: 'partly' };
    expect(facts.resolution).to.deep.equal({ ...done, toldAt: LATER });
    const untold = decideAccepted(inState('assigned'), COMMANDS.resolve, WHO.assignee);
    expect(untold.facts.resolution?.toldAt).to.equal(null);
    const later = decideAccepted(inState('resolved'), COMMANDS.tell, WHO.assignee);
    expect(later.facts.resolution).to.deep.include({ at: MONDAY, toldAt: LATER });
  });

  it('of the follow-up is how satisfied they were, in their words; who was asked has been told', () => {
    const { facts } = decideAccepted(inState('resolved'), COMMANDS['follow-up'], WHO.reporter);
    expect(facts.followUp).to.deep.equal({ at: LATER, by: 'rita', satisfaction: 4, words: 'fine' });
    expect(facts.resolution?.toldAt).to.equal(LATER);
  });

  it('changes only the facts that differ', () => {
    const complaint = filed();
    const { facts } = decideAccepted(complaint, COMMANDS.acknowledge, WHO.member);
    expect(Object.keys(changedFacts(complaint, facts))).to.have.members([
      'acknowledgement',
      'lastLifeAt',
    ]);
  });
});

describe('a promise', () => {
  const made: ComplaintPromise = {
    id: 'p1',
    what: 'a plasterer',
    dueAt: 100,
    basis: 'rota',
    by: 'ann',
    madeAt: 1,
    doneAt: null,
    renegotiatedAt: null,
  };

  it('is open until its time has passed, and then broken', () => {
    expect(promiseState(made, 99)).to.equal('open');
    expect(promiseState(made, 100)).to.equal('open');
    expect(promiseState(made, 101)).to.equal('broken');
  });

  it('is kept when done in time, and broken for ever when done late', () => {
    expect(promiseState({ ...made, doneAt: 100 }, 500)).to.equal('kept');
    expect(promiseState({ ...made, doneAt: 101 }, 500)).to.equal('broken');
  });

  it('is renegotiated when another date was agreed in time, and broken when too late', () => {
    expect(promiseState({ ...made, renegotiatedAt: 100 }, 500)).to.equal('renegotiated');
    expect(promiseState({ ...made, renegotiatedAt: 101 }, 500)).to.equal('broken');
  });

  it('that is renegotiated gives way to a new one, and the history names both', () => {
    const { facts, history } = decideAccepted(
      inState('assigned'),
      COMMANDS.renegotiate,
      WHO.assignee,
    );
    expect(facts.promises.map(({ id, what }) => `${id} ${what}`)).to.deep.equal([
      'p1 a plasterer',
      'p2 a plasterer',
    ]);
    expect(facts.promises[0]?.renegotiatedAt).to.equal(LATER);
    expect(history[0]?.args).to.deep.equal({
      promise: 'p1',
      was: at('2026-12-01T12:00'),
      new: 'p2',
      dueAt: at('2026-12-03T12:00'),
      basis: 'ill',
    });
  });

  it('is done with the resolution, and no longer owed when the complaint is withdrawn', () => {
    const resolved = decideAccepted(inState('assigned'), COMMANDS.resolve, WHO.assignee);
    expect(resolved.facts.promises[0]?.doneAt).to.equal(LATER);
    const withdrawn = decideAccepted(inState('assigned'), COMMANDS.withdraw, WHO.reporter);
    expect(withdrawn.facts.promises[0]).to.include({ doneAt: null, renegotiatedAt: LATER });
  });
});

describe('reopening', () => {
  it('gives it back to the same assignee, who is told why, and starts a new resolution', () => {
    const { facts, deliveries } = decideAccepted(inState('closed'), COMMANDS.reopen, WHO.reporter);
    const clean = { state: 'assigned', assignee: WHO.assignee, resolution: null, followUp: null };
    expect(facts).to.deep.include(clean);
    expect(formatMessages(deliveries)).to.deep.equal([`dm:${WHO.assignee} reopened`]);
    expect(facts.nextActionAt).to.be.a('number');
  });

  it('tells nobody what they did themselves', () => {
    const { deliveries } = decideAccepted(inState('resolved'), COMMANDS.reopen, WHO.assignee);
    expect(formatMessages(deliveries)).to.deep.equal([]);
  });
});

describe('the deliveries of a change', () => {
  it('have ids of the complaint, the version the change makes and their place in it', () => {
    const complaint = act(withAllSent(filed()), WHO.assignee, COMMANDS.take, LATER);
    expect(complaint.outbox.map((item) => item.id)).to.deep.equal(['C-1001/2/0', 'C-1001/2/1']);
  });

  it('are stamped with real time, whatever business time is', () => {
    const who = asActor(WHO.assignee, LATER, { realNow: 77 });
    const { deliveries } = expectAccepted(decide(filed(), COMMANDS.take, who));
    expect(deliveries.every((item) => item.createdAt === 77 && item.dueAt === 77)).to.equal(true);
  });
});
