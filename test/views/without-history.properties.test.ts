import { expect } from 'chai';
import fc from 'fast-check';
import { decide, decideSystem } from '../../src/domain/commands/decide.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { Decision } from '../../src/domain/complaint/decision.js';
import { toViewer } from '../../src/domain/complaint/permissions.js';
import { detailsForm } from '../../src/views/details.js';
import type { Block } from '../../src/views/elements.js';
import { renderView } from '../../src/views/render.js';
import { playRun, runPlans } from '../domain/complaint-run.js';
import { asActor, asSystem, COMMANDS, createOrganisation, HOUR, WHO } from '../support/domain.js';
import { viewContext } from './view-context.js';

/** The same complaint with a history of the same length that says nothing. */
function withoutHistory(complaint: Complaint): Complaint {
  const empty = { at: 0, by: 'redress', what: 'file', args: {} } as const;
  return { ...complaint, history: complaint.history.map(() => empty) };
}

/** All cards and messages, and for each person the details above the history. */
function renderAll(complaint: Complaint, shown: Complaint, now: number): readonly unknown[] {
  const context = { ...viewContext(complaint, now), complaint: shown };
  const cards = [
    renderView({ name: 'team-card', args: {} }, context),
    renderView({ name: 'reporter-card', args: {} }, context),
    ...shown.outbox.map(({ view }) => renderView(view, context)),
  ];
  const details = Object.values(WHO).map((person) => {
    const { blocks } = detailsForm(context, toViewer(person, createOrganisation()));
    return blocks.slice(0, blocks.findLastIndex(isDivider));
  });
  return [...cards, ...details];
}

function isDivider({ kind }: Block): boolean {
  return kind === 'divider';
}

/** What each command of each person, a wake-up, a message that comes again, and each failure lead to. */
function decideAll(complaint: Complaint, now: number): readonly unknown[] {
  const commands = Object.values(COMMANDS).flatMap((command) =>
    Object.values(WHO).map((person) => decide(complaint, command, asActor(person, now))),
  );
  const heard = complaint.heard.map(({ by, at }) => ({ kind: 'hear', by, at }) as const);
  const failed = complaint.outbox.flatMap(({ id: delivery }) =>
    (['person-gone', 'message-gone', 'no-place'] as const).map(
      (reason) => ({ kind: 'undelivered', delivery, reason }) as const,
    ),
  );
  const events = [{ kind: 'nudge' } as const, ...heard, ...failed].map((command) =>
    decideSystem(complaint, command, asSystem(now)),
  );
  return [...commands, ...events].map(withoutEntries);
}

function withoutEntries(decision: Decision): Decision {
  return decision.kind === 'accepted' ? { ...decision, history: [] } : decision;
}

describe('whatever happened to a complaint, without its history', () => {
  it('the cards, the messages and the details above the history show the same', () => {
    fc.assert(
      fc.property(runPlans, (plan) => {
        const { complaint, now } = playRun(plan);
        const shown = renderAll(complaint, withoutHistory(complaint), now);
        expect(shown).to.deep.equal(renderAll(complaint, complaint, now));
      }),
      { numRuns: 25 },
    );
  });

  it('each command and event leads to the same', () => {
    fc.assert(
      fc.property(runPlans, (plan) => {
        const { complaint, now } = playRun(plan);
        const later = now + HOUR;
        expect(decideAll(withoutHistory(complaint), later)).to.deep.equal(
          decideAll(complaint, later),
        );
      }),
      { numRuns: 15 },
    );
  });
});
