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
import { mayCorrectPromise } from '../complaint/permissions.js';
import { isPromiseSettled } from '../complaint/promise.js';
import { type Refusal, refusal } from '../document/refusal.js';
import { trimText } from '../text/blank.js';
import { checkPromiseDate, toUnworked } from './promise-date.js';
import { PROMISE_LIMIT } from './size-limit.js';
import { findFaults, findTextFaults, toValue } from './validation.js';

/** Records what was promised to the complainant, by when and on what basis. */
export function makePromise(
  complaint: ComplaintFacts,
  command: CommandOf<'promise'>,
  context: PersonContext,
): Outcome {
  if (hasAllPromises(complaint)) return rejectOutcome(refusal('promises-full'));
  const due = checkPromiseDate(complaint, command, context);
  const faults = [
    ...findTextFaults('what', command.what),
    ...findFaults(due),
    ...findTextFaults('basis', command.basis),
  ];
  return validated(faults, () => {
    const made = createPromise(complaint, command.what, toValue(due), command.basis, context);
    const { id, what, dueAt, basis } = made;
    return changed(
      {
        what: 'promise',
        args: { promise: id, what, dueAt, ...toUnworked(complaint, dueAt, context), basis },
      },
      { promises: [...complaint.promises, made] },
      { answer: answer({ code: 'promised', promise: id, dueAt }) },
    );
  });
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
      { promises: changePromise(complaint.promises, found.id, { doneAt: context.now }) },
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
    const due = checkPromiseDate(complaint, command, context);
    const faults = [...findFaults(due), ...findTextFaults('basis', command.basis)];
    return validated(faults, () => {
      const made = createPromise(complaint, found.what, toValue(due), command.basis, context);
      const settled = changePromise(complaint.promises, found.id, { renegotiatedAt: context.now });
      const { id, dueAt, basis } = made;
      const agreed = { new: id, dueAt, ...toUnworked(complaint, dueAt, context), basis };
      return changed(
        { what: 'renegotiate', args: { promise: found.id, was: found.dueAt, ...agreed } },
        { promises: [...settled, { ...made, replaces: found.id }] },
        { answer: answer({ code: 'promised', promise: id, dueAt }) },
      );
    });
  });
}

/**
 * Corrects the date of a promise that was recorded wrongly. It is the same promise, and nobody agreed anything
 * new, so it is possible only until that date has passed.
 */
export function correctPromise(
  complaint: ComplaintFacts,
  command: CommandOf<'correct-promise'>,
  context: PersonContext,
): Outcome {
  return withOpenPromise(complaint, command.promise, (found) => {
    const obstacle = findCorrectionObstacle(complaint, found, context);
    if (obstacle !== null) return rejectOutcome(obstacle);
    const due = checkPromiseDate(complaint, command, context);
    return validated(findFaults(due), () => {
      const { id, dueAt: was } = found;
      const dueAt = toValue(due);
      if (dueAt === was) return unchanged(answer({ code: 'nothing-to-correct' }));
      const args = { promise: id, was, dueAt, ...toUnworked(complaint, dueAt, context) };
      const corrected = { dueAt, correctedAt: context.now };
      return changed(
        { what: 'correct-promise', args },
        { promises: changePromise(complaint.promises, id, corrected) },
        { answer: answer({ code: 'promise-corrected', promise: id, dueAt, was }) },
      );
    });
  });
}

/** Why this person cannot correct the date of this open promise now; null if they can. */
export function findCorrectionObstacle(
  complaint: ComplaintFacts,
  promise: ComplaintPromise,
  { actor, now }: Pick<PersonContext, 'actor' | 'now'>,
): Refusal | null {
  if (!mayCorrectPromise(actor, complaint, promise)) return refusal('not-permitted');
  return promise.dueAt <= now ? refusal('promise-late') : null;
}

function changePromise(
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
        { promises: changePromise(complaint.promises, found.id, { released }) },
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
