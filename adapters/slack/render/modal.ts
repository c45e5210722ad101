import type { types } from '@slack/bolt';
import { SLACK_TEXT } from '../../../src/text/slack-en.js';
import type { Form, Notice } from '../../../src/views/elements.js';
import { isBlank } from '../../shared/text.js';
import { renderField } from './fields.js';
import { fitToLimits } from './fit-to-limits.js';
import { serializeFormState } from './form-state.js';
import { LIMITS, refuseBreaches, viewBreaches } from './limits.js';
import { noticeBlocks } from './render.js';
import { plainText, type RenderContext } from './text.js';

/** A modal made of the blocks this adapter makes. */
export interface RenderedModal extends types.ModalView {
  blocks: types.KnownBlock[];
}

/** Left for a modal's frame (title, buttons, metadata) of what a modal may take in all. */
const FRAME = 30_000;

/**
 * Renders a form as a modal. Without `submit` and fields it is only to read.
 * @throws RedressError RENDER_LIMIT when it cannot be made to fit: its fields alone are too many,
 * an option's value or the context is too long
 */
export function renderForm(form: Form, around: RenderContext): RenderedModal {
  const inputs = form.fields.map((field) => renderField(field, around));
  const asks = form.submit !== null || inputs.length > 0;
  const view = {
    type: 'modal' as const,
    callback_id: form.id,
    private_metadata: serializeFormState(form),
    title: plainText(form.title, LIMITS.viewTitle),
    close: closeButton(asks),
    ...(asks ? { submit: plainText(form.submit ?? SLACK_TEXT.send, LIMITS.viewButton) } : {}),
    blocks: [...read(form.blocks, around, inputs), ...inputs],
  };
  return refuseBreaches(view, viewBreaches(view));
}

/**
 * Renders a notice as a modal to read: the answer to whoever has a modal open, where Slack has no
 * place for a message only they see.
 * @throws RedressError RENDER_LIMIT like {@link renderForm}
 */
export function renderNoticeModal(notice: Notice, around: RenderContext): RenderedModal {
  const view = {
    type: 'modal' as const,
    title: plainText(SLACK_TEXT.noticeTitle, LIMITS.viewTitle),
    close: closeButton(false),
    blocks: [...read(noticeBlocks(notice), around, [])],
  };
  return refuseBreaches(view, viewBreaches(view));
}

function closeButton(asks: boolean): types.PlainTextElement {
  const word = asks ? SLACK_TEXT.closeForm : SLACK_TEXT.closeReading;
  return plainText(word, LIMITS.viewButton);
}

/** What stands above the questions; at least one block, for Slack refuses an empty modal. */
function read(
  blocks: Form['blocks'],
  around: RenderContext,
  inputs: readonly types.KnownBlock[],
): readonly types.KnownBlock[] {
  const taken = Buffer.byteLength(JSON.stringify(inputs));
  // A character takes at most three bytes a UTF-16 unit.
  const rendered = fitToLimits(blocks, around, {
    blocks: LIMITS.viewBlocks - inputs.length,
    characters: Math.floor((LIMITS.viewBytes - FRAME - taken) / 3),
  });
  if (rendered.length > 0 || inputs.length > 0) return rendered;
  const nothing = isBlank(SLACK_TEXT.nothing) ? '-' : SLACK_TEXT.nothing;
  return [{ type: 'section', text: plainText(nothing, LIMITS.sectionText) }];
}
