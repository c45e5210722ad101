import type { types } from '@slack/bolt';
import { isBlank } from '../../../src/domain/text/blank.js';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import type { Form, Notice } from '../../../src/views/elements.js';
import { renderField } from './fields.js';
import { fitToLimits } from './fit-to-limits.js';
import { type FormOrigin, isFolded, listShownFields, serializeFormState } from './form-state.js';
import { assertNoViolations, findViewViolations, LIMITS } from './limits.js';
import type { RenderContext } from './pieces.js';
import { toNoticeBlocks } from './render.js';
import { plainText } from './text.js';

/** A modal made of the blocks that this adapter makes. */
export interface RenderedModal extends types.ModalView {
  blocks: types.KnownBlock[];
}

/** Reserved for a modal's title, buttons and metadata, bytes. */
const FRAME_BYTES = 30_000;

/**
 * Renders a form as a modal. Without `submit` and fields it is only to read.
 * @param origin where the person asked for it; null: what follows its submission is shown in the modal
 * @throws RedressError RENDER_LIMIT if it cannot be shortened to fit: too many fields, an option's
 * value or the form's context too long
 */
export function renderForm(
  form: Form,
  context: RenderContext,
  origin: FormOrigin | null = null,
): RenderedModal {
  const fields = listShownFields(form).map((field) => renderField(field, context));
  const inputs = [...fields, ...(isFolded(form) ? [renderMoreButton()] : [])];
  const hasSubmit = form.submit !== null || inputs.length > 0;
  const view = {
    type: 'modal' as const,
    callback_id: form.id,
    private_metadata: serializeFormState(form, origin),
    title: plainText(form.title, LIMITS.viewTitle),
    close:
      form.close === undefined
        ? renderCloseButton(hasSubmit)
        : plainText(form.close, LIMITS.viewButton),
    ...(hasSubmit ? { submit: plainText(form.submit ?? SLACK_TEXT.send, LIMITS.viewButton) } : {}),
    blocks: [...renderBody(form.blocks, context, inputs), ...inputs],
  };
  return assertNoViolations(view, findViewViolations(view));
}

/** The `action_id` of the button that shows the rest of a form. */
export const UNFOLD_ACTION = 'unfold';

function renderMoreButton(): types.ActionsBlock {
  const label = plainText(SLACK_TEXT.moreDetails, LIMITS.buttonText);
  return {
    type: 'actions',
    block_id: UNFOLD_ACTION,
    elements: [{ type: 'button', action_id: UNFOLD_ACTION, text: label }],
  };
}

/**
 * Renders a notice as a modal: in a modal, Slack has no place for a message that only its user sees.
 * @throws RedressError RENDER_LIMIT like {@link renderForm}
 */
export function renderNoticeModal(notice: Notice, context: RenderContext): RenderedModal {
  const view = {
    type: 'modal' as const,
    title: plainText(SLACK_TEXT.noticeTitle, LIMITS.viewTitle),
    close: renderCloseButton(false),
    blocks: [...renderBody(toNoticeBlocks(notice), context, [])],
  };
  return assertNoViolations(view, findViewViolations(view));
}

function renderCloseButton(hasSubmit: boolean): types.PlainTextElement {
  const label = hasSubmit ? SLACK_TEXT.closeForm : SLACK_TEXT.closeReading;
  return plainText(label, LIMITS.viewButton);
}

/** The blocks above the inputs. Never an empty modal, which Slack refuses. */
function renderBody(
  blocks: Form['blocks'],
  context: RenderContext,
  inputs: readonly types.KnownBlock[],
): readonly types.KnownBlock[] {
  const inputBytes = Buffer.byteLength(JSON.stringify(inputs));
  // A UTF-16 unit takes at most three bytes.
  const rendered = fitToLimits(blocks, context, {
    blocks: LIMITS.viewBlocks - inputs.length,
    characters: Math.floor((LIMITS.viewBytes - FRAME_BYTES - inputBytes) / 3),
  });
  if (rendered.length > 0 || inputs.length > 0) return rendered;
  const nothing = isBlank(SLACK_TEXT.nothing) ? '-' : SLACK_TEXT.nothing;
  return [{ type: 'section', text: plainText(nothing, LIMITS.sectionText) }];
}
