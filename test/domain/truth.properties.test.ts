import { expect } from 'chai';
import fc from 'fast-check';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { findResolution } from '../../src/domain/complaint/handling.js';
import type { HistoryEntry, HistoryKind } from '../../src/domain/complaint/history.js';
import { promiseState } from '../../src/domain/complaint/promise.js';
import { teamCard } from '../../src/views/complaint-cards.js';
import { toPlainText } from '../views/plain-text.js';
import { viewContext } from '../views/view-context.js';
import { playRun, RUNS, runPlans } from './complaint-run.js';

/** Checks something at every moment of random lives. */
function checkLives(check: (complaint: Complaint, now: number, before: Complaint) => void): void {
  const property = fc.property(runPlans, (plan) => {
    for (const { before, after, now } of playRun(plan).steps) check(after, now, before);
  });
  fc.assert(property, { numRuns: RUNS });
}

type EntryOf<K extends HistoryKind> = Extract<HistoryEntry, { readonly what: K }>;

function findEntries<K extends HistoryKind>(
  { history }: Complaint,
  what: K,
): readonly EntryOf<K>[] {
  return history.filter((entry): entry is EntryOf<K> => entry.what === what);
}

/** The entries that say what became of a promise, by its state. */
function findSettlements(complaint: Complaint, promise: string) {
  const isIt = (args: { readonly promise: string }): boolean => args.promise === promise;
  const resolvedAs = (answer: 'kept' | 'released') =>
    findEntries(complaint, 'resolve').filter(({ args }) =>
      (args.promises ?? []).some((one) => isIt(one) && one.answer === answer),
    );
  return {
    kept: [
      ...findEntries(complaint, 'keep').filter(({ args }) => isIt(args)),
      ...resolvedAs('kept'),
    ],
    released: [
      ...findEntries(complaint, 'waive').filter(({ args }) => isIt(args)),
      ...resolvedAs('released'),
      ...findEntries(complaint, 'withdraw'),
    ],
    renegotiated: findEntries(complaint, 'renegotiate').filter(({ args }) => isIt(args)),
  };
}

describe('the record of any life', () => {
  it('says that a promise was kept, released or renegotiated only if a person said so', () => {
    checkLives((complaint) => {
      for (const { id, doneAt, released, renegotiatedAt } of complaint.promises) {
        const said = findSettlements(complaint, id);
        const isSaid = (entries: readonly HistoryEntry[], at: number | null): boolean =>
          at === null || entries.some((entry) => entry.at === at && entry.by !== 'redress');
        expect(isSaid(said.kept, doneAt), `${id} kept`).to.equal(true);
        expect(isSaid(said.released, released?.at ?? null), `${id} released`).to.equal(true);
        expect(isSaid(said.renegotiated, renegotiatedAt), `${id} renegotiated`).to.equal(true);
      }
    });
  });

  it('says that the complainant was told only when, how and in which words a person said', () => {
    checkLives((complaint) => {
      const tellings = [
        ...findEntries(complaint, 'tell').map(({ by, args }) => ({ by, ...args })),
        ...findEntries(complaint, 'resolve').map(({ by, args }) => ({ by, ...args.telling })),
      ];
      for (const { told } of complaint.resolutions) {
        if (told === null) continue;
        const { at, by, means, words } = told;
        expect(tellings).to.deep.include({ by, at, means, words });
        expect(at).to.be.within(complaint.receivedAt, told.recordedAt);
      }
      const acknowledgements = findEntries(complaint, 'acknowledge');
      expect(complaint.acknowledgements.length).to.equal(acknowledgements.length);
      for (const [n, { at, by, means, words }] of complaint.acknowledgements.entries()) {
        expect(acknowledgements[n]).to.deep.include({ by, args: { at, means, words } });
      }
    });
  });

  it('has a follow-up for each that a person recorded, and a score only from an answer', () => {
    checkLives((complaint) => {
      const recorded = findEntries(complaint, 'follow-up');
      expect(complaint.followUps.length).to.equal(recorded.length);
      for (const { outcome, satisfaction } of complaint.followUps) {
        expect(satisfaction === null).to.equal(outcome !== 'answered');
      }
    });
  });

  it('was received when the person who recorded it, or corrected that, says', () => {
    checkLives((complaint) => {
      const filed = findEntries(complaint, 'file')[0]?.args.receivedAt;
      const corrected = findEntries(complaint, 'correct-received').at(-1)?.args.receivedAt;
      expect(complaint.receivedAt).to.equal(corrected ?? filed);
    });
  });

  it('has promises for the dates that people recorded, or corrected', () => {
    checkLives((complaint) => {
      for (const { id, dueAt } of complaint.promises) {
        const made = findEntries(complaint, 'promise').filter(({ args }) => args.promise === id);
        const agreed = findEntries(complaint, 'renegotiate').filter(({ args }) => args.new === id);
        const corrected = findEntries(complaint, 'correct-promise').filter(
          ({ args }) => args.promise === id,
        );
        expect(made.length + agreed.length, id).to.equal(1);
        expect([...made, ...agreed, ...corrected].at(-1)?.args.dueAt, id).to.equal(dueAt);
      }
    });
  });

  it('loses nothing that was said: its lists only grow', () => {
    checkLives((complaint, _now, before) => {
      for (const list of ['acknowledgements', 'followUps', 'reopenings', 'promises'] as const) {
        expect(complaint[list].length, list).to.be.at.least(before[list].length);
      }
      for (const list of ['acknowledgements', 'followUps', 'reopenings'] as const) {
        expect(complaint[list].slice(0, before[list].length), list).to.deep.equal(before[list]);
      }
      const done = (one: Complaint) =>
        one.resolutions.map(({ round, done: what }) => [round, what]);
      expect(done(complaint).slice(0, before.resolutions.length)).to.deep.equal(done(before));
    });
  });

  it('is what its card says, and no more', () => {
    checkLives((complaint, now) => {
      if (complaint.confidential) return;
      const shown = toPlainText(teamCard(viewContext(complaint, now)));
      const resolution = findResolution(complaint);
      expect(/The complainant was told/.test(shown), 'told').to.equal(
        (resolution?.told ?? null) !== null,
      );
      expect(/Acknowledged:/.test(shown), 'acknowledged').to.equal(
        findEntries(complaint, 'acknowledge').length > 0,
      );
      expect(/Satisfaction/.test(shown), 'satisfaction').to.equal(
        resolution !== null &&
          findEntries(complaint, 'follow-up').at(-1)?.args.outcome === 'answered' &&
          complaint.state === 'closed',
      );
      expect(/Reopened/.test(shown), 'reopened').to.equal(
        findEntries(complaint, 'reopen').length > 0,
      );
      const isKept = complaint.promises.some((one) => promiseState(one, now) === 'kept');
      if (/ · kept(?!,)/.test(shown)) expect(isKept, 'kept').to.equal(true);
      const isDone = complaint.promises.some(({ doneAt }) => doneAt !== null);
      if (/ · kept,/.test(shown)) expect(isDone, 'kept late').to.equal(true);
    });
  });
});
