import type { PersonCommand } from '../complaint/command.js';
import type { ComplaintFacts, ComplaintPromise } from '../complaint/complaint.js';
import {
  answer,
  change,
  type Outcome,
  type PersonContext,
  rejectOutcome,
  unchanged,
  validated,
} from '../complaint/decision.js';
import { isSettled } from '../complaint/promise.js';
import { dateFaults, textFaults } from './validation.js';

type Of<K> = Extract<PersonCommand, { kind: K }>;

/** Records what the complainant was promised, by when and on what basis. */
export function promise(
  complaint: ComplaintFacts,
  command: Of<'promise'>,
  context: PersonContext,
): Outcome {
  const faults = [
    ...textFaults('what', command.what),
    ...dateFaults('dueAt', command.dueAt, context.now),
    ...textFaults('basis', command.basis),
  ];
  return validated(faults, () => {
    const made = newPromise(complaint, command.what, command.dueAt ?? 0, command.basis, context);
    return change(
      { promises: [...complaint.promises, made] },
      { args: { promise: made.id, what: made.what, dueAt: made.dueAt, basis: made.basis } },
    );
  });
}

function newPromise(
  complaint: ComplaintFacts,
  what: string,
  dueAt: number,
  basis: string,
  context: PersonContext,
): ComplaintPromise {
  return {
    id: `p${complaint.promises.length + 1}`,
    what: what.trim(),
    dueAt,
    basis: basis.trim(),
    by: context.actor.person,
    madeAt: context.now,
    doneAt: null,
    renegotiatedAt: null,
  };
}

/** What was promised has been done. */
export function keep(
  complaint: ComplaintFacts,
  command: Of<'keep'>,
  context: PersonContext,
): Outcome {
  const found = complaint.promises.find((made) => made.id === command.promise);
  if (found === undefined) return rejectOutcome('no-such-promise');
  if (isSettled(found)) return unchanged(answer('promise-settled'));
  return change(
    { promises: settle(complaint.promises, found.id, { doneAt: context.now }) },
    { args: { promise: found.id } },
  );
}

/** Another date was agreed with the complainant: a new promise takes the old one's place. */
export function renegotiate(
  complaint: ComplaintFacts,
  command: Of<'renegotiate'>,
  context: PersonContext,
): Outcome {
  const found = complaint.promises.find((made) => made.id === command.promise);
  if (found === undefined) return rejectOutcome('no-such-promise');
  if (isSettled(found)) return unchanged(answer('promise-settled'));
  const faults = [
    ...dateFaults('dueAt', command.dueAt, context.now),
    ...textFaults('basis', command.basis),
  ];
  return validated(faults, () => {
    const made = newPromise(complaint, found.what, command.dueAt ?? 0, command.basis, context);
    const settled = settle(complaint.promises, found.id, { renegotiatedAt: context.now });
    const { id, dueAt, basis } = made;
    return change(
      { promises: [...settled, made] },
      { args: { promise: found.id, was: found.dueAt, new: id, dueAt, basis } },
    );
  });
}

function settle(
  promises: readonly ComplaintPromise[],
  id: string,
  how: Partial<ComplaintPromise>,
): readonly ComplaintPromise[] {
  return promises.map((made) => (made.id === id ? { ...made, ...how } : made));
}

/** All promises done: a resolution is the doing of them. */
export function allDone(
  promises: readonly ComplaintPromise[],
  now: number,
): readonly ComplaintPromise[] {
  return promises.map((made) => (isSettled(made) ? made : { ...made, doneAt: now }));
}
