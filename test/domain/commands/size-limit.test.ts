import { expect } from 'chai';
import { decide, decideSystem } from '../../../src/domain/commands/decide.js';
import { DOCUMENT_LIMIT, findFullness } from '../../../src/domain/commands/size-limit.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Decision } from '../../../src/domain/complaint/decision.js';
import {
  applyDecision,
  asActor,
  asSystem,
  COMMANDS,
  createDetails,
  inState,
  MONDAY,
  WHO,
} from '../../support/domain.js';

/** Creates a correction of the greatest length, a different one for each `n`. */
function createCorrection(n: number) {
  const text = (letter: string): string => `${n} `.padEnd(3000, letter);
  const given = { description: text('界'), desiredOutcome: text('\u0001') };
  return { kind: 'correct', details: createDetails(given) } as const;
}

function countBytes(complaint: Complaint): number {
  return Buffer.byteLength(JSON.stringify(complaint));
}

function toCode(decision: Decision): string {
  return decision.kind === 'refused' ? decision.refusals[0].code : decision.kind;
}

describe('a complaint with long texts', () => {
  const officer = asActor(WHO.officer, MONDAY);

  /** Corrects a complaint, with its outbox emptied each time, until a correction is refused. */
  function corrected(): { complaint: Complaint; refusal: string } {
    let complaint = inState('assigned');
    for (let n = 0; n < 1000; n += 1) {
      const decision = decide(complaint, createCorrection(n), officer);
      if (decision.kind !== 'accepted') return { complaint, refusal: toCode(decision) };
      complaint = { ...applyDecision(complaint, decision), outbox: [] };
    }
    throw new Error('never refused');
  }

  it('is full at one megabyte, long before 5,000 entries, and can still be ended', () => {
    const { complaint, refusal } = corrected();
    expect(refusal).to.equal('document-full');
    expect(countBytes(complaint)).to.be.within(DOCUMENT_LIMIT, DOCUMENT_LIMIT + 200_000);
    const ended = applyDecision(complaint, decide(complaint, COMMANDS.resolve, officer));
    expect(ended.state).to.equal('resolved');
    expect(ended.history.at(-1)?.what).to.equal('resolve');
  });

  it('that is full still counts thread activity and sends nudges, without entries', () => {
    const { complaint } = corrected();
    const heard = { kind: 'hear', placement: 1, by: WHO.member, at: MONDAY + 1 } as const;
    const now = complaint.nextActionAt ?? 0;
    for (const command of [heard, { kind: 'nudge' } as const]) {
      const decision = decideSystem(complaint, command, asSystem(now));
      if (decision.kind !== 'accepted') throw new Error(toCode(decision));
      expect(decision.history, command.kind).to.deep.equal([]);
    }
  });

  it('keeps room for commands: thread activity is recorded up to four fifths', () => {
    const base = inState('assigned');
    const heard = { kind: 'hear', placement: 1, by: WHO.member, at: MONDAY + 1 } as const;
    const entriesAt = (bytes: number): number => {
      const description = 'x'.repeat(bytes - countBytes(base));
      const complaint = { ...base, details: { ...base.details, description } };
      const decision = decideSystem(complaint, heard, asSystem(MONDAY + 1));
      return decision.kind === 'accepted' ? decision.history.length : -1;
    };
    expect(entriesAt(DOCUMENT_LIMIT * 0.79)).to.equal(1);
    expect(entriesAt(DOCUMENT_LIMIT * 0.81)).to.equal(0);
  });

  it('is not full with a thousand short entries', () => {
    const complaint = inState('assigned');
    const many = { ...complaint, history: new Array(1000).fill(complaint.history[0]) };
    expect(findFullness(many)).to.equal(null);
  });

  it('counts bytes, and everything in the document', () => {
    const base = inState('assigned');
    const [made] = base.promises;
    if (made === undefined) throw new Error('no promise');
    const promises = (length: number, letter: string) => ({
      ...base,
      promises: new Array(length).fill({ ...made, what: letter.repeat(3000), basis: '' }),
    });
    expect(findFullness(promises(300, 'x'))).to.equal(null);
    expect(findFullness(promises(360, 'x'))).to.equal('document-full');
    expect(findFullness(promises(120, '界'))).to.equal('document-full');
  });
});
