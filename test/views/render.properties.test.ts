import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { toViewer } from '../../src/domain/complaint/permissions.js';
import { RedressError } from '../../src/errors.js';
import { isAction, parseButtonValue } from '../../src/views/buttons.js';
import { detailsForm } from '../../src/views/details.js';
import type { Card } from '../../src/views/elements.js';
import { renderView, VIEW_NAMES } from '../../src/views/render.js';
import { deliveriesOf, live, script } from '../domain/life.js';
import { organisation, WHO } from '../support/domain.js';
import { findButtons, toPlainText } from './plain-text.js';
import { viewContext } from './view-context.js';

/** What only its own people may read, put into every text of the complaint. */
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
    resolution: complaint.resolution && { ...complaint.resolution, done: PRIVATE },
  };
}

function isWhole(card: Card): void {
  expect(card.summary.trim()).not.to.equal('');
  expect(toPlainText(card)).not.to.match(/undefined|\[object|NaN|null/);
  for (const { action, value } of findButtons(card)) {
    expect(isAction(action), action).to.equal(true);
    expect(parseButtonValue(value), value).not.to.equal(undefined);
  }
}

describe('whatever happens to a complaint', function () {
  this.timeout(15_000);

  it('every message it wants to send can be shown, at once and at the end', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(script, (moves) => {
        const life = live(moves);
        for (const step of life.steps) {
          for (const { view } of deliveriesOf(step)) {
            seen.add(view.name);
            isWhole(renderView(view, viewContext(step.after, step.now)));
            isWhole(renderView(view, viewContext(life.complaint, life.now)));
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(VIEW_NAMES).to.include.members([...seen]);
    expect(seen.size, 'most views were tried').to.be.greaterThan(6);
  });

  it('nothing of a confidential one is in what a channel gets', () => {
    fc.assert(
      fc.property(script, (moves) => {
        const life = live({ ...moves, category: 'conduct' });
        for (const step of life.steps) {
          for (const { view, person } of deliveriesOf(step)) {
            if (person !== null) continue;
            const shown = renderView(view, viewContext(withPrivateWords(step.after), step.now));
            expect(JSON.stringify(shown)).not.to.include(PRIVATE);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('its details can be shown to everybody who is in any way part of it', () => {
    fc.assert(
      fc.property(script, fc.constantFrom(...Object.values(WHO)), (moves, person) => {
        const { complaint, now } = live(moves);
        const form = detailsForm(viewContext(complaint, now), toViewer(person, organisation()));
        expect(toPlainText(form)).not.to.match(/undefined|\[object|NaN/);
        expect(form.blocks.length).to.be.at.most(100);
      }),
      { numRuns: 60 },
    );
  });

  it('a view of a newer version is refused by its code', () => {
    const { complaint } = live({ category: 'damp', filedAfter: 0, moves: [] });
    const render = (): Card => renderView({ name: 'newer', args: {} }, viewContext(complaint));
    expect(render).to.throw(RedressError).with.property('code', 'VIEW_UNKNOWN');
  });
});
