import type { PersonContext } from '../../domain/complaint/decision.js';
import { COMPLAINT_STATES } from '../../domain/complaint/facts.js';
import type { Means } from '../../domain/complaint/handling.js';
import { isViewer, toViewer } from '../../domain/complaint/permissions.js';
import type { Refusal } from '../../domain/document/refusal.js';
import { suggestCategory } from '../../domain/intake/suggest-category.js';
import type { Person } from '../../domain/organisation/person.js';
import type { EventPayload, InboundEvent, Reply } from '../../ports/intake.js';
import { text } from '../../text/index.js';
import type { Form } from '../../views/elements.js';
import { fileForm } from '../../views/forms/intake-forms.js';
import { recordedForm } from '../../views/intake/recorded-form.js';
import { recordedNotice, toNotice } from '../../views/notices.js';
import type { Dependencies } from '../dependencies.js';
import type { DocumentHooks } from '../inbox/commit-inbox.js';
import { commitFiling } from '../scheduling/commit.js';
import { parseFiling } from './parse-form.js';

/** Somebody who records a complaint. */
export interface FilingEvent {
  readonly deps: Dependencies;
  readonly hooks: DocumentHooks['complaint'];
  readonly event: InboundEvent;
  readonly person: Person;
  readonly onRefusal: (refusals: readonly [Refusal, ...Refusal[]]) => Reply;
}

/** What the form for a new complaint is opened with. */
interface Opening {
  readonly description: string;
  /** The team in whose channel it was asked for; null if it was none's. */
  readonly team: string | null;
}

/** Opens the form for a new complaint with this description. Throws `STORE_UNAVAILABLE`. */
export async function openFilingForm(filing: FilingEvent, description: string): Promise<Reply> {
  const { deps, event } = filing;
  if (deps.organisation.categories.size === 0) {
    return { kind: 'notice', notice: toNotice(text.notice.noCategories) };
  }
  const team = findTeamOfChannel(deps, event);
  return { kind: 'form', form: await draftForm(filing, { description, team }, deps.newId()) };
}

/** Shows the open form again with all its fields; it stays the same form, so it is recorded once. */
export async function unfoldFilingForm(
  filing: FilingEvent,
  { submission, context, values }: Extract<EventPayload, { kind: 'unfold' }>,
): Promise<Reply> {
  const description = typeof values.description === 'string' ? values.description : '';
  const opening = { description, team: parseContext(context) };
  return {
    kind: 'form',
    form: { ...(await draftForm(filing, opening, submission)), isUnfolded: true },
  };
}

async function draftForm(
  { deps, person }: FilingEvent,
  { description, team }: Opening,
  submissionId: string,
): Promise<Form> {
  const { organisation, clock } = deps;
  const suggested = suggestCategory(description, organisation, { similar: null, team });
  const means = await findLastMeans(deps, person);
  const draft = fileForm(organisation, {
    ...{ description, now: clock.now() },
    ...(suggested.kind === 'found' ? { category: suggested.category.key } : {}),
    ...(means === undefined ? {} : { means }),
  });
  return { ...draft, submissionId, context: team ?? '' };
}

/** The form says in its context in whose channel it was asked for. */
function parseContext(context: string): string | null {
  return context === '' ? null : context;
}

function findTeamOfChannel(
  { organisation }: Pick<Dependencies, 'organisation'>,
  { account, channel }: InboundEvent,
): string | null {
  if (channel === undefined) return null;
  const teams = [...organisation.teams.values()];
  const own = teams.find(
    ({ place }) => place.platform === account.platform && place.channel === channel,
  );
  return own?.key ?? null;
}

/** Among so many of a person's latest complaints is one that they recorded themselves. */
const LATEST = 5;

/** How the last complaint that this person recorded came in. */
async function findLastMeans(
  { complaints, organisation }: Pick<Dependencies, 'complaints' | 'organisation'>,
  person: Person,
): Promise<Means | undefined> {
  const viewer = toViewer(person, organisation);
  const latest = await complaints.list({
    ...{ viewer, person: person.id, states: COMPLAINT_STATES, limit: LATEST },
  });
  return latest.find(({ reporter }) => isViewer(viewer, reporter))?.details.means;
}

/**
 * Records the complaint of a submitted form, and shows what comes next: what was recorded, and the words to tell
 * the complainant. Throws `STORE_UNAVAILABLE`.
 */
export async function handleFiling(
  { deps, hooks, event, person, onRefusal }: FilingEvent,
  { values, context: sent }: Extract<EventPayload, { kind: 'submission' }>,
  context: Omit<PersonContext, 'actor'>,
): Promise<Reply> {
  const { organisation } = deps;
  const filing = {
    ...parseFiling(values, event.account.platform),
    hints: { similar: null, team: parseContext(sent) },
  };
  const actor = toViewer(person, organisation);
  const filed = await commitFiling(deps, hooks, filing, { ...context, actor }, event.eventId);
  if (filed.kind === 'refused') return onRefusal(filed.refusals);
  const { complaint } = filed;
  const recorded = {
    kind: 'recorded',
    reference: complaint.id,
    notice: recordedNotice(complaint, organisation),
  } as const;
  const draft = recordedForm(complaint, organisation, context.now);
  if (draft === undefined) return recorded;
  const submissionId = `${event.eventId}/told`;
  return { ...recorded, next: { ...draft, submissionId, context: complaint.id } };
}
