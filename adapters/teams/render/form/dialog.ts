import { isBlank } from '../../../../src/domain/text/blank.js';
import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import type { Form, FormFault, Notice } from '../../../../src/views/elements.js';
import { shorten, zoneOrUtc } from '../../../shared/text.js';
import type { OpenerRef, SerializedSubmitData } from '../action-data.js';
import { renderButtonTitle, toAttachment, toBody } from '../blocks.js';
import type { CardAction, CardAttachment, CardElement } from '../card-elements.js';
import { fitToLimits } from '../fit-to-limits.js';
import { assertFits, DIALOG_BUDGET, LIMITS, toDialogBytes } from '../limits.js';
import { NO_MENTIONS, type RenderContext } from '../mentions.js';
import { toNoticeBlocks } from '../render.js';
import { escapeLiteral, renderParagraphs } from '../text.js';
import { renderFault, renderFields } from './fields.js';
import { compressFormState, toFormState } from './form-state.js';
import type { Seal } from './seal.js';
import { FULL_SIZE, SHRINK_LEVELS, type ShrinkLevel, shrinkForm } from './shrink-form.js';

/** A dialog: the `value` of a `continue` response. */
export interface Dialog {
  readonly title: string;
  readonly height: 'medium' | 'large';
  readonly width: 'medium';
  readonly card: CardAttachment;
}

/** What rendering a dialog needs. A dialog is for one person, for whom its seal is made. */
export interface DialogContext extends RenderContext {
  readonly seal: Seal;
}

/** What rendering a form needs. */
export interface FormContext extends DialogContext {
  /** IANA zone in which the person enters dates; null: UTC, and the form says so. */
  readonly zone: string | null;
  /** The entered values by input id, when a submitted form is rendered again. */
  readonly values?: unknown;
  readonly faults?: readonly FormFault[];
  /** The card that opened the form, if it was one. */
  readonly opener?: OpenerRef | undefined;
}

/** A dialog with at least this number of fields is tall. */
const MIN_FIELDS_FOR_TALL = 4;

/** One way to render a form. */
interface FormVariant {
  /** The form state in the dialog: complete, without blocks, or without blocks and compressed. */
  readonly state: 'all' | 'questions' | 'compressed';
  /** Whether the blocks may be shortened. */
  readonly shortensBlocks: boolean;
  readonly shrinkLevel: ShrinkLevel;
}

/** To fit, first the form state is reduced, then the blocks, then the choices. */
const FIRST_VARIANT: FormVariant = { state: 'all', shortensBlocks: false, shrinkLevel: FULL_SIZE };
const NEXT_VARIANTS: readonly FormVariant[] = [
  { ...FIRST_VARIANT, state: 'questions' },
  { ...FIRST_VARIANT, state: 'compressed' },
  ...[FULL_SIZE, ...SHRINK_LEVELS].map(
    (shrinkLevel): FormVariant => ({ state: 'compressed', shortensBlocks: true, shrinkLevel }),
  ),
];

/**
 * Renders a form as a dialog, new or with entered values and faults. Without `submit` and fields it is a
 * page to read.
 * @throws RedressError RENDER_LIMIT when its fields alone exceed the limit
 */
export function renderForm(form: Form, context: FormContext): Dialog {
  if (form.submit === null && form.fields.length === 0) {
    return assertDialogFits(
      renderVariant(form, context, { ...FIRST_VARIANT, shortensBlocks: true }),
    );
  }
  let dialog = renderVariant(form, context, FIRST_VARIANT);
  for (const variant of NEXT_VARIANTS) {
    if (fitsDialog(dialog)) return dialog;
    dialog = renderVariant(shrinkForm(form, variant.shrinkLevel, context), context, variant);
  }
  return assertDialogFits(dialog);
}

function renderVariant(form: Form, context: FormContext, variant: FormVariant): Dialog {
  const zone = zoneOrUtc(context.zone);
  const faults = context.faults ?? [];
  const fieldContext = { tenant: context.tenant, zone, values: context.values, faults };
  const fields = renderFields(form.fields, fieldContext);
  const heading = renderFormFaults(form, faults);
  const hasSubmit = form.submit !== null || form.fields.length > 0;
  const actions = hasSubmit
    ? { actions: [renderSubmitAction(form, context, zone, variant.state)] }
    : {};
  const isTall = form.fields.length === 0 || form.fields.length >= MIN_FIELDS_FOR_TALL;
  return fitToLimits({
    blocks: form.blocks,
    buttonContext: { kind: 'dialog', form: form.id, seal: context.seal },
    newMentionFactory: () => NO_MENTIONS,
    build: (blocks) =>
      toDialog(form.title, isTall, {
        body: [...heading, ...toBody(blocks), ...fields],
        ...actions,
      }),
    fits: variant.shortensBlocks ? fitsDialog : () => true,
    shortened: TEAMS_TEXT.shortenedHere,
    leftOut: TEAMS_TEXT.leftOut,
  });
}

function fitsDialog(dialog: Dialog): boolean {
  return toDialogBytes(dialog) <= DIALOG_BUDGET;
}

/**
 * Renders a notice as a dialog.
 * @throws RedressError RENDER_LIMIT when its buttons alone exceed the limit
 */
export function renderNoticeDialog(notice: Notice, { seal }: DialogContext): Dialog {
  const title = notice.title ?? TEAMS_TEXT.noticeTitle;
  return assertDialogFits(
    fitToLimits({
      blocks: toNoticeBlocks(notice),
      buttonContext: { kind: 'dialog', form: null, seal },
      newMentionFactory: () => NO_MENTIONS,
      build: (blocks) => toDialog(title, notice.blocks.length > 0, { body: toBody(blocks) }),
      fits: fitsDialog,
      shortened: TEAMS_TEXT.shortenedHere,
      leftOut: TEAMS_TEXT.leftOut,
    }),
  );
}

function assertDialogFits(dialog: Dialog): Dialog {
  return assertFits(dialog, toDialogBytes(dialog), DIALOG_BUDGET);
}

/** Renders the faults without a field in this form; without any, a sentence that there are faults below. */
function renderFormFaults(form: Form, faults: readonly FormFault[]): readonly CardElement[] {
  if (faults.length === 0) return [];
  const names = new Set(form.fields.map(({ name }) => name));
  const formFaults = faults.filter(({ field }) => field === null || !names.has(field));
  if (formFaults.length > 0) return formFaults.flatMap(renderFault);
  return renderFault({ field: null, message: TEAMS_TEXT.formFaults });
}

function renderSubmitAction(
  form: Form,
  { seal, opener }: FormContext,
  zone: string,
  stateKind: FormVariant['state'],
): CardAction {
  const opened = opener === undefined ? {} : { opener };
  const sealed = { kind: 'submit', form: form.id, context: form.context, ...opened } as const;
  const state = toFormState(form, stateKind === 'all');
  const redress: SerializedSubmitData = {
    ...sealed,
    submission: form.submissionId,
    zone,
    carried: stateKind === 'compressed' ? compressFormState(state) : state,
    seal: seal(sealed),
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
  const visibleTitle = isBlank(short) ? TEAMS_TEXT.noticeTitle : short;
  const nothing = renderParagraphs([TEAMS_TEXT.nothing], LIMITS.text, NO_MENTIONS).elements;
  const body = content.body.length > 0 ? content.body : nothing;
  return {
    title: visibleTitle,
    height: isTall ? 'large' : 'medium',
    width: 'medium',
    card: toAttachment(visibleTitle, body, { ...content, mentions: [] }),
  };
}
