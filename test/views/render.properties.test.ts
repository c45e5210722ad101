import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { toViewer } from '../../src/domain/complaint/permissions.js';
import { isAction, parseButtonValue } from '../../src/views/buttons.js';
import { detailsForm } from '../../src/views/details.js';
import type { Card, Inline, Text } from '../../src/views/elements.js';
import { renderView, VIEW_NAMES } from '../../src/views/render.js';
import { findAddedDeliveries, playRun, runPlans } from '../domain/complaint-run.js';
import { createOrganisation, WHO } from '../support/domain.js';
import { findButtons, toPlainText } from './plain-text.js';
import { viewContext } from './view-context.js';

const isDate = (piece: Inline): boolean => typeof piece === 'object' && 'moment' in piece;

/** Put into every text of a complaint that only some people may read. */
const PRIVATE = 'private-words';

function withPrivateWords(complaint: Complaint): Complaint {
  return {
    ...complaint,
    details: {
      ...complaint.details,
      description: PRIVATE,
      desiredOutcome: PRIVATE,
      complainant: { name: PRIVATE, account: PRIVATE },
    },
    promises: complaint.promises.map((made) => ({ ...made, what: PRIVATE, basis: PRIVATE })),
    resolutions: complaint.resolutions.map((one) => ({ ...one, done: PRIVATE })),
  };
}

/** The words of ours that stand right before a date. */
function findWordsBeforeDates(blocks: Card['blocks']): string[] {
  const texts = blocks.flatMap((block): readonly Text[] => {
    if (block.kind === 'facts') return block.facts.map(({ value }) => value);
    return block.kind === 'text' || block.kind === 'note' ? [block.text] : [];
  });
  return texts.flatMap((text) =>
    text.flatMap((piece, n) => {
      const before = text[n - 1];
      return isDate(piece) && typeof before === 'string' ? [before] : [];
    }),
  );
}

function assertComplete(card: Card): void {
  // A date begins with “today at”, “yesterday at” or “Mon, 3 Mar”.
  for (const words of findWordsBeforeDates(card.blocks)) {
    expect(words).not.to.match(/\b(?:at|on|in)\s*$/i);
  }

  expect(card.summary.trim()).not.to.equal('');
  expect(toPlainText(card)).not.to.match(/undefined|\[object|NaN|null/);
  for (const { action, value } of findButtons(card)) {
    expect(isAction(action), action).to.equal(true);
    expect(parseButtonValue(value), value).not.to.equal(undefined);
  }
}

describe('whatever happens to a complaint', function () {
  this.timeout(15_000);

  it('every message it wants to send can be rendered, at once and at the end', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(runPlans, (moves) => {
        const life = playRun(moves);
        for (const step of life.steps) {
          for (const { view } of findAddedDeliveries(step)) {
            seen.add(view.name);
            assertComplete(renderView(view, viewContext(step.after, step.now)));
            assertComplete(renderView(view, viewContext(life.complaint, life.now)));
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(VIEW_NAMES).to.include.members([...seen]);
    expect(seen.size, 'most views were tried').to.be.greaterThan(6);
  });

  it('a channel gets nothing of a confidential one', () => {
    fc.assert(
      fc.property(runPlans, (moves) => {
        const life = playRun({ ...moves, category: 'conduct' });
        for (const step of life.steps) {
          for (const { view, person } of findAddedDeliveries(step)) {
            // The lead or an officer may make it visible to the team.
            if (person !== null || !step.after.confidential) continue;
            const shown = renderView(view, viewContext(withPrivateWords(step.after), step.now));
            expect(JSON.stringify(shown)).not.to.include(PRIVATE);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('its details can be shown to everybody who takes part in it', () => {
    fc.assert(
      fc.property(runPlans, fc.constantFrom(...Object.values(WHO)), (moves, person) => {
        const { complaint, now } = playRun(moves);
        const form = detailsForm(
          viewContext(complaint, now),
          toViewer(person, createOrganisation()),
        );
        expect(toPlainText(form)).not.to.match(/undefined|\[object|NaN/);
        expect(form.blocks.length).to.be.at.most(100);
      }),
      { numRuns: 60 },
    );
  });
});
