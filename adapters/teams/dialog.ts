import { TEAMS_TEXT } from '../../src/text/teams-en.js';
import type { Form, FormFault, Notice } from '../../src/views/elements.js';
import type { SubmitData } from './action-data.js';
import { bodyOf, type Unit } from './blocks.js';
import { titleOf } from './buttons.js';
import {
  attachmentOf,
  type CardAction,
  type CardAttachment,
  type CardElement,
} from './card-elements.js';
import { packed } from './carried.js';
import { faultOf, questionOf } from './fields.js';
import { fitted } from './fit.js';
import { AIM, bytesOf, LIMITS, refuseOver, sizeOf } from './limits.js';
import { isBlank, literal } from './literal.js';
import { MENTION_NOBODY, type Surroundings } from './mentions.js';
import { zoneOrUtc } from './moments.js';
import { noticeBlocks } from './render.js';
import { shorten } from './shorten.js';
import { paragraphs } from './text.js';

/** A dialog as Teams opens it: the `value` of a `continue` answer. */
export interface Dialog {
  readonly title: string;
  readonly height: 'medium' | 'large';
  readonly width: 'medium';
  readonly card: CardAttachment;
}

/** How a form is drawn. */
export interface FormSurroundings extends Surroundings {
  /** The person's IANA zone, in which dates are entered; null: UTC, and the form says so. */
  readonly zone: string | null;
  /** The data of a submission to be drawn again: what was filled in, by input id. */
  readonly values?: unknown;
  readonly faults?: readonly FormFault[];
}

/** From so many questions on a dialog is tall. */
const MANY_QUESTIONS = 4;

/**
 * Renders a form as a dialog, new or with what was filled in and its faults. Without `submit` and
 * fields it is only to read.
 * @throws RedressError RENDER_LIMIT when it cannot be made to fit: its questions alone are too much
 */
export function renderForm(form: Form, around: FormSurroundings): Dialog {
  const zone = zoneOrUtc(around.zone);
  const faults = around.faults ?? [];
  const asking = { tenant: around.tenant, zone, values: around.values, faults };
  const questions = form.fields.flatMap((field) => questionOf(field, asking));
  const head = headOf(form, faults);
  const asks = form.submit !== null || form.fields.length > 0;
  const draw = (units: readonly Unit[], keepBlocks: boolean): Dialog =>
    dialogOf(form.title, form.fields.length === 0 || form.fields.length >= MANY_QUESTIONS, {
      body: [...head, ...bodyOf(units), ...questions],
      ...(asks ? { actions: [submitOf(form, zone, keepBlocks)] } : {}),
    });
  return drawn(form, draw, asks && form.blocks.length > 0);
}

/** What the form carries to be drawn again is the first to go, then what stands in it to read. */
function drawn(
  form: Form,
  draw: (units: readonly Unit[], keepBlocks: boolean) => Dialog,
  mayCarry: boolean,
): Dialog {
  const layOut = (keepBlocks: boolean, fits: (built: Dialog) => boolean): Dialog =>
    fitted({
      blocks: form.blocks,
      stand: { kind: 'dialog', form: form.id },
      mentioning: () => MENTION_NOBODY,
      build: (units) => draw(units, keepBlocks),
      fits,
      shortened: TEAMS_TEXT.shortenedHere,
    });
  const whole = layOut(mayCarry, () => true);
  if (isSmall(whole)) return whole;
  return refuseBig(layOut(false, isSmall));
}

function isSmall(dialog: Dialog): boolean {
  return sizeOf(dialog) <= AIM;
}

/**
 * Renders a notice as a dialog to read.
 * @throws RedressError RENDER_LIMIT when it cannot be made to fit: its buttons alone are too much
 */
export function renderNoticeDialog(notice: Notice, _around: Surroundings): Dialog {
  return refuseBig(
    fitted({
      blocks: noticeBlocks(notice),
      stand: { kind: 'dialog', form: null },
      mentioning: () => MENTION_NOBODY,
      build: (units) =>
        dialogOf(TEAMS_TEXT.noticeTitle, notice.blocks.length > 0, { body: bodyOf(units) }),
      fits: isSmall,
      shortened: TEAMS_TEXT.shortenedHere,
    }),
  );
}

function refuseBig(dialog: Dialog): Dialog {
  return refuseOver(dialog, bytesOf(dialog), LIMITS.dialog);
}

/** Faults of the form as a whole, and of fields it lacks; where all are of fields, that there are some. */
function headOf(form: Form, faults: readonly FormFault[]): readonly CardElement[] {
  if (faults.length === 0) return [];
  const names = new Set(form.fields.map(({ name }) => name));
  const whole = faults.filter(({ field }) => field === null || !names.has(field));
  if (whole.length > 0) return whole.flatMap(faultOf);
  return faultOf({ field: null, message: TEAMS_TEXT.formFaults });
}

function submitOf(form: Form, zone: string, keepBlocks: boolean): CardAction {
  const redress: SubmitData = {
    kind: 'submit',
    form: form.id,
    submission: form.submissionId,
    context: form.context,
    zone,
    carried: packed(form, keepBlocks),
  };
  return {
    type: 'Action.Submit',
    title: titleOf(form.submit ?? TEAMS_TEXT.send),
    style: 'positive',
    data: { redress },
  };
}

function dialogOf(
  title: string,
  isTall: boolean,
  content: { readonly body: readonly CardElement[]; readonly actions?: readonly CardAction[] },
): Dialog {
  const short = literal(shorten(title, LIMITS.dialogTitle)).replace(/\s+/g, ' ');
  const shown = isBlank(short) ? TEAMS_TEXT.noticeTitle : short;
  const nothing = paragraphs([TEAMS_TEXT.nothing], LIMITS.text, MENTION_NOBODY).elements;
  const body = content.body.length > 0 ? content.body : nothing;
  return {
    title: shown,
    height: isTall ? 'large' : 'medium',
    width: 'medium',
    card: attachmentOf(shown, body, { ...content, mentions: [] }),
  };
}
