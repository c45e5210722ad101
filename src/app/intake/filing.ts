import { isRecordedOtherwise } from '../../domain/commands/filing.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import { refusal } from '../../domain/document/refusal.js';
import { FROM_WORDS } from '../../domain/intake/suggest-category.js';
import type { EventPayload, Reply } from '../../ports/intake.js';
import { text } from '../../text/index.js';
import type { Block } from '../../views/elements.js';
import { keepEntered } from '../../views/forms/keep-entered.js';
import { recordedForm } from '../../views/intake/recorded-form.js';
import { recordedNotice } from '../../views/notices.js';
import { selectLinkable } from '../matching/find-linked.js';
import { commitFiling } from '../scheduling/commit.js';
import { openAddReportForm } from './add-report.js';
import type { FilingEvent } from './filing-event.js';
import { askAboutMatches, readMatchAnswer, toUnrecorded } from './filing-form.js';
import { findCategoryHint, findUnseenMatches, type Unrecorded } from './known-matches.js';

/**
 * Records the complaint of a submitted form, and shows what comes next: what was recorded, and the words to tell
 * the complainant. If it may be known already, the form comes back once with what was found, and nothing is
 * recorded. Throws `STORE_UNAVAILABLE`.
 */
export async function handleFiling(
  filing: FilingEvent,
  payload: Extract<EventPayload, { kind: 'submission' }>,
): Promise<Reply> {
  const { event } = filing;
  const { values } = payload;
  const answer = readMatchAnswer(values);
  const unrecorded = await withCategoryHint(
    filing,
    toUnrecorded(filing, values, event.eventId, payload.context),
  );
  switch (answer?.kind) {
    case 'add':
      return openAddReportForm(filing.deps, filing.person, answer.id, unrecorded.filing);
    case 'reopen':
      return reopenKnown(filing, unrecorded, answer.id);
    case 'link': {
      const linked = await withLink(filing, unrecorded, answer.id);
      return linked === undefined
        ? filing.onRefusal([refusal('not-found', 'match')])
        : recordFiling(filing, linked);
    }
    case 'new':
    case undefined: {
      const unseen = await findUnseenMatches(filing.deps, unrecorded, answer);
      return unseen.matches.length === 0
        ? recordFiling(filing, unrecorded)
        : askAboutMatches(filing, payload, unseen);
    }
  }
}

/** What helps to choose the category, if the words are to say it. */
async function withCategoryHint(
  { deps }: FilingEvent,
  unrecorded: Unrecorded,
): Promise<Unrecorded> {
  const { filing, context } = unrecorded;
  if (filing.category !== FROM_WORDS) return unrecorded;
  const team = filing.hints?.team ?? null;
  const similar = await findCategoryHint(deps, filing.details, team, context);
  return { ...unrecorded, filing: { ...filing, hints: { similar, team } } };
}

async function recordFiling(
  { deps, hooks, event, onRefusal }: FilingEvent,
  { filing, context }: Unrecorded,
): Promise<Reply> {
  const { organisation } = deps;
  const filed = await commitFiling(deps, hooks, filing, context, event.eventId);
  if (filed.kind === 'refused') return onRefusal(filed.refusals);
  const { complaint } = filed;
  const isOther = filed.isRepeat && isRecordedOtherwise(complaint, filing);
  const more = [...linkBlocks(complaint), ...(isOther ? [OTHERWISE] : [])];
  const notice = recordedNotice(complaint, organisation);
  const said = { ...notice, blocks: [...notice.blocks, ...more] };
  const recorded = { kind: 'recorded', reference: complaint.id, notice: said } as const;
  const draft = recordedForm(complaint, organisation, context.now);
  if (draft === undefined) return recorded;
  const submissionId = `${event.eventId}/told`;
  const blocks = [...draft.blocks, ...more];
  return { ...recorded, next: { ...draft, blocks, submissionId, context: complaint.id } };
}

/** Says that what was sent now is not what is recorded. */
const OTHERWISE: Block = { kind: 'text', text: [text.notice.recorded.otherwise] };

/** To which complaints it is linked. */
function linkBlocks({ links = [] }: Complaint): readonly Block[] {
  if (links.length === 0) return [];
  return [{ kind: 'text', text: [text.links.linked(links.join(', '))] }];
}

/** With a link to a complaint that was found for it, if the person may see that one in full. */
async function withLink(
  { deps }: FilingEvent,
  unrecorded: Unrecorded,
  id: ComplaintId,
): Promise<Unrecorded | undefined> {
  const [link] = await selectLinkable(deps, [id], unrecorded.context.actor);
  if (link === undefined) return undefined;
  return { ...unrecorded, filing: { ...unrecorded.filing, links: [link] } };
}

/** Opens the form to reopen a complaint, with what happened as what is still wrong. */
async function reopenKnown(
  { openForm }: FilingEvent,
  { filing }: Unrecorded,
  id: ComplaintId,
): Promise<Reply> {
  const reply = await openForm('reopen', { id, promise: null });
  if (reply.kind !== 'form') return reply;
  return { kind: 'form', form: keepEntered(reply.form, { reason: filing.details.description }) };
}
