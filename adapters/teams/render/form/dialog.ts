import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import type { Form, FormFault, Notice } from '../../../../src/views/elements.js';
import { zoneOrUtc } from '../../../shared/dates.js';
import { isBlank, shorten } from '../../../shared/text.js';
import type { SerializedSubmitData } from '../action-data.js';
import { renderButtonTitle, toBody } from '../blocks.js';
import {
  type CardAction,
  type CardAttachment,
  type CardElement,
  toAttachment,
} from '../card-elements.js';
import { escapeLiteral } from '../escape.js';
import { fitToLimits } from '../fit-to-limits.js';
import { assertFits, DIALOG_BUDGET, LIMITS, toDialogBytes } from '../limits.js';
import { NO_MENTIONS, type RenderContext } from '../mentions.js';
import { toNoticeBlocks } from '../render.js';
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
const MIN_FIELDS_FOR_TALL = 4;

/** One way to draw a form. */
interface FormVariant {
  /** What the form carries to be drawn again: all, all but what is only to read, or that compressed. */
  readonly state: 'all' | 'questions' | 'compressed';
  /** What stands in it to read may be shortened. */
  readonly shortensBlocks: boolean;
  readonly shrinkLevel: ShrinkLevel;
}

/** What the form carries is the first to go, then what stands in it to read, then choices. */
const FIRST_VARIANT: FormVariant = { state: 'all', shortensBlocks: false, shrinkLevel: FULL_SIZE };
const NEXT_VARIANTS: readonly FormVariant[] = [
  { ...FIRST_VARIANT, state: 'questions' },
  { ...FIRST_VARIANT, state: 'compressed' },
  ...[FULL_SIZE, ...SHRINK_LEVELS].map(
    (squeeze): FormVariant => ({ state: 'compressed', shortensBlocks: true, shrinkLevel: squeeze }),
  ),
];

/**
 * Renders a form as a dialog, new or with what was filled in and its faults. Without `submit` and
 * fields it is only to read.
 * @throws RedressError RENDER_LIMIT when it cannot be made to fit: its questions alone are too much
 */
export function renderForm(form: Form, around: FormContext): Dialog {
  if (form.submit === null && form.fields.length === 0) {
    return assertDialogFits(
      renderVariant(form, around, { ...FIRST_VARIANT, shortensBlocks: true }),
    );
  }
  let dialog = renderVariant(form, around, FIRST_VARIANT);
  for (const attempt of NEXT_VARIANTS) {
    if (fitsDialog(dialog)) return dialog;
    dialog = renderVariant(shrinkForm(form, attempt.shrinkLevel, around), around, attempt);
  }
  return assertDialogFits(dialog);
}

function renderVariant(form: Form, around: FormContext, attempt: FormVariant): Dialog {
  const zone = zoneOrUtc(around.zone);
  const faults = around.faults ?? [];
  const asking = { tenant: around.tenant, zone, values: around.values, faults };
  const questions = form.fields.flatMap((field) => renderField(field, asking));
  const head = renderFormFaults(form, faults);
  const asks = form.submit !== null || form.fields.length > 0;
  const actions = asks
    ? { actions: [renderSubmitAction(form, around.seal, zone, attempt.state)] }
    : {};
  const isTall = form.fields.length === 0 || form.fields.length >= MIN_FIELDS_FOR_TALL;
  return fitToLimits({
    blocks: form.blocks,
    buttonContext: { kind: 'dialog', form: form.id, seal: around.seal },
    newMentionFactory: () => NO_MENTIONS,
    build: (units) =>
      toDialog(form.title, isTall, { body: [...head, ...toBody(units), ...questions], ...actions }),
    fits: attempt.shortensBlocks ? fitsDialog : () => true,
    shortened: TEAMS_TEXT.shortenedHere,
    leftOut: TEAMS_TEXT.leftOut,
  });
}

function fitsDialog(dialog: Dialog): boolean {
  return toDialogBytes(dialog) <= DIALOG_BUDGET;
}

/**
 * Renders a notice as a dialog to read.
 * @throws RedressError RENDER_LIMIT when it cannot be made to fit: its buttons alone are too much
 */
export function renderNoticeDialog(notice: Notice, { seal }: DialogContext): Dialog {
  const title = notice.title ?? TEAMS_TEXT.noticeTitle;
  return assertDialogFits(
    fitToLimits({
      blocks: toNoticeBlocks(notice),
      buttonContext: { kind: 'dialog', form: null, seal },
      newMentionFactory: () => NO_MENTIONS,
      build: (units) => toDialog(title, notice.blocks.length > 0, { body: toBody(units) }),
      fits: fitsDialog,
      shortened: TEAMS_TEXT.shortenedHere,
      leftOut: TEAMS_TEXT.leftOut,
    }),
  );
}

function assertDialogFits(dialog: Dialog): Dialog {
  return assertFits(dialog, toDialogBytes(dialog), DIALOG_BUDGET);
}

/** Faults of the form as a whole, and of fields it lacks; where all are of fields, that there are some. */
function renderFormFaults(form: Form, faults: readonly FormFault[]): readonly CardElement[] {
  if (faults.length === 0) return [];
  const names = new Set(form.fields.map(({ name }) => name));
  const whole = faults.filter(({ field }) => field === null || !names.has(field));
  if (whole.length > 0) return whole.flatMap(renderFault);
  return renderFault({ field: null, message: TEAMS_TEXT.formFaults });
}

function renderSubmitAction(
  form: Form,
  seal: Seal,
  zone: string,
  carries: FormVariant['state'],
): CardAction {
  const drawn = { kind: 'submit', form: form.id, context: form.context } as const;
  const carried = toFormState(form, carries === 'all');
  const redress: SerializedSubmitData = {
    ...drawn,
    submission: form.submissionId,
    zone,
    carried: carries === 'compressed' ? compressFormState(carried) : carried,
    seal: seal(drawn),
  };
  return {
    type: 'Action.Submit',
    title: renderButtonTitle(form.submit ?? TEAMS_TEXT.send),
    style: 'positive',
    data: { redress },
  };
}

function toDialog(
  title: string,
  isTall: boolean,
  content: { readonly body: readonly CardElement[]; readonly actions?: readonly CardAction[] },
): Dialog {
  const short = escapeLiteral(shorten(title, LIMITS.dialogTitle)).replace(/\s+/g, ' ');
  const shown = isBlank(short) ? TEAMS_TEXT.noticeTitle : short;
  const nothing = renderParagraphs([TEAMS_TEXT.nothing], LIMITS.text, NO_MENTIONS).elements;
  const body = content.body.length > 0 ? content.body : nothing;
  return {
    title: shown,
    height: isTall ? 'large' : 'medium',
    width: 'medium',
    card: toAttachment(shown, body, { ...content, mentions: [] }),
  };
}
