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

  it('has the promise that each new date replaced', () => {
    expect(upgrade(renegotiated).promises.map(({ replaces }) => replaces)).to.deep.equal([
      null,
      'p1',
    ]);
  });
});
