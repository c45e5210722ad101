import { PROMISE_ANSWERS, type PromiseAnswer, TEXT_LIMIT } from '../../domain/complaint/command.js';
import type { ComplaintPromise } from '../../domain/complaint/facts.js';
import { DELIVERED, type FollowUpOutcome } from '../../domain/complaint/handling.js';
import { isolate } from '../../domain/text/isolate.js';
import { text } from '../../text/index.js';
import type { Block } from '../elements.js';
import { shortenText } from '../facts.js';
import {
  choiceField,
  introBlocks,
  longTextField,
  MEANS_OPTIONS,
  momentField,
  toOptions,
} from './fields.js';
import { type ChoiceFields, createForm, type FormDraft, type FormFields } from './form-fields.js';

const words = text.form;

/** The form to record that the complaint was acknowledged. `now`: business time, ms UTC. */
export function acknowledgeForm(now: number): FormDraft<'acknowledge'> {
  const f = words.acknowledge;
  return createForm<'acknowledge'>('acknowledge', f, introBlocks(f.intro), tellingFields(f, now));
}

/**
 * The form to record how the complainant was told of the resolution. `isFirst`: it must be recorded before
 * the follow-up for which somebody came.
 */
export function tellForm(now: number, isFirst = false): FormDraft<'tell'> {
  const f = words.tell;
  return createForm('tell', f, introBlocks(isFirst ? f.before : f.intro), tellingFields(f, now));
}

function tellingFields(
  labels: { readonly at: string; readonly means: string; readonly words: string },
  now: number,
): FormFields<'tell'> {
  return {
    at: momentField(labels.at, { initial: now }),
    means: choiceField(labels.means, MEANS_OPTIONS, { initial: 'phone' }),
    words: longTextField(labels.words),
  };
}

/** The answer that the complainant has been told of the resolution. */
export const TOLD = 'yes';

/** How many open promises the form to resolve asks about. Those it does not ask about stay open. */
const PROMISES_ASKED = 10;
const PROMISE_LETTERS = 150;

/** What the form to resolve shows of the complaint. */
interface Resolving {
  /** To compare it with what was done. */
  readonly desiredOutcome: string;
  /** Nearest first. */
  readonly openPromises: readonly ComplaintPromise[];
}

/** The form to resolve the complaint: what was done, and what became of each open promise. */
export function resolveForm(
  { desiredOutcome, openPromises }: Resolving,
  now: number,
): FormDraft<'resolve'> {
  const f = words.resolve;
  const wanted: Block = { kind: 'quote', label: f.wanted, text: desiredOutcome, max: TEXT_LIMIT };
  const more = openPromises.length - PROMISES_ASKED;
  const note = more > 0 ? introBlocks(f.morePromises(more)) : [];
  const asked = { required: false, hint: f.ifTold };
  return createForm('resolve', f, [wanted, ...note], {
    done: longTextField(f.done, { hint: f.doneHint }),
    delivered: choiceField(f.delivered, toOptions(DELIVERED, text.delivered)),
    promises: promiseFields(openPromises.slice(0, PROMISES_ASKED)),
    told: choiceField(f.told, [
      { value: TOLD, label: f.isTold },
      { value: 'not-yet', label: f.notTold },
    ]),
    toldAt: momentField(f.toldAt, { required: false, initial: now }),
    toldMeans: choiceField(f.toldMeans, MEANS_OPTIONS, { required: false, initial: 'phone' }),
    toldWords: longTextField(f.toldWords, asked),
  });
}

function promiseFields(promises: readonly ComplaintPromise[]): ChoiceFields {
  const f = words.resolve;
  const labels: Readonly<Record<PromiseAnswer['answer'], string>> = f.promiseAnswers;
  const options = toOptions(PROMISE_ANSWERS, labels);
  return new Map(
    promises.map(({ id, what }) => [
      id,
      choiceField(f.promise(isolate(shortenText(what, PROMISE_LETTERS))), options, {
        look: 'radio',
      }),
    ]),
  );
}

/** The answers to whether the complainant was reached, and what each leads to. */
export const FOLLOW_UP_CHOICES = {
  answered: { outcome: 'answered', closes: true },
  'not-reached': { outcome: 'not-reached', closes: false },
  'not-reached-close': { outcome: 'not-reached', closes: true },
  'no-contact': { outcome: 'no-contact', closes: true },
} as const satisfies Readonly<
  Record<string, { readonly outcome: FollowUpOutcome; readonly closes: boolean }>
>;
type FollowUpChoice = keyof typeof FOLLOW_UP_CHOICES;

/** True for an answer to whether the complainant was reached. */
export function isFollowUpChoice(value: string): value is FollowUpChoice {
  return Object.hasOwn(FOLLOW_UP_CHOICES, value);
}

/**
 * The form to record how satisfied the complainant is. `mayClose`: they were tried so often that it may be
 * closed without their answer.
 */
export function followUpForm(mayClose: boolean): FormDraft<'follow-up'> {
  const f = words.followUp;
  const labels: Readonly<Record<FollowUpChoice, string>> = f.outcomes;
  const offered = (Object.keys(FOLLOW_UP_CHOICES) as readonly FollowUpChoice[]).filter(
    (choice) => mayClose || choice !== 'not-reached-close',
  );
  const scale = f.scale.map((label, n) => ({ value: String(n + 1), label }));
  return createForm('follow-up', f, introBlocks(f.intro), {
    outcome: choiceField(f.outcome, toOptions(offered, labels)),
    satisfaction: choiceField(f.satisfaction, scale, { required: false, hint: f.ifReached }),
    words: longTextField(f.words, { required: false }),
  });
}
