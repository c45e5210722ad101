import { expect } from 'chai';
import { decide } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Decision } from '../../../src/domain/complaint/decision.js';
import { isFull, WRITTEN_LIMIT } from '../../../src/domain/complaint/size-limit.js';
import {
  applyDecision,
  asActor,
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

  it('is full by size long before 5,000 entries, and stays well under the store’s 16 MB', () => {
    const { complaint, refusal } = corrected();
    expect(refusal).to.equal('history-full');
    expect(complaint.history.length).to.be.within(100, 1000);
    expect(countBytes(complaint)).to.be.within(WRITTEN_LIMIT, WRITTEN_LIMIT + 200_000);
    const ended = applyDecision(complaint, decide(complaint, COMMANDS.resolve, officer));
    expect(ended.state, 'can still be ended').to.equal('resolved');
    expect(ended.history.at(-1)?.what).to.equal('resolve');
  });

  it('is not full with a thousand short entries', () => {
    const { history, ...complaint } = inState('assigned');
    const many = { ...complaint, history: new Array(1000).fill(history[0]) };
    expect(isFull(many)).to.equal(false);
  });

  it('is full by the texts that its promises store a second time', () => {
    const base = inState('assigned');
    const [made] = base.promises;
    if (made === undefined) throw new Error('no promise');
    const long = { ...made, what: 'x'.repeat(3000), basis: 'y'.repeat(3000) };
    const history = new Array(150).fill(base.history[0]);
    const promises = (count: number) => new Array(count).fill(long);
    expect(isFull({ history, promises: promises(1300) })).to.equal(false);
    expect(isFull({ history, promises: promises(1400) })).to.equal(true);
  });
});
