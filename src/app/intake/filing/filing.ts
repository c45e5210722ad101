import { isRecordedOtherwise } from '../../../domain/commands/filing.js';
import type { Complaint } from '../../../domain/complaint/complaint.js';
import type { ComplaintId } from '../../../domain/complaint/facts.js';
import { refusal } from '../../../domain/document/refusal.js';
import type { MessageSource } from '../../../domain/intake/source.js';
import { FROM_WORDS } from '../../../domain/intake/suggest-category.js';
import type { PersonId } from '../../../domain/organisation/person.js';
import type { EventPayload, Reply } from '../../../ports/intake.js';
import { text } from '../../../text/index.js';
import type { Block } from '../../../views/elements.js';
import { readFormValues } from '../../../views/forms/form-fields.js';
import { keepEntered } from '../../../views/forms/keep-entered.js';
import { recordedForm } from '../../../views/intake/recorded-form.js';
import { keptSourceBlocks } from '../../../views/intake/source-views.js';
import { recordedNotice } from '../../../views/notices.js';
import { mayLink } from '../../matching/find-linked.js';
import { commitFiling } from '../../scheduling/commit.js';
import { openAddReportForm } from './add-report.js';
import { findColleague } from './colleague.js';
import { parseFilingContext } from './filing-context.js';
import type { FilingEvent } from './filing-event.js';
import { askAboutMatches, readMatchAnswer, toUnrecorded } from './filing-form.js';
import { findKeptSource } from './filing-source.js';
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
  const { colleague: account } = readFormValues('file', values);
  const colleague = await findColleague(filing.deps, account, 'colleague');
  if (!colleague.ok) return filing.onRefusal([colleague.why]);
  const entered = toUnrecorded(filing, values, event.eventId, payload.context);
  const unrecorded = withConcerns(entered, colleague.ids);
  switch (answer?.kind) {
    case 'add':
      return openAddReportForm(filing, answer.id, unrecorded.filing);
    case 'reopen':
      return reopenKnown(filing, unrecorded, answer.id);
    case 'link': {
      if (!(await mayLink(filing.deps, answer.id, filing.context.actor)))
        return filing.onRefusal([refusal('not-found', 'match')]);
      const hinted = await withCategoryHint(filing, unrecorded);
      return recordFiling(filing, withLink(hinted, answer.id), payload);
    }
    case 'new':
    case undefined: {
      const hinted = await withCategoryHint(filing, unrecorded);
      const { seen = [] } = parseFilingContext(payload.context);
      const unseen = await findUnseenMatches(filing.deps, hinted, seen);
      return unseen.matches.length === 0
        ? recordFiling(filing, hinted, payload)
        : askAboutMatches(filing, payload, unseen);
    }
  }
}

/** About the colleague with these ids, if there are any. */
function withConcerns(unrecorded: Unrecorded, concerns: readonly PersonId[]): Unrecorded {
  if (concerns.length === 0) return unrecorded;
  return { ...unrecorded, filing: { ...unrecorded.filing, concerns } };
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
  event: FilingEvent,
  { filing: entered, context, submission }: Unrecorded,
  payload: Extract<EventPayload, { kind: 'submission' }>,
): Promise<Reply> {
  const { deps, hooks, onRefusal } = event;
  const { organisation } = deps;
  const source = await findSource(event, payload);
  const filing = source === undefined ? entered : { ...entered, source };
  const filed = await commitFiling(deps, hooks, filing, context, submission);
  if (filed.kind === 'refused') return onRefusal(filed.refusals);
  const { complaint } = filed;
  const isOther = filed.isRepeat && isRecordedOtherwise(complaint, filing);
  const more = [...linkBlocks(complaint), ...(isOther ? [OTHERWISE] : [])];
  const notice = recordedNotice(complaint, organisation);
  const kept = keptSourceBlocks(complaint.source);
  const said = { ...notice, blocks: [...notice.blocks, ...kept, ...more] };
  const recorded = { kind: 'recorded', reference: complaint.id, notice: said } as const;
  const draft = recordedForm(complaint, organisation, context.now);
  if (draft === undefined) return recorded;
  const submissionId = `${submission}/told`;
  const blocks = [...draft.blocks, ...more];
  return { ...recorded, next: { ...draft, blocks, submissionId, context: complaint.id } };
}

/** The conversation that it was recorded from, if the form says that it is kept. */
async function findSource(
  { deps, sources, event }: FilingEvent,
  { values, context }: Extract<EventPayload, { kind: 'submission' }>,
): Promise<MessageSource | undefined> {
  const { from } = parseFilingContext(context);
  const isKept = from !== undefined && values.keepSource === true;
  return isKept ? findKeptSource(deps, sources, from, event.account) : undefined;
}

/** Says that what was sent now is not what is recorded. */
const OTHERWISE: Block = { kind: 'text', text: [text.notice.recorded.otherwise] };

/** To which complaints it is linked. */
function linkBlocks({ links = [] }: Complaint): readonly Block[] {
  if (links.length === 0) return [];
  return [{ kind: 'text', text: [text.links.linked(links.join(', '))] }];
}

function withLink(unrecorded: Unrecorded, id: ComplaintId): Unrecorded {
  return { ...unrecorded, filing: { ...unrecorded.filing, links: [id] } };
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
