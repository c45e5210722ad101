import { COMPLAINT_STATES, type ComplaintId } from '../../../domain/complaint/facts.js';
import type { Means } from '../../../domain/complaint/handling.js';
import { isViewer, type Viewer } from '../../../domain/complaint/permissions.js';
import { suggestCategory } from '../../../domain/intake/suggest-category.js';
import {
  type MatchAnswer,
  type OfferedMatches,
  parseMatchAnswer,
} from '../../../domain/matching/match-answer.js';
import type { EventPayload, InboundEvent, Reply } from '../../../ports/intake.js';
import type { ChosenMessage } from '../../../ports/thread-reader.js';
import { text } from '../../../text/index.js';
import type { Form } from '../../../views/elements.js';
import { type FilingStart, fileForm } from '../../../views/forms/intake-forms.js';
import { keepEntered, wasUnfolded } from '../../../views/forms/keep-entered.js';
import { toNotice } from '../../../views/notices.js';
import type { Dependencies } from '../../dependencies.js';
import { parseFiling } from '../parse-form.js';
import { parseFilingContext, toFilingContext } from './filing-context.js';
import type { FilingEvent } from './filing-event.js';
import { type FormSource, findFormSource, type OpenSource, toFormSource } from './filing-source.js';
import {
  findCategoryHint,
  findMatchesOfContact,
  findUnseenMatches,
  isShown,
  NO_MATCHES,
  showOffered,
  type Unrecorded,
} from './known-matches.js';

/** What the form for a new complaint is opened with. */
interface Opening {
  readonly description: string;
  /** The team in whose channel it was asked for; null if it was none's. */
  readonly team: string | null;
  /** How the person's last complaint came in; undefined: not known. */
  readonly means: Means | undefined;
  /** What complaints about the same matter were recorded under; null: there are none. */
  readonly similar: string | null;
  /** The message it was opened from; undefined: it was from none. */
  readonly from: FormSource | undefined;
}

/**
 * Opens the form for a new complaint with this description. `chosen`: the message that it was opened from; its
 * thread is added to the form later. Throws `STORE_UNAVAILABLE`.
 */
export async function openFilingForm(
  filing: FilingEvent,
  description: string,
  chosen?: ChosenMessage,
): Promise<Reply> {
  const { deps, event, context, sources } = filing;
  if (deps.organisation.categories.size === 0) {
    return { kind: 'notice', notice: toNotice(text.notice.noCategories) };
  }
  const team = findTeamOfChannel(deps, event);
  const [means, similar] = await Promise.all([
    findLastMeans(deps, context.actor),
    findCategoryHint(deps, { description, desiredOutcome: '' }, team, context),
  ]);
  const id = deps.newId();
  const open = chosen === undefined ? undefined : sources.add(id, chosen, event.account);
  const draw = (): Form => {
    const from = open && toFormSource(id, open);
    return draftForm(filing, { description, team, means, similar, from }, id);
  };
  return { kind: 'form', form: draw(), ...drawLater(filing, open, draw) };
}

/** Draws the form again with what was read of its thread, if that is not known yet. */
function drawLater(
  { deps }: FilingEvent,
  open: OpenSource | undefined,
  draw: () => Form,
): Pick<Extract<Reply, { kind: 'form' }>, 'later'> {
  if (open === undefined || open.kept !== undefined) return {};
  const later = async (): Promise<Form | undefined> => {
    await open.read();
    try {
      return draw();
    } catch (error) {
      deps.logger.warn({ error }, 'form not drawn again with its thread');
      return undefined;
    }
  };
  return { later };
}

/**
 * Shows the open form again with all its fields; it stays the same form, so it is recorded once. It goes on to ask
 * about the known complaints that it asked about. Throws `STORE_UNAVAILABLE`.
 */
export async function unfoldFilingForm(
  filing: FilingEvent,
  payload: Extract<EventPayload, { kind: 'unfold' }>,
): Promise<Reply> {
  const { context, submission, values } = payload;
  if (parseFilingContext(context).seen === undefined) return showWhole(filing, payload);
  const unrecorded = toUnrecorded(filing, values, submission, context);
  const known = await findUnseenMatches(filing.deps, unrecorded, []);
  return showWhole(filing, payload, await showKnown(filing, known, 'first'));
}

/**
 * Shows the open form again with the complaints of the same complainant, once their account, e-mail address or
 * telephone number is entered. Nothing happens if it shows them already. Throws `STORE_UNAVAILABLE`.
 */
