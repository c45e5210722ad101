import type { Complaint } from '../../domain/complaint/complaint.js';
import type { PersonContext } from '../../domain/complaint/decision.js';
import { COMPLAINT_STATES, type ComplaintId } from '../../domain/complaint/facts.js';
import type { Means } from '../../domain/complaint/handling.js';
import { isViewer, toViewer } from '../../domain/complaint/permissions.js';
import type { Refusal } from '../../domain/document/refusal.js';
import { suggestCategory } from '../../domain/intake/suggest-category.js';
import type { Person } from '../../domain/organisation/person.js';
import type { EventPayload, InboundEvent, Reply } from '../../ports/intake.js';
import { text } from '../../text/index.js';
import type { Block, Form } from '../../views/elements.js';
import { fileForm } from '../../views/forms/intake-forms.js';
import { recordedForm } from '../../views/intake/recorded-form.js';
import { recordedNotice, toNotice } from '../../views/notices.js';
import type { Dependencies } from '../dependencies.js';
import type { DocumentHooks } from '../inbox/commit-inbox.js';
import { selectLinkable } from '../matching/find-linked.js';
import { commitFiling } from '../scheduling/commit.js';
import { type FilingContext, parseFilingContext, toFilingContext } from './filing-context.js';
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
interface Opening extends FilingContext {
  readonly description: string;
}

/** Opens the form for a new complaint with this description. Throws `STORE_UNAVAILABLE`. */
export async function openFilingForm(filing: FilingEvent, description: string): Promise<Reply> {
  const { deps, event } = filing;
  if (deps.organisation.categories.size === 0) {
    return { kind: 'notice', notice: toNotice(text.notice.noCategories) };
  }
  const team = findTeamOfChannel(deps, event);
  return {
    kind: 'form',
    form: await draftForm(filing, { description, team, links: [] }, deps.newId()),
  };
}

/** Shows the open form again with all its fields; it stays the same form, so it is recorded once. */
export async function unfoldFilingForm(
  filing: FilingEvent,
  { submission, context, values }: Extract<EventPayload, { kind: 'unfold' }>,
): Promise<Reply> {
  const description = typeof values.description === 'string' ? values.description : '';
  const opening = { description, ...parseFilingContext(context) };
  return {
    kind: 'form',
    form: { ...(await draftForm(filing, opening, submission)), isUnfolded: true },
  };
}

async function draftForm(
  { deps, person }: FilingEvent,
  { description, team, links }: Opening,
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
  return { ...draft, submissionId, context: toFilingContext({ team, links }) };
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
  const actor = toViewer(person, organisation);
  const { team, links } = parseFilingContext(sent);
  const linkable = await selectLinkable(deps, links, actor);
  const filing = {
    ...parseFiling(values, event.account.platform, linkable),
    hints: { similar: null, team },
  };
  const filed = await commitFiling(deps, hooks, filing, { ...context, actor }, event.eventId);
  if (filed.kind === 'refused') return onRefusal(filed.refusals);
  const { complaint } = filed;
  const linked = linkText(complaint, links);
  const notice = recordedNotice(complaint, organisation);
  const said = { ...notice, blocks: [...notice.blocks, ...linked] };
  const recorded = { kind: 'recorded', reference: complaint.id, notice: said } as const;
  const draft = recordedForm(complaint, organisation, context.now);
  if (draft === undefined) return recorded;
  const submissionId = `${event.eventId}/told`;
  const blocks = [...draft.blocks, ...linked];
  return { ...recorded, next: { ...draft, blocks, submissionId, context: complaint.id } };
}

/** To which of these complaints it is linked, and to which it is not. */
function linkText({ links = [] }: Complaint, asked: readonly ComplaintId[]): readonly Block[] {
  const { linked, notLinked } = text.links;
  const left = asked.filter((id) => !links.includes(id));
  const lines = [
    ...(links.length === 0 ? [] : [linked(links.join(', '))]),
    ...(left.length === 0 ? [] : [notLinked(left.join(', '))]),
  ];
  return lines.length === 0 ? [] : [{ kind: 'text', text: [lines.join(' ')] }];
}
