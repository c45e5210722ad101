import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Complainant, Details } from '../../domain/intake/details.js';
import { text } from '../../text/index.js';
import { renderDate, renderPerson, type ViewContext } from '../context.js';
import type { Block, Fact, Inline, Text, Written } from '../elements.js';
import { fact, shortenText } from '../facts.js';

const words = text.card.team;

/** How many characters of each text a card shows. The details show all of it. */
const QUOTE_LIMITS = { happened: 600, wanted: 300 } as const;

/** What happened and what the complainant wants, shortened for a card. */
export function intakeQuotes(context: ViewContext): readonly Block[] {
  const { description, desiredOutcome } = context.complaint.details;
  return [
    { kind: 'quote', label: words.happened, text: description, max: QUOTE_LIMITS.happened },
    wantedBlock(desiredOutcome, QUOTE_LIMITS.wanted),
  ];
}

/** What the complainant wants, at most `max` characters of it, or that nobody has asked. */
export function wantedBlock(desiredOutcome: string, max: number): Block {
  const label = words.wanted;
  return desiredOutcome === ''
    ? { kind: 'facts', facts: [fact(label, [words.notAsked])] }
    : { kind: 'quote', label, text: desiredOutcome, max };
}

/** The complainant's name, or why there is none. */
export function renderName(complainant: Complainant): Inline {
  return findShownName(complainant) ?? words.notAsked;
}

/** The complainant's name, or that they do not want to say it; null while nobody knows it. */
export function findShownName({ name, isAnonymous }: Complainant): Inline | null {
  if (name !== '') return { written: name };
  return isAnonymous === true ? words.notNamed : null;
}

/** How many characters of what happened name a complaint in a line. */
const FIRST_WORDS = 80;

/** Which complaint it is: its reference, the complainant if they are known, and the first words of what happened. */
export function aboutText(complaint: Complaint): Text {
  const { id, details } = complaint;
  return text.about(id, findShownName(details.complainant), toFirstWords(complaint));
}

/** The first words of what happened, in one line. */
export function toFirstWords({ details }: Complaint): Written {
  return { written: shortenText(details.description.replace(/\s+/g, ' '), FIRST_WORDS) };
}

/** The details that are shown as facts; the others are quotes, see {@link intakeQuotes}. */
type FactDetail = Exclude<keyof Details, 'description' | 'desiredOutcome'>;

/** The facts of each detail, in this order. */
const DETAIL_FACTS: { readonly [D in FactDetail]: (details: Details) => readonly Fact[] } = {
  complainant: ({ complainant }) => [
    fact(words.complainant, [renderName(complainant)]),
    ...writtenFact(words.account, complainant.account),
  ],
  representative: ({ representative }) =>
    representative === undefined
      ? []
      : [
          fact(words.representative, [
            { written: representative.name },
            `, ${text.authorities[representative.authority]}`,
          ]),
        ],
  isVulnerable: ({ isVulnerable }) =>
    isVulnerable === true ? [fact(words.vulnerable, [words.isVulnerable])] : [],
  adjustments: ({ adjustments }) => writtenFact(words.adjustments, adjustments),
  impact: ({ impact }) => [
    fact(words.impact, [impact === undefined ? words.notAssessed : text.impacts[impact]]),
  ],
  means: ({ means }) => [fact(words.cameInBy, [text.means[means]])],
  isPublic: ({ isPublic }) => (isPublic ? [fact(words.visibility, [words.isPublic])] : []),
};

function writtenFact(label: string, written: string | undefined): readonly Fact[] {
  return written === undefined || written === '' ? [] : [fact(label, [{ written }])];
}

/** How the complainant can be reached. For the details: cards stand in channels. */
export function contactFacts({ complaint }: ViewContext): readonly Fact[] {
  const { phone, email, address, prefers } = complaint.details.complainant;
  return [
    ...writtenFact(words.phone, phone),
    ...writtenFact(words.email, email),
    ...writtenFact(words.address, address),
    ...(prefers === undefined ? [] : [fact(words.prefers, [text.means[prefers]])]),
  ];
}

/** Who complained, how the complaint came in, who recorded it and when. */
export function intakeFacts(context: ViewContext): readonly Fact[] {
  const { details, reporter } = context.complaint;
  return [
    ...Object.values(DETAIL_FACTS).flatMap((toFacts) => toFacts(details)),
    fact(words.reportedBy, [renderPerson(context, reporter)]),
    ...receiptFacts(context),
  ];
}

/** Up to this difference it was recorded while it was received: filling in the form takes minutes. Ms. */
export const RECORDED_AT_ONCE_MS = 15 * 60_000;

/** Was it recorded later than it was received? */
function isRecordedLater({ receivedAt, filedAt }: Complaint): boolean {
  return filedAt - receivedAt >= RECORDED_AT_ONCE_MS;
}

/** When the complaint was received, and when it was recorded if that differs. */
function receiptFacts(context: ViewContext): readonly Fact[] {
  const { complaint } = context;
  const { receivedAt, filedAt, isReceivedAssumed } = complaint;
  const date = renderDate(context, receivedAt);
  const received = isReceivedAssumed === true ? words.receivedAssumed(date) : [date];
  return [
    fact(words.received, received),
    ...(isRecordedLater(complaint) ? [fact(words.filed, [renderDate(context, filedAt)])] : []),
  ];
}
