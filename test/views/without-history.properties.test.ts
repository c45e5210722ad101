import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { Decision } from '../../src/domain/complaint/decision.js';
import type { Block, Card } from '../../src/views/elements.js';
import { playRun, runPlans } from '../domain/complaint-run.js';
import { decideAll } from '../domain/decide-all.js';
import { HOUR } from '../support/domain.js';
import { renderAll } from './render-all.js';
import { viewContext } from './view-context.js';

/** The same complaint with a history of the same length that says nothing. */
function withoutHistory(complaint: Complaint): Complaint {
  const empty = { at: 0, by: 'redress', what: 'file', args: {} } as const;
  return { ...complaint, history: complaint.history.map(() => empty) };
}

function withoutEntries(decision: Decision): Decision {
  return decision.kind === 'accepted' ? { ...decision, history: [] } : decision;
}

/** The blocks above the history. */
function aboveHistory(blocks: readonly Block[]): readonly Block[] {
  return blocks.slice(
    0,
    blocks.findLastIndex(({ kind }) => kind === 'divider'),
  );
}

/** Without the line of a reminder that shows the latest entry of the list. */
function withoutLast(card: Card): Card {
  const isLast = (block: Block): boolean =>
    block.kind === 'note' && ['Last: ', 'Recorded by '].includes(String(block.text[0]));
  return { ...card, blocks: card.blocks.filter((block) => !isLast(block)) };
}

describe('whatever happened to a complaint, without its history', () => {
  it('the cards, the messages and the details above the history show the same, but for what happened last', () => {
    fc.assert(
      fc.property(runPlans, (plan) => {
        const { complaint, now } = playRun(plan);
        const context = viewContext(complaint, now);
        const empty = withoutHistory(complaint);
        const all = renderAll(complaint, context);
        const shown = renderAll(empty, { ...context, complaint: empty });
        expect(shown.cards.map(withoutLast)).to.deep.equal(all.cards.map(withoutLast));
        for (const [n, { blocks }] of shown.details.entries()) {
          expect(aboveHistory(blocks)).to.deep.equal(aboveHistory(all.details[n]?.blocks ?? []));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('each command and event leads to the same', () => {
    fc.assert(
      fc.property(runPlans, (plan) => {
        const { complaint, now } = playRun(plan);
        const [empty, full] = [withoutHistory(complaint), complaint].map((one) =>
          decideAll(one, now + HOUR).map(withoutEntries),
        );
        expect(empty).to.deep.equal(full);
      }),
      { numRuns: 10 },
    );
  });
});
