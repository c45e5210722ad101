import { expect } from 'chai';
import { decide } from '../../../src/domain/commands/decide.js';
import { fileComplaint } from '../../../src/domain/commands/filing.js';
import { toMessages } from '../../support/complaint/outbox.js';
import {
  act,
  asActor,
  COMMANDS,
  createDetails,
  expectAccepted,
  filed,
  MONDAY,
  WHO,
  withAllSent,
} from '../../support/domain.js';
import { LATER } from './decide-accepted.js';

describe('filing a complaint', () => {
  it('links it to ten others, each once, and to no more', () => {
    const file = (links: readonly string[]) => {
      const filing = { category: 'damp', details: createDetails(), receivedAt: null, links };
      return fileComplaint(filing, asActor('rita', MONDAY), 'e1');
    };
    const ten = Array.from({ length: 10 }, (_, n) => `C-${n + 1}`);
    const checked = file([...ten, 'C-1']);
    expect(checked.ok && checked.value('C-99').links).to.deep.equal(ten);
    const refused = file([...ten, 'C-11']);
    expect(refused.ok ? [] : refused.refusals.map(({ code }) => code)).to.deep.equal([
      'links-full',
    ]);
  });

  function faults(
    parts: Parameters<typeof createDetails>[0],
    category = 'damp',
  ): readonly string[] {
    const checked = fileComplaint(
      { category, details: createDetails(parts), receivedAt: null },
      asActor('rita', MONDAY),
      'e1',
    );
    return checked.ok ? [] : checked.refusals.map(({ code, field }) => `${code} ${field}`);
  }

  it('creates an open complaint of the category’s team, at version 1, with both cards in the outbox', () => {
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
      toMessages(complaint.outbox).map(({ id, kind, slot, person }) => ({
        id,
        kind,
        slot,
        person,
      })),
    ).to.deep.equal([
      { id: `C-1001/1/0/${MONDAY}`, kind: 'post', slot: 'card:1', person: null },
      { id: `C-1001/1/1/${MONDAY}`, kind: 'post', slot: 'reporter-card', person: 'rita' },
    ]);
    expect(complaint.history).to.deep.equal([
      { at: MONDAY, by: 'rita', what: 'file', args: { receivedAt: MONDAY } },
    ]);
  });

  it('makes it confidential if its category is', () => {
    expect(filed({ category: 'conduct' }).confidential).to.equal(true);
  });

  it('is allowed to everybody, even without a team', () => {
    expect(filed({ by: 'zoe' }).reporter).to.equal('zoe');
  });

  it('returns every fault at once, by field', () => {
    const nothing = {
      complainant: { name: 'x'.repeat(151), account: '', phone: 'call me', email: 'jo@' },
      representative: { name: '', authority: '' as never },
      description: '',
      desiredOutcome: '',
    };
    const strange = { impact: 'huge' as never, means: 'fax' as never };
    expect(faults({ ...nothing, ...strange }, 'weather')).to.deep.equal([
      'too-long complainant',
      'phone-unread phone',
      'email-unread email',
      'missing description',
      'unknown-choice impact',
      'unknown-choice means',
      'missing representative',
      'authority-missing authority',
      'unknown-category category',
    ]);
  });

  it('refuses 20,000 characters with the length and the limit', () => {
    const long = createDetails({ description: 'x'.repeat(20_000) });
    const checked = fileComplaint(
      { category: 'damp', details: long, receivedAt: null },
      asActor('rita', MONDAY),
      'e1',
    );
    if (checked.ok) throw new Error('expected to be refused');
    expect(checked.refusals).to.deep.equal([
      { code: 'too-long', field: 'description', args: { length: 20_000, limit: 3000 } },
    ]);
  });

  it('accepts names and accounts of up to 150 characters, and no account', () => {
    expect(
      faults({ complainant: { name: 'n'.repeat(150), account: 'a'.repeat(150) } }),
    ).to.deep.equal([]);
    expect(faults({ complainant: { name: 'Jo', account: '' } })).to.deep.equal([]);
    expect(
      faults({ complainant: { name: 'n'.repeat(151), account: 'a'.repeat(151) } }),
    ).to.deep.equal(['too-long complainant', 'too-long account']);
  });

  it('trims white space around texts', () => {
    const complaint = filed({
      details: createDetails({ description: '\n wet  \n', desiredOutcome: ' dry ' }),
    });
    expect(complaint.details).to.include({ description: 'wet', desiredOutcome: 'dry' });
  });
});

describe('the deliveries of a change', () => {
  it('have ids of complaint, new version, position and time', () => {
    const complaint = act(withAllSent(filed()), WHO.assignee, COMMANDS.take, LATER);
    expect(complaint.outbox.map((item) => item.id)).to.deep.equal([
      `C-1001/2/0/${LATER}`,
      `C-1001/2/1/${LATER}`,
      `C-1001/2/2/${LATER}`,
    ]);
  });

  it('carry real time, whatever business time is', () => {
    const who = asActor(WHO.assignee, LATER, { realNow: 77 });
    const { deliveries } = expectAccepted(decide(filed(), COMMANDS.take, who));
    expect(deliveries.every((item) => item.createdAt === 77 && item.dueAt === 77)).to.equal(true);
  });
});
