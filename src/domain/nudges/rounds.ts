import type {
  ComplaintFacts,
  NudgeIdentity,
  NudgeRecipient,
  NudgeRule,
  Rounds,
} from '../complaint/facts.js';
import { isSameRung, toRecipientKey } from './nudge.js';

/** The round in which every rule begins. */
const FIRST_ROUND = 1;

type RoundFacts = Pick<ComplaintFacts, 'nudges' | 'rounds'>;

/** Returns the round of a rule that runs now. */
export function findRound(rule: NudgeRule, { rounds }: Pick<ComplaintFacts, 'rounds'>): number {
  return rounds[rule] ?? FIRST_ROUND;
}

/**
 * Returns the rounds after somebody started these rules anew: the next round of each that has nudged in
 * the one that runs.
 */
export function startRounds(facts: RoundFacts, ...rules: readonly NudgeRule[]): Rounds {
  const used = rules.filter((rule) =>
    facts.nudges.some((sent) => sent.rule === rule && sent.round === findRound(rule, facts)),
  );
  return growRounds(facts, used);
}

/**
 * Returns the rounds after activity. Activity starts `quiet` anew, at the rung after the highest that
 * was sent since; often at the first. If the running round has sent that rung already, the next round
 * begins. A message that is reported late may be older than the last nudge: then the ladder goes on.
 */
export function startQuietRound(facts: RoundFacts & Pick<ComplaintFacts, 'lastLifeAt'>): Rounds {
  const sent = facts.nudges.filter(({ rule }) => rule === 'quiet');
  const since = sent.filter(({ sentAt }) => sentAt > facts.lastLifeAt);
  const highest = Math.max(-1, ...since.map(({ rung }) => rung));
  const running = findRound('quiet', facts);
  const isUsed = sent.some(({ round, rung }) => round === running && rung > highest);
  return growRounds(facts, isUsed ? ['quiet'] : []);
}

function growRounds(facts: RoundFacts, rules: readonly NudgeRule[]): Rounds {
  if (rules.length === 0) return facts.rounds;
  const grown = rules.map((rule) => [rule, findRound(rule, facts) + 1]);
  return { ...facts.rounds, ...Object.fromEntries(grown) };
}

/**
 * Returns the number of the next repetition of a nudge to one recipient. Those that a snooze has
 * promised to repeat count as well.
 */
export function nextRepeat(
  nudge: Omit<NudgeIdentity, 'repeat'>,
  to: NudgeRecipient,
  { nudges, snoozes }: Pick<ComplaintFacts, 'nudges' | 'snoozes'>,
): number {
  const sent = nudges.filter((one) => toRecipientKey(one.to) === toRecipientKey(to));
  const promised = to === 'team' ? [] : (snoozes[to.person]?.again ?? []);
  const same = [...sent, ...promised].filter(
    (one) => isSameRung(one, nudge) && one.round === nudge.round,
  );
  return 1 + Math.max(0, ...same.map(({ repeat }) => repeat));
}
