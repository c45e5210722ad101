import { COMPLAINT_STATES } from '../../domain/complaint/facts.js';
import type { Means } from '../../domain/complaint/handling.js';
import { isViewer, toViewer } from '../../domain/complaint/permissions.js';
import { suggestCategory } from '../../domain/intake/suggest-category.js';
import {
  type MatchAnswer,
  type OfferedMatches,
  parseMatchAnswer,
} from '../../domain/matching/match-answer.js';
import type { Person } from '../../domain/organisation/person.js';
import type { EventPayload, InboundEvent, Reply } from '../../ports/intake.js';
import { text } from '../../text/index.js';
import type { Form } from '../../views/elements.js';
import { type FilingStart, fileForm } from '../../views/forms/intake-forms.js';
import { hasMoreEntered, keepEntered } from '../../views/forms/keep-entered.js';
import { toNotice } from '../../views/notices.js';
import type { Dependencies } from '../dependencies.js';
import type { FilingEvent } from './filing-event.js';
import {
  findCategoryHint,
  findMatchesOfContact,
  isShown,
  showOffered,
  type Unrecorded,
} from './known-matches.js';
import { parseFiling } from './parse-form.js';

/** What the form for a new complaint is opened with. */
interface Opening {
  readonly description: string;
  /** The team in whose channel it was asked for; null if it was none's. */
  readonly team: string | null;
  /** How the person's last complaint came in; undefined: not known. */
  readonly means: Means | undefined;
  /** What complaints about the same matter were recorded under; null: there are none. */
  readonly similar: string | null;
}

/** What is known when only what happened is. */
const NOBODY = { complainant: { name: '', account: '' }, desiredOutcome: '' };

/** Opens the form for a new complaint with this description. Throws `STORE_UNAVAILABLE`. */
export async function openFilingForm(filing: FilingEvent, description: string): Promise<Reply> {
  const { deps, event, person, context } = filing;
  if (deps.organisation.categories.size === 0) {
    return { kind: 'notice', notice: toNotice(text.notice.noCategories) };
  }
  const team = findTeamOfChannel(deps, event);
  const [means, similar] = await Promise.all([
    findLastMeans(deps, person),
    findCategoryHint(deps, { ...NOBODY, description }, team, context),
  ]);
  const opening = { description, team, means, similar };
  return { kind: 'form', form: draftForm(filing, opening, deps.newId()) };
}

/** Shows the open form again with all its fields; it stays the same form, so it is recorded once. */
export function unfoldFilingForm(
  filing: FilingEvent,
  payload: Extract<EventPayload, { kind: 'unfold' }>,
): Reply {
  return { kind: 'form', form: { ...redraft(filing, payload), isUnfolded: true } };
}

/**
 * Shows the open form again with the complaints of the same complainant, once their account, e-mail address or
 * telephone number is entered. Nothing happens if it shows them already. Throws `STORE_UNAVAILABLE`.
 */
export async function lookUpMatches(
  filing: FilingEvent,
  payload: Extract<EventPayload, { kind: 'look-up' }>,
): Promise<Reply> {
  const { deps, person } = filing;
  const unrecorded = toUnrecorded(filing, payload.values, payload.submission);
  const offered = await findMatchesOfContact(deps, unrecorded);
  if (isShown(offered, readMatchAnswer(payload.values))) return { kind: 'none' };
  const shown = await showOffered(deps, offered, person);
  const form = redraft(filing, payload, { ...shown, place: 'contact' });
  return { kind: 'form', form: { ...form, isUnfolded: true } };
}

/** A form that is open: its id, and what was entered so far. */
type OpenForm = Pick<
  Extract<EventPayload, { kind: 'unfold' }>,
  'context' | 'submission' | 'values'
>;

/** Draws the open form anew, with what was entered. */
function redraft(
  filing: FilingEvent,
  { context, submission, values }: OpenForm,
  matches?: FilingStart['matches'],
): Form {
  const description = typeof values.description === 'string' ? values.description : '';
  const opening = { description, team: parseContext(context), means: undefined, similar: null };
  const { match: _answer, ...entered } = values;
  return keepEntered(draftForm(filing, opening, submission, matches), entered);
}

function draftForm(
  { deps: { organisation, clock } }: FilingEvent,
  { description, team, means, similar }: Opening,
  submissionId: string,
  matches?: FilingStart['matches'],
): Form {
  const suggested = suggestCategory(description, organisation, { similar, team });
  const draft = fileForm(organisation, {
    ...{ description, now: clock.now() },
    ...(suggested.kind === 'found' ? { category: suggested.category.key } : {}),
    ...(means === undefined ? {} : { means }),
    ...(matches === undefined ? {} : { matches }),
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

/** Shows the form again, with what was entered and the complaints that were found first. */
export async function askAboutMatches(
  filing: FilingEvent,
  { context, values }: Extract<EventPayload, { kind: 'submission' }>,
  offered: OfferedMatches,
): Promise<Reply> {
  const shown = await showOffered(filing.deps, offered, filing.person);
  const submission = filing.event.eventId;
  const open = { context, submission, values };
  const form = redraft(filing, open, { ...shown, place: 'first' });
  const isUnfolded = hasMoreEntered(redraft(filing, { ...open, values: {} }).fields, values);
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
    hints: { similar: null, team: parseContext(sent) },
  };
  return { filing, submission, context };
}

/** What the person said about the complaints that the form shows; undefined if it shows none. */
export function readMatchAnswer(values: OpenForm['values']): MatchAnswer | undefined {
  return typeof values.match === 'string' ? parseMatchAnswer(values.match) : undefined;
}
