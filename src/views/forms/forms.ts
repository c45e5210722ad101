import type { ComplaintPromise } from '../../domain/complaint/facts.js';
import { LONGEST_SNOOZE_DAYS } from '../../domain/nudges/snooze-end.js';
import { text } from '../../text/index.js';
import type { Inline, Option } from '../elements.js';
import {
  choiceField,
  introBlocks,
  longTextField,
  momentField,
  personField,
  shortTextField,
  tickField,
  toOptions,
} from './fields.js';
import { createForm, type FieldOf, type FormDraft, type FormFields } from './form-fields.js';

const words = text.form;

/** The form to assign the complaint. `colleagues`: who can get it, by person id. */
export function assignForm(colleagues: readonly Option[]): FormDraft<'assign'> {
  const f = words.assign;
  return createForm('assign', f, [], { to: choiceField(f.to, colleagues, { look: 'menu' }) });
}

/** The tick that keeps a date when nobody works. A team that always works has no such dates. */
function unworkedField(worksAlways: boolean): FieldOf<'tick'> | null {
  return worksAlways ? null : tickField(words.unworked.label, words.unworked.keep);
}

/** A date to choose, the same in words, and the tick: one of the first two is needed. */
function dateFields(
  labels: { readonly dueAt: string; readonly dueWords: string },
  worksAlways: boolean,
): FormFields<'correct-promise'> {
  return {
    dueAt: momentField(labels.dueAt, { required: false }),
    dueWords: shortTextField(labels.dueWords, { required: false, hint: words.dueWordsHint }),
    unworked: unworkedField(worksAlways),
  };
}

/** The form to record a promise. `worksAlways`: the team works around the clock. */
export function promiseForm(worksAlways = false): FormDraft<'promise'> {
  const f = words.promise;
  return createForm('promise', f, introBlocks(f.intro), {
    what: longTextField(f.what),
    ...dateFields(f, worksAlways),
    basis: longTextField(f.basis, { hint: f.basisHint }),
  });
}

/** The form to agree a new date for a promise. `worksAlways`: the team works around the clock. */
export function renegotiateForm(
  promise: ComplaintPromise,
  worksAlways = false,
): FormDraft<'renegotiate'> {
  const f = words.renegotiate;
  return createForm('renegotiate', f, introBlocks(...f.intro({ written: promise.what })), {
    ...dateFields(f, worksAlways),
    basis: longTextField(f.basis),
  });
}

/**
 * The form to correct the date of a promise. `due`: the date that is recorded. `worksAlways`: the team works
 * around the clock.
 */
export function correctPromiseForm(
  promise: ComplaintPromise,
  due: Inline,
  worksAlways = false,
): FormDraft<'correct-promise'> {
  const f = words.correctPromise;
  const intro = [
    ...introBlocks(...f.intro({ written: promise.what }, due)),
    ...introBlocks(f.note),
  ];
  return createForm('correct-promise', f, intro, dateFields(f, worksAlways));
}

/** The form to record that the complainant agreed that a promise is no longer owed. */
export function waiveForm(promise: ComplaintPromise): FormDraft<'waive'> {
  const f = words.waive;
  return createForm('waive', f, introBlocks(...f.intro({ written: promise.what })), {
    words: longTextField(f.words),
  });
}

/** The form to write an update. `audiences`: whom it can go to; a reporter can write only to the team. */
export function updateForm(audiences: readonly ('reporter' | 'team')[]): FormDraft<'update'> {
  const f = words.update;
  const options = toOptions(audiences, { reporter: f.toReporter, team: f.toTeam });
  return createForm('update', f, [], {
    audience: audiences.length > 1 ? choiceField(f.audience, options, { initial: 'team' }) : null,
    text: longTextField(f.text),
  });
}

/** The form to reopen the complaint. It asks for the reason. */
export function reopenForm(): FormDraft<'reopen'> {
  const f = words.reopen;
  return createForm('reopen', f, [], { reason: longTextField(f.reason) });
}

/** The form to withdraw the complaint. It asks for the reason. */
export function withdrawForm(): FormDraft<'withdraw'> {
  const f = words.withdraw;
  return createForm('withdraw', f, [], { reason: longTextField(f.reason) });
}

/** The form to snooze until a date in words. */
export function snoozeForm(): FormDraft<'snooze-until'> {
  const f = words.snoozeUntil;
  return createForm('snooze-until', f, introBlocks(f.intro(LONGEST_SNOOZE_DAYS)), {
    words: shortTextField(f.words, { hint: f.wordsHint }),
  });
}

/** The form to say which colleague the complaint is about. `named`: whom it is about now. */
export function nameColleagueForm(named: readonly Inline[]): FormDraft<'name-colleague'> {
  const f = text.colleague.form;
  const isNamed = named.length > 0;
  const intro = [...introBlocks(f.intro), ...(isNamed ? introBlocks(...f.named(named)) : [])];
  return createForm('name-colleague', f, intro, {
    colleague: personField(f.colleague, { required: !isNamed }),
    nobody: isNamed ? tickField(f.nobody, f.isNobody) : null,
  });
}

/** The form to correct when the complainant complained. It starts with what is recorded, ms UTC. */
export function correctReceivedForm(receivedAt: number): FormDraft<'correct-received'> {
  const f = words.correctReceived;
  return createForm('correct-received', f, introBlocks(f.intro), {
    receivedAt: momentField(f.receivedAt, { initial: receivedAt }),
    reason: longTextField(f.reason),
  });
}
