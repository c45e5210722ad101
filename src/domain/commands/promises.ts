import { answer } from '../complaint/answer.js';
import type { CommandOf, PromiseAnswer } from '../complaint/command.js';
import {
  changed,
  type Outcome,
  type PersonContext,
  rejectOutcome,
  unchanged,
  validated,
} from '../complaint/decision.js';
import type { ComplaintFacts, ComplaintPromise, PromiseRelease } from '../complaint/facts.js';
import { isPromiseSettled } from '../complaint/promise.js';
import { type Refusal, refusal } from '../document/refusal.js';
import { lastWorkingMoment, nextWorkingMoment } from '../organisation/calendar.js';
import { findCalendar } from '../organisation/organisation.js';
import { trimText } from '../text/blank.js';
import { PROMISE_LIMIT } from './size-limit.js';
import { findDateFaults, findTextFaults } from './validation.js';

/** Records what was promised to the complainant, by when and on what basis. */
export function makePromise(
  complaint: ComplaintFacts,
  command: CommandOf<'promise'>,
  context: PersonContext,
): Outcome {
  if (hasAllPromises(complaint)) return rejectOutcome(refusal('promises-full'));
  const faults = [
    ...findTextFaults('what', command.what),
    ...findDueFaults(complaint, command, context),
    ...findTextFaults('basis', command.basis),
  ];
  return validated(faults, () => {
    const made = createPromise(complaint, command.what, command.dueAt ?? 0, command.basis, context);
    const { id, what, dueAt, basis } = made;
    return changed(
      {
        what: 'promise',
        args: { promise: id, what, dueAt, ...toUnworked(complaint, dueAt, context), basis },
      },
      { promises: [...complaint.promises, made] },
    );
  });
}

/**
 * Returns the faults of a promise's date: it must lie in the future and in working time, or the person
 * keeps it all the same, because it is what the complainant was promised. The team's very end of work
 * is fine.
 */
function findDueFaults(
  complaint: ComplaintFacts,
  { dueAt, unworked = false }: CommandOf<'promise' | 'renegotiate'>,
  { now, organisation }: PersonContext,
): readonly Refusal[] {
  const faults = findDateFaults('dueAt', dueAt, now);
  if (faults.length > 0 || dueAt === null || unworked) return faults;
  const calendar = findCalendar(complaint.team, organisation);
  const { zone } = calendar;
  const before = lastWorkingMoment(calendar, dueAt);
  if (before === dueAt) return [];
  if (before > now) return [refusal('date-unworked', 'dueAt', { at: dueAt, before, zone })];
  const next = nextWorkingMoment(calendar, dueAt);
  return [refusal('date-before-work', 'dueAt', { next, zone })];
}

/** What the history records of a date that was kept although nobody works then. */
function toUnworked(
  { team }: ComplaintFacts,
  dueAt: number,
  { organisation }: PersonContext,
): { readonly unworked?: true } {
  const isWorked = lastWorkingMoment(findCalendar(team, organisation), dueAt) === dueAt;
  return isWorked ? {} : { unworked: true };
}

function hasAllPromises({ promises }: ComplaintFacts): boolean {
  return promises.length >= PROMISE_LIMIT;
}

function createPromise(
  complaint: ComplaintFacts,
  what: string,
  dueAt: number,
  basis: string,
  context: PersonContext,
): ComplaintPromise {
  return {
    id: `p${complaint.promises.length + 1}`,
    what: trimText(what),
    dueAt,
    basis: trimText(basis),
    by: context.actor.person,
    madeAt: context.now,
    doneAt: null,
    renegotiatedAt: null,
    replaces: null,
    released: null,
  };
}

/** The outcome for a promise that is still open. One that is settled has nothing left to do. */
function withOpenPromise(
  { promises }: ComplaintFacts,
  id: string,
  decide: (promise: ComplaintPromise) => Outcome,
): Outcome {
  const found = promises.find((made) => made.id === id);
  if (found === undefined) return rejectOutcome(refusal('no-such-promise'));
  return isPromiseSettled(found) ? unchanged(answer({ code: 'promise-settled' })) : decide(found);
}

/** Records that a promise was kept. */
export function keepPromise(
  complaint: ComplaintFacts,
  command: CommandOf<'keep'>,
  context: PersonContext,
): Outcome {
  return withOpenPromise(complaint, command.promise, (found) => {
    return changed(
      { what: 'keep', args: { promise: found.id } },
      { promises: settlePromise(complaint.promises, found.id, { doneAt: context.now }) },
    );
  });
}

/** Records that another date was agreed with the complainant: a new promise replaces the old one. */
export function renegotiatePromise(
  complaint: ComplaintFacts,
  command: CommandOf<'renegotiate'>,
  context: PersonContext,
): Outcome {
  return withOpenPromise(complaint, command.promise, (found) => {
    if (hasAllPromises(complaint)) return rejectOutcome(refusal('promises-full'));
    const faults = [
      ...findDueFaults(complaint, command, context),
      ...findTextFaults('basis', command.basis),
    ];
    return validated(faults, () => {
      const made = createPromise(complaint, found.what, command.dueAt ?? 0, command.basis, context);
      const settled = settlePromise(complaint.promises, found.id, { renegotiatedAt: context.now });
      const { id, dueAt, basis } = made;
      const agreed = { new: id, dueAt, ...toUnworked(complaint, dueAt, context), basis };
      return changed(
        { what: 'renegotiate', args: { promise: found.id, was: found.dueAt, ...agreed } },
        { promises: [...settled, { ...made, replaces: found.id }] },
      );
    });
  });
}

function settlePromise(
  promises: readonly ComplaintPromise[],
  id: string,
  how: Partial<ComplaintPromise>,
): readonly ComplaintPromise[] {
  return promises.map((made) => (made.id === id ? { ...made, ...how } : made));
}

/** Records that the complainant agreed that a promise is no longer owed. */
export function waivePromise(
  complaint: ComplaintFacts,
  command: CommandOf<'waive'>,
  context: PersonContext,
): Outcome {
  return withOpenPromise(complaint, command.promise, (found) => {
    return validated(findTextFaults('words', command.words), () => {
      const released = { at: context.now, by: context.actor.person };
      return changed(
        { what: 'waive', args: { promise: found.id, words: trimText(command.words) } },
        { promises: settlePromise(complaint.promises, found.id, { released }) },
      );
    });
  });
}

/** How a promise is settled by what a person said of it; by nothing when it stays open. */
const SETTLEMENTS: {
  readonly [A in PromiseAnswer['answer']]: (author: PromiseRelease) => Partial<ComplaintPromise>;
} = {
  kept: ({ at }) => ({ doneAt: at }),
  released: (released) => ({ released }),
  open: () => ({}),
};

/**
 * Settles each open promise as a person said when they resolved the complaint. A promise that they said
 * nothing of stays open.
 */
export function settlePromises(
  promises: readonly ComplaintPromise[],
  answers: readonly PromiseAnswer[],
  author: PromiseRelease,
): readonly ComplaintPromise[] {
  return promises.map((made) => {
    const said = answers.find(({ promise }) => promise === made.id);
    if (said === undefined || isPromiseSettled(made)) return made;
    return { ...made, ...SETTLEMENTS[said.answer](author) };
  });
}

/** Releases all open promises, as withdrawing the complaint does: they are no longer owed. */
export function releaseOpenPromises(
  promises: readonly ComplaintPromise[],
  released: PromiseRelease,
): readonly ComplaintPromise[] {
  return promises.map((made) => (isPromiseSettled(made) ? made : { ...made, released }));
}
