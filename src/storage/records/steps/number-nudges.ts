import { z } from 'zod';
import type { RecordStep } from '../record-step.js';

const key = z.looseObject({ rule: z.string(), about: z.string().nullable(), rung: z.number() });
const reason = key.extend({ dueAt: z.number() });
const recipient = z.union([z.literal('team'), z.looseObject({ person: z.string() })]);
const nudge = reason.extend({
  to: recipient,
  sentAt: z.number(),
  delivery: z.string(),
  settledAt: z.number().nullable(),
});
const snooze = z.looseObject({ until: z.number(), again: z.array(key) });
const nudgeView = z.looseObject({
  name: z.literal('nudge'),
  args: z.looseObject({ reasons: z.array(reason), to: z.string().nullable() }),
});

/** What this step reads of a complaint, as it was stored before. Times are ms UTC. */
const complaint = z.looseObject({
  untakenSince: z.number().nullable(),
  resolution: z.looseObject({ at: z.number() }).nullable(),
  lastLifeAt: z.number(),
  nudges: z.array(nudge),
  snoozes: z.record(z.string(), snooze),
  history: z.array(z.looseObject({ what: z.string(), by: z.string(), args: z.looseObject({}) })),
  outbox: z.array(z.looseObject({ view: z.unknown() })),
});

type OldKey = z.infer<typeof key>;
type OldRecipient = z.infer<typeof recipient>;
type OldNudge = z.infer<typeof nudge>;
type OldComplaint = z.infer<typeof complaint>;

// What zod returns is not used: it copies key by key, which would lose keys such as `__proto__`.
const isOldComplaint = (value: unknown): value is OldComplaint =>
  complaint.safeParse(value).success;
const isNudgeView = (value: unknown): value is z.infer<typeof nudgeView> =>
  nudgeView.safeParse(value).success;

/** What is added to each nudge. */
interface Turn {
  readonly round: number;
  readonly repeat: number;
}

type Numbered = OldNudge & Turn;

const FIRST_ROUND = 1;
const SECOND_ROUND = 2;

/** Of a nudge whose record is gone: no record has it. */
const NO_ROUND = 0;

/**
 * Gives every nudge its round and repeat, which take the place of the due time in its identity, and the
 * complaint the rounds that run now. Nudges sent before the present start of their rule are of the first
 * round, the others of the second; there is no second if none was sent before. The ids of nudges and of
 * their deliveries stay. A record of an unknown shape stays as it is, for the parser to refuse.
 */
export const numberNudges: RecordStep = (record) => {
  if (!isOldComplaint(record)) return record;
  const old = record;
  const rounds = findRounds(old);
  const nudges = addTurns(old, rounds);
  const snoozes = Object.entries(old.snoozes).map(([person, { until, again, ...rest }]) => {
    const repetitions = again.map((one) => toRepetition(one, person, until, nudges));
    return [person, { ...rest, until, again: repetitions }];
  });
  const outbox = old.outbox.map((item) => ({ ...item, view: numberReasons(item.view, nudges) }));
  return { ...record, nudges, rounds, snoozes: Object.fromEntries(snoozes), outbox };
};

/** The rules that somebody can start anew. */
const RESTARTED_RULES = ['untaken', 'quiet', 'tell', 'follow-up'] as const;

type RestartedRule = (typeof RESTARTED_RULES)[number];

/** Was this nudge sent before its rule started for the last time? */
const IS_BEFORE: Readonly<Record<RestartedRule, (sent: OldNudge, old: OldComplaint) => boolean>> = {
  untaken: ({ sentAt, settledAt }, { untakenSince }) =>
    untakenSince !== null && (sentAt < untakenSince || settledAt !== null),
  quiet: isBeforeQuietTime,
  tell: ({ sentAt }, { resolution }) => resolution !== null && sentAt <= resolution.at,
  'follow-up': ({ sentAt }, { resolution }) => resolution !== null && sentAt <= resolution.at,
};