export async function lookUpMatches(
  filing: FilingEvent,
  payload: Extract<EventPayload, { kind: 'look-up' }>,
): Promise<Reply> {
  const { deps } = filing;
  const { values, submission, context } = payload;
  const unrecorded = toUnrecorded(filing, values, submission, context);
  const { seen = [] } = parseFilingContext(context);
  // one that shows known complaints may show similar ones, which are to stay
  const all = seen.length === 0 ? NO_MATCHES : await findUnseenMatches(deps, unrecorded, []);
  const offered = all.matches.length > 0 ? all : await findMatchesOfContact(deps, unrecorded);
  if (isShown(offered, seen)) return { kind: 'none' };
  return showWhole(filing, payload, await showKnown(filing, offered, 'contact'));
}

/** Known complaints in the form for a new one. */
interface KnownInForm {
  readonly ids: readonly ComplaintId[];
  readonly shown: NonNullable<FilingStart['matches']>;
}

/** Shows known complaints in the form, at this place. */
async function showKnown(
  { deps, person }: FilingEvent,
  offered: OfferedMatches,
  place: NonNullable<FilingStart['matches']>['place'],
): Promise<KnownInForm> {
  const shown = await showOffered(deps, offered, person);
  return { ids: offered.matches.map(({ complaint }) => complaint.id), shown: { ...shown, place } };
}

/** Shows the open form again, with all its fields. */
async function showWhole(filing: FilingEvent, open: OpenForm, known?: KnownInForm): Promise<Reply> {
  const redraw = await redraft(filing, open, known);
  const draw = (): Form => ({ ...redraw(), isUnfolded: true });
  const { from } = parseFilingContext(open.context);
  const source = from && filing.sources.find(from.key);
  return { kind: 'form', form: draw(), ...drawLater(filing, source, draw) };
}

/** A form that is open: its id, and what was entered so far. */
type OpenForm = Pick<
  Extract<EventPayload, { kind: 'unfold' }>,
  'context' | 'submission' | 'values'
>;

/** Returns what draws the open form anew, with what was entered. */
async function redraft(
  filing: FilingEvent,
  { context, submission, values }: OpenForm,
  known?: KnownInForm,
): Promise<() => Form> {
  const { deps, sources, event } = filing;
  const description = typeof values.description === 'string' ? values.description : '';
  const { team, from: carried } = parseFilingContext(context);
  const findSource = await findFormSource(deps, sources, carried, event.account);
  const { match: _answer, ...entered } = values;
  return () => {
    const opening = { description, team, means: undefined, similar: null, from: findSource() };
    return keepEntered(draftForm(filing, opening, submission, known), entered);
  };
}

function draftForm(
  { deps: { organisation, clock } }: FilingEvent,
  { description, team, means, similar, from }: Opening,
  submissionId: string,
  known?: KnownInForm,
): Form {
  const suggested = suggestCategory(description, organisation, { similar, team });
  const draft = fileForm(organisation, {
    ...{ description, now: clock.now() },
    ...(suggested.kind === 'found' ? { category: suggested.category.key } : {}),
    ...(means === undefined ? {} : { means }),
    ...(known === undefined ? {} : { matches: known.shown }),
    ...(from === undefined ? {} : { source: from.offered }),
  });
  const carried = from === undefined ? {} : { from: from.carried };
  const seen = known === undefined || known.ids.length === 0 ? {} : { seen: known.ids };
  return { ...draft, submissionId, context: toFilingContext({ team, ...carried, ...seen }) };
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
  { complaints }: Pick<Dependencies, 'complaints'>,
  viewer: Viewer,
): Promise<Means | undefined> {
  const latest = await complaints.list({
    ...{ viewer, person: viewer.person, states: COMPLAINT_STATES, limit: LATEST },
  });
  return latest.find(({ reporter }) => isViewer(viewer, reporter))?.details.means;
}

/** Shows the form again, with what was entered and the complaints that were found first. */
export async function askAboutMatches(
  filing: FilingEvent,
  { context, values }: Extract<EventPayload, { kind: 'submission' }>,
  offered: OfferedMatches,
): Promise<Reply> {
  const known = await showKnown(filing, offered, 'first');
  const submission = filing.event.eventId;
  const draw = await redraft(filing, { context, submission, values }, known);
  const form = draw();
  const isUnfolded = wasUnfolded(form.fields, values);
  return { kind: 'form', form: isUnfolded ? { ...form, isUnfolded } : form };
}

/** What a form with these values would record. `sent`: the context of the form. */
export function toUnrecorded(
  { event, context }: FilingEvent,
  values: OpenForm['values'],
  submission: string,
  sent = '',
): Unrecorded {
  const filing = {
    ...parseFiling(values, event.account.platform),
    hints: { similar: null, team: parseFilingContext(sent).team },
  };
  return { filing, submission, context };
}

/** What the person said about the complaints that the form shows; undefined if it shows none. */
export function readMatchAnswer(values: OpenForm['values']): MatchAnswer | undefined {
  return typeof values.match === 'string' ? parseMatchAnswer(values.match) : undefined;
}
