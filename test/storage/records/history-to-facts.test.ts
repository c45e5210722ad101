import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { parseComplaint } from '../../../src/storage/complaint-record.js';
import { historyToFacts } from '../../../src/storage/records/steps/history-to-facts.js';
import { act, COMMANDS, HOUR, inState, MONDAY, WHO } from '../../support/domain.js';
import { toSchema1 } from './schema-1.js';

const upgrade = (complaint: Complaint): Complaint =>
  parseComplaint(historyToFacts(toSchema1(complaint)));

describe('a complaint of schema 1', () => {
  const assigned = inState('assigned');
  const renegotiated = act(assigned, WHO.assignee, COMMANDS.renegotiate, MONDAY + HOUR);
  const withdrawn = act(renegotiated, WHO.lead, COMMANDS.withdraw, MONDAY + 2 * HOUR);

  it('has its released promises told from the renegotiated ones, with who released them and when', () => {
    const old = toSchema1(withdrawn).promises as readonly object[];
    for (const promise of old)
      expect(promise).to.have.property('renegotiatedAt').that.is.a('number');
    const [first, second] = upgrade(withdrawn).promises;
    expect(first).to.include({ renegotiatedAt: MONDAY + HOUR, released: null });
    expect(second).to.deep.include({
      renegotiatedAt: null,
      released: { at: MONDAY + 2 * HOUR, by: WHO.lead },
    });
  });

  it('has who withdrew it, when and why', () => {
    const withdrawal = { at: MONDAY + 2 * HOUR, by: WHO.lead, reason: 'sorted it myself' };
    expect(upgrade(withdrawn).withdrawal).to.deep.equal(withdrawal);
    expect(upgrade(assigned).withdrawal).to.equal(null);
  });

  it('has each time that it was reopened, whatever happened since', () => {
    const first = act(inState('closed'), WHO.reporter, COMMANDS.reopen, MONDAY + HOUR);
    const again = act(first, WHO.assignee, COMMANDS.resolve, MONDAY + HOUR);
    const second = { kind: 'reopen', reason: 'cold' } as const;
    const reopened = act(again, WHO.lead, second, MONDAY + 2 * HOUR);
    const ended = act(reopened, WHO.lead, COMMANDS.resolve, MONDAY + 2 * HOUR);
    for (const complaint of [reopened, ended]) {
      expect(upgrade(complaint).reopenings).to.deep.equal([
        { at: MONDAY + HOUR, by: WHO.reporter, reason: 'wet again' },
        { at: MONDAY + 2 * HOUR, by: WHO.lead, reason: 'cold' },
      ]);
    }
    expect(upgrade(assigned).reopenings).to.deep.equal([]);
  });

  it('has the promise that each new date replaced', () => {
    expect(upgrade(renegotiated).promises.map(({ replaces }) => replaces)).to.deep.equal([
      null,
      'p1',
    ]);
  });
});