/** After a late report of activity the ladder goes on: its lower rungs, sent before, are of the same round. */
function isBeforeQuietTime({ sentAt }: OldNudge, { nudges, lastLifeAt }: OldComplaint): boolean {
  if (sentAt > lastLifeAt) return false;
  const quiet = nudges.filter(({ rule }) => rule === 'quiet');
  const since = quiet.filter((one) => one.sentAt > lastLifeAt);
  const highest = Math.max(-1, ...since.map(({ rung }) => rung));
  return quiet.some((one) => one.sentAt <= lastLifeAt && one.rung > highest);
}

function findRounds(old: OldComplaint): Readonly<Record<string, number>> {
  const started = RESTARTED_RULES.filter((rule) =>
    old.nudges.some((sent) => sent.rule === rule && IS_BEFORE[rule](sent, old)),
  );
  return Object.fromEntries(started.map((rule) => [rule, SECOND_ROUND]));
}

/** Numbers the nudges in the order they were sent. The list keeps its order. */
function addTurns(
  old: OldComplaint,
  rounds: Readonly<Record<string, number>>,
): readonly Numbered[] {
  const restarts = new Map(old.nudges.map((sent) => [sent, findRestart(sent, old, rounds)]));
  const groups = groupBy(old.nudges, (sent) => `${toText(sent)}/${restarts.get(sent)}`);
  const extras = findExtras(old, groups);
  const warnings = old.nudges.filter((sent) => sent.rule === 'promise-near' && !extras.has(sent));
  const toRound = (sent: OldNudge): number =>
    sent.rule === 'promise-near'
      ? findWarningNumber(sent, warnings)
      : (restarts.get(sent) ?? FIRST_ROUND);
  const turns = new Map(
    groupBy(old.nudges, (sent) => `${toText(sent)}/${toRound(sent)}`).flatMap((group) =>
      numberRepeats(group, extras),
    ),
  );
  return old.nudges.map((sent) => ({
    ...sent,
    round: toRound(sent),
    repeat: turns.get(sent) ?? 0,
  }));
}

/**
 * Finds what came besides the rungs themselves: in place of somebody out of reach, or after a snooze. `groups`:
 * the nudges of one round to one recipient. A repetition that was due when the rung itself was had the
 * same id, and is stored as one with it. Then it counts as the rung, which others got at that time; if
 * there are no others it counts as a repetition, and the rung comes once more.
 */
function findExtras(
  old: OldComplaint,
  groups: readonly (readonly OldNudge[])[],
): ReadonlySet<OldNudge> {
  const snoozeEnds = findSnoozeEnds(old);
  const extras = new Set(
    groups.flatMap((group) =>
      group.filter((sent) => isForAnother(sent) || isRepetition(sent, group, snoozeEnds)),
    ),
  );
  const own = new Set(old.nudges.filter((sent) => !extras.has(sent)).map(toDueText));
  return new Set([...extras].filter((sent) => isForAnother(sent) || !own.has(toDueText(sent))));
}

/** Which rung it is, and when that was due, whoever got it. */
function toDueText({ rule, about, rung, dueAt }: OldNudge): string {
  return `${rule}/${about}/${rung}/${dueAt}`;
}

/** Numbers the nudges of one round to one recipient: 0 is the first that is no repetition. */
function numberRepeats(
  group: readonly OldNudge[],
  extras: ReadonlySet<OldNudge>,
): readonly (readonly [OldNudge, number])[] {
  const ordered = [...group].sort((one, other) => one.sentAt - other.sentAt);
  const first = ordered.find((sent) => !extras.has(sent));
  const others = ordered.filter((sent) => sent !== first);
  const repeats = others.map((sent, n) => [sent, n + 1] as const);
  return first === undefined ? repeats : [[first, 0], ...repeats];
}

function groupBy(
  nudges: readonly OldNudge[],
  keyOf: (sent: OldNudge) => string,
): readonly (readonly OldNudge[])[] {
  const groups = new Map<string, OldNudge[]>();
  for (const sent of nudges) {
    const group = groups.get(keyOf(sent));
    if (group === undefined) groups.set(keyOf(sent), [sent]);
    else group.push(sent);
  }
  return [...groups.values()];
}

function findRestart(
  sent: OldNudge,
  old: OldComplaint,
  rounds: Readonly<Record<string, number>>,
): number {
  const rule = RESTARTED_RULES.find((one) => one === sent.rule);
  if (rule === undefined || IS_BEFORE[rule](sent, old)) return FIRST_ROUND;
  return rounds[rule] ?? FIRST_ROUND;
}

