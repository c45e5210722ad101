import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Reply } from '../../../src/ports/intake.js';
import type { Logger } from '../../../src/ports/logger.js';
import { renderOrLog } from '../../shared/reply.js';
import type { Call, CallResult } from '../outbound/client.js';
import { toErrorCode } from '../outbound/errors.js';
import type { Respond } from '../outbound/respond.js';
import type { FormOrigin } from '../render/form-state.js';
import { renderForm } from '../render/modal.js';
import type { RenderContext } from '../render/pieces.js';

/** What replying needs. */
export interface ReplyContext {
  /** Calls Slack with the time-out for calls while a person waits. */
  readonly call: Call;
  readonly respond: Respond;
  readonly renderContext: () => RenderContext;
  readonly logger: Logger;
}

/** Undefined, and logged, if Slack would refuse what `render` returns. */
export function tryRender<T>({ logger }: ReplyContext, render: () => T): T | undefined {
  return renderOrLog(render, logger, 'rendered reply exceeds Slack limits');
}

export function logFailedCall(
  { logger }: ReplyContext,
  called: Extract<CallResult, { ok: false }>,
  message: string,
) {
  logger.warn({ code: toErrorCode(called.failure) }, message);
}

/**
 * Shows a modal on top of the button's modal. If Slack refuses that (it allows three modals, and a
 * trigger expires), updates the button's modal instead, which needs no trigger.
 */
export async function pushModal(
  context: ReplyContext,
  triggerId: string,
  viewId: string,
  view: types.ModalView,
): Promise<void> {
  const pushed = await context.call('views.push', { trigger_id: triggerId, view });
  if (pushed.ok || pushed.failure.kind === 'lost') return;
  await updateModal(context, viewId, view);
}

/** `hash`: of the view that it replaces; Slack refuses if another has replaced it meanwhile. */
export async function updateModal(
  context: ReplyContext,
  viewId: string,
  view: types.ModalView,
  hash: string | null = null,
): Promise<CallResult> {
  const guard = hash === null ? {} : { hash };
  const updated = await context.call('views.update', { view_id: viewId, view, ...guard });
  if (!updated.ok) logFailedCall(context, updated, 'views.update failed');
  return updated;
}

/** A view that is open, and the mark of what it shows now. */
const openedView = z.object({ view: z.object({ id: z.string(), hash: z.string() }) });

/**
 * Shows what takes longer in the form that is open. If the person changed the view meanwhile, by **More details**,
 * or has sent or closed it, Slack refuses, and the form stays as it is.
 */
export async function addLater(
  context: ReplyContext,
  opened: CallResult | undefined,
  { later }: Extract<Reply, { kind: 'form' }>,
  origin: FormOrigin | null,
): Promise<void> {
  const view = opened?.ok === true ? openedView.safeParse(opened.answer).data?.view : undefined;
  if (later === undefined || view === undefined) return;
  const form = await later();
  const modal = form && tryRender(context, () => renderForm(form, context.renderContext(), origin));
  if (modal !== undefined) await updateModal(context, view.id, modal, view.hash);
}
