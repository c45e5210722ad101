import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import type { Form, FormFault, Notice } from '../../../../src/views/elements.js';
import { zoneOrUtc } from '../../../shared/dates.js';
import { isBlank, shorten } from '../../../shared/text.js';
import type { SentSubmitData } from '../action-data.js';
import { buttonTitle, toBody } from '../blocks.js';
import {
  type CardAction,
  type CardAttachment,
  type CardElement,
  toAttachment,
} from '../card-elements.js';
import { escapeLiteral } from '../escape.js';
import { fitToLimits } from '../fit-to-limits.js';
import { DIALOG_AIM, dialogBytes, LIMITS, refuseOver } from '../limits.js';
import { MENTION_NOBODY, type RenderContext } from '../mentions.js';
import { noticeBlocks } from '../render.js';
import { renderParagraphs } from '../text.js';
import { renderFault, renderField } from './fields.js';
import { compressFormState, toFormState } from './form-state.js';
import type { Seal } from './seal.js';
import { FULL_SIZE, SHRINK_LEVELS, type ShrinkLevel, shrinkForm } from './shrink-form.js';

/** A dialog as Teams opens it: the `value` of a `continue` answer. */
export interface Dialog {
  readonly title: string;
  readonly height: 'medium' | 'large';
  readonly width: 'medium';
  readonly card: CardAttachment;
}

/** How a dialog is drawn: for one person, whom its seal names. */
export interface DialogContext extends RenderContext {
  readonly seal: Seal;
}

/** How a form is drawn. */
export interface FormContext extends DialogContext {
  /** The person's IANA zone, in which dates are entered; null: UTC, and the form says so. */
  readonly zone: string | null;
  /** The data of a submission to be drawn again: what was filled in, by input id. */
  readonly values?: unknown;
  readonly faults?: readonly FormFault[];
}

/** From so many questions on a dialog is tall. */
const MANY_QUESTIONS = 4;

/** One way to draw a form. */
interface Attempt {
  /** What the form carries to be drawn again: all, all but what is only to read, or that compressed. */
  readonly carries: 'all' | 'questions' | 'compressed';
  /** What stands in it to read may be shortened. */
  readonly shortens: boolean;
  readonly squeeze: ShrinkLevel;
}

/** What the form carries is the first to go, then what stands in it to read, then choices. */
const FIRST: Attempt = { carries: 'all', shortens: false, squeeze: FULL_SIZE };
const NEXT: readonly Attempt[] = [
  { ...FIRST, carries: 'questions' },
  { ...FIRST, carries: 'compressed' },
  ...[FULL_SIZE, ...SHRINK_LEVELS].map(
    (squeeze): Attempt => ({ carries: 'compressed', shortens: true, squeeze }),
  ),
];

/**
 * Renders a form as a dialog, new or with what was filled in and its faults. Without `submit` and
 * fields it is only to read.
 * @throws RedressError RENDER_LIMIT when it cannot be made to fit: its questions alone are too much
 */
export function renderForm(form: Form, around: FormContext): Dialog {
  if (form.submit === null && form.fields.length === 0) {
    return refuseBig(attempted(form, around, { ...FIRST, shortens: true }));
  }
  let dialog = attempted(form, around, FIRST);
  for (const attempt of NEXT) {
    if (isSmall(dialog)) return dialog;
    dialog = attempted(shrinkForm(form, attempt.squeeze, around), around, attempt);
  }
  return refuseBig(dialog);
}

function attempted(form: Form, around: FormContext, attempt: Attempt): Dialog {
  const zone = zoneOrUtc(around.zone);
  const faults = around.faults ?? [];
  const asking = { tenant: around.tenant, zone, values: around.values, faults };
  const questions = form.fields.flatMap((field) => renderField(field, asking));
  const head = headOf(form, faults);
  const asks = form.submit !== null || form.fields.length > 0;
  const actions = asks ? { actions: [submitOf(form, around.seal, zone, attempt.carries)] } : {};
  const isTall = form.fields.length === 0 || form.fields.length >= MANY_QUESTIONS;
  return fitToLimits({
    blocks: form.blocks,
    stand: { kind: 'dialog', form: form.id, seal: around.seal },
    mentioning: () => MENTION_NOBODY,
    build: (units) =>
      dialogOf(form.title, isTall, { body: [...head, ...toBody(units), ...questions], ...actions }),
    fits: attempt.shortens ? isSmall : () => true,
    shortened: TEAMS_TEXT.shortenedHere,
    leftOut: TEAMS_TEXT.leftOut,
  });
}

function isSmall(dialog: Dialog): boolean {
  return dialogBytes(dialog) <= DIALOG_AIM;
}

/**
 * Renders a notice as a dialog to read.
 * @throws RedressError RENDER_LIMIT when it cannot be made to fit: its buttons alone are too much
 */
export function renderNoticeDialog(notice: Notice, { seal }: DialogContext): Dialog {
  const title = notice.title ?? TEAMS_TEXT.noticeTitle;
  return refuseBig(
    fitToLimits({
      blocks: noticeBlocks(notice),
      stand: { kind: 'dialog', form: null, seal },
      mentioning: () => MENTION_NOBODY,
      build: (units) => dialogOf(title, notice.blocks.length > 0, { body: toBody(units) }),
      fits: isSmall,
      shortened: TEAMS_TEXT.shortenedHere,
      leftOut: TEAMS_TEXT.leftOut,
    }),
  );
}

function refuseBig(dialog: Dialog): Dialog {
  return refuseOver(dialog, dialogBytes(dialog), DIALOG_AIM);
}

/** Faults of the form as a whole, and of fields it lacks; where all are of fields, that there are some. */
function headOf(form: Form, faults: readonly FormFault[]): readonly CardElement[] {
  if (faults.length === 0) return [];
  const names = new Set(form.fields.map(({ name }) => name));
  const whole = faults.filter(({ field }) => field === null || !names.has(field));
  if (whole.length > 0) return whole.flatMap(renderFault);
  return renderFault({ field: null, message: TEAMS_TEXT.formFaults });
}

function submitOf(form: Form, seal: Seal, zone: string, carries: Attempt['carries']): CardAction {
  const drawn = { kind: 'submit', form: form.id, context: form.context } as const;
  const carried = toFormState(form, carries === 'all');
  const redress: SentSubmitData = {
    ...drawn,
    submission: form.submissionId,
    zone,
    carried: carries === 'compressed' ? compressFormState(carried) : carried,
    seal: seal(drawn),
  };
  return {
    type: 'Action.Submit',
    title: buttonTitle(form.submit ?? TEAMS_TEXT.send),
    style: 'positive',
    data: { redress },
  };
}

function dialogOf(
  title: string,
  isTall: boolean,
  content: { readonly body: readonly CardElement[]; readonly actions?: readonly CardAction[] },
): Dialog {
  const short = escapeLiteral(shorten(title, LIMITS.dialogTitle)).replace(/\s+/g, ' ');
  const shown = isBlank(short) ? TEAMS_TEXT.noticeTitle : short;
  const nothing = renderParagraphs([TEAMS_TEXT.nothing], LIMITS.text, MENTION_NOBODY).elements;
  const body = content.body.length > 0 ? content.body : nothing;
  return {
    title: shown,
    height: isTall ? 'large' : 'medium',
    width: 'medium',
    card: toAttachment(shown, body, { ...content, mentions: [] }),
  };
}