/** Which warning before its promise it is, or repeats: those sent to anybody count. */
function findWarningNumber({ about, dueAt }: OldNudge, warnings: readonly OldNudge[]): number {
  const dates = warnings.filter((one) => one.about === about).map((one) => one.dueAt);
  return Math.max(FIRST_ROUND, [...new Set(dates)].filter((date) => date <= dueAt).length);
}

/**
 * Did it go to this recipient because somebody else was out of reach? The id of such a delivery is
 * that of the lost one and the recipient. Others are `C-1/rule/about/rung/due time/recipient`.
 */
function isForAnother({ to, delivery }: OldNudge): boolean {
  const addressed = delivery.split('/').slice(5).join('/');
  return addressed !== '' && addressed !== toKey(to);
}

/** Was it the repetition, at the end of its recipient's snooze, of one of `same`? Then it was due at that end. */
function isRepetition(
  { dueAt, to }: OldNudge,
  same: readonly OldNudge[],
  snoozeEnds: readonly SnoozeEnd[],
): boolean {
  const isTheirs = ({ of, at }: SnoozeEnd): boolean =>
    at === dueAt && (of === null || of === toKey(to));
  return snoozeEnds.some(isTheirs) && same.some(({ sentAt }) => sentAt < dueAt);
}

/** When somebody's snooze ended. `of`: the id under which they are nudged; null: it is not known. */
interface SnoozeEnd {
  readonly of: string | null;
  readonly at: number;
}

/** The history has who snoozed by an id of then. A person may have been nudged under another one. */
function findSnoozeEnds({ history, snoozes, nudges }: OldComplaint): readonly SnoozeEnd[] {
  const recipients = new Set(nudges.map(({ to }) => toKey(to)));
  const earlier = history.flatMap(({ what, by, args }): readonly SnoozeEnd[] =>
    what === 'snooze' && typeof args.until === 'number'
      ? [{ of: recipients.has(by) ? by : null, at: args.until }]
      : [],
  );
  const later = Object.entries(snoozes).map(([of, { until }]) => ({ of, at: until }));
  return [...earlier, ...later];
}

/** Returns the repetition at the end of a snooze: the one that was sent, or the one still to come. */
function toRepetition(
  key: OldKey,
  person: string,
  until: number,
  nudges: readonly Numbered[],
): OldKey & Turn {
  const theirs = nudges.filter((sent) => isSameTo(sent, { ...key, to: { person } }));
  const sent = theirs.find(({ dueAt }) => dueAt === until);
  if (sent !== undefined) return { ...key, round: sent.round, repeat: sent.repeat };
  const open = theirs.filter(({ settledAt }) => settledAt === null);
  const round = Math.max(NO_ROUND, ...open.map((one) => one.round));
  const same = theirs.filter((one) => one.round === round);
  return { ...key, round, repeat: findFreeRepeat(same) };
}

function findFreeRepeat(same: readonly Turn[]): number {
  return 1 + Math.max(0, ...same.map(({ repeat }) => repeat));
}

/** Numbers what a nudge's message asks for like its record. */
function numberReasons(view: unknown, nudges: readonly Numbered[]): unknown {
  if (!isNudgeView(view)) return view;
  const { args } = view;
  const to = args.to === null ? 'team' : { person: args.to };
  const reasons = args.reasons.map((one) => {
    const sent = nudges.find(
      (other) => isSameTo(other, { ...one, to }) && other.dueAt === one.dueAt,
    );
    return { ...one, round: sent?.round ?? NO_ROUND, repeat: sent?.repeat ?? 0 };
  });
  return { ...view, args: { ...args, reasons } };
}

function isSameTo(
  one: OldKey & { readonly to: OldRecipient },
  other: OldKey & { readonly to: OldRecipient },
): boolean {
  return toText(one) === toText(other);
}

function toText({ rule, about, rung, to }: OldKey & { readonly to: OldRecipient }): string {
  return `${rule}/${about}/${rung}/${toKey(to)}`;
}

function toKey(to: OldRecipient): string {
  return to === 'team' ? to : to.person;
}
