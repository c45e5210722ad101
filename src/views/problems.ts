import type { Problem, ProblemKind, StandingProblem } from '../ports/problems.js';
import { text } from '../text/index.js';
import type { Card, Inline, Text } from './elements.js';

const words = text.problems;

/** What a message says of a problem that stands, or that is over. */
interface ProblemWords {
  readonly summary: string;
  readonly text: Text;
}

type SayProblem<P extends Problem> = (
  problem: P,
  since: Inline,
  endedAt: Inline | null,
) => ProblemWords;

const SENTENCES: { readonly [K in ProblemKind]: SayProblem<Extract<Problem, { kind: K }>> } = {
  'deliveries-waiting': sayBacklog(words.deliveriesWaiting),
  'actions-late': sayBacklog(words.actionsLate),
  'groups-broken': sayBroken,
  'teams-missing': sayMissing(words.teamsMissing),
  'categories-missing': sayMissing(words.categoriesMissing),
};

function sayBroken(
  { groups }: Extract<Problem, { readonly kind: 'groups-broken' }>,
  since: Inline,
  endedAt: Inline | null,
): ProblemWords {
  const { groupsBroken } = words;
  return endedAt === null
    ? { summary: groupsBroken.summaryStands, text: [groupsBroken.stands(groups)] }
    : { summary: groupsBroken.summaryOver, text: groupsBroken.over(since, endedAt) };
}

function sayMissing(sentences: typeof words.teamsMissing | typeof words.categoriesMissing) {
  return ({ uses, more }: MissingKeys, since: Inline, endedAt: Inline | null): ProblemWords =>
    endedAt === null
      ? { summary: sentences.summaryStands, text: [sentences.stands(words.uses(uses, more))] }
      : { summary: sentences.summaryOver, text: sentences.over(since, endedAt) };
}

type MissingKeys = Pick<Extract<Problem, { readonly kind: 'teams-missing' }>, 'uses' | 'more'>;

function sayBacklog(sentences: typeof words.deliveriesWaiting | typeof words.actionsLate) {
  return ({ count }: { readonly count: number }, since: Inline, endedAt: Inline | null) =>
    endedAt === null
      ? { summary: sentences.summaryStands, text: sentences.stands(count, since) }
      : { summary: sentences.summaryOver, text: sentences.over(count, since, endedAt) };
}

/** To the ops channel: a problem that stands, or that is over. `zone`: IANA, for the times in it. */
export function problemCard({ problem, since, endedAt }: StandingProblem, zone: string): Card {
  const toInline = (at: number): Inline => ({ moment: at, zone });
  const ended = endedAt === null ? null : toInline(endedAt);
  const said = sayProblem(problem, toInline(since), ended);
  return { summary: said.summary, title: null, blocks: [{ kind: 'text', text: said.text }] };
}

function sayProblem<P extends Problem>(problem: P, since: Inline, endedAt: Inline | null) {
  const say = SENTENCES[problem.kind] as SayProblem<P>;
  return say(problem, since, endedAt);
}
