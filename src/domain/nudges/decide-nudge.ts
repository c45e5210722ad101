import type {
  Complaint,
  ComplaintFacts,
  NudgeAudience,
  NudgeRecord,
  NudgeRule,
} from '../complaint/complaint.js';
import { type Context, change, NO_ANSWER, type Outcome, unchanged } from '../complaint/decision.js';
import type { DeliveryDraft, ViewRef } from '../complaint/delivery.js';
import { refreshCards } from '../complaint/delivery-drafts.js';
import { lowestRungs } from './escalation-spacing.js';
import { dueNudges, nextActionAt } from './next-action.js';
import { nudgeId, type PlannedNudge } from './nudge.js';

/** What a nudge message asks for. */
export interface NudgeReason {
  readonly rule: NudgeRule;
  readonly about: string | null;
  readonly rung: number;
  readonly dueAt: number;
}

/** Which reason speaks first when several come in one message. */
const BY_WEIGHT: readonly NudgeRule[] = [
  'promise-passed',
  'acknowledgement',
  'untaken',
  'tell',
  'follow-up',
  'promise-near',
  'quiet',
];

/**
 * Sends what is due: one message to each person, however many nudges fell due together. All that
 * are sent are recorded, also those another one speaks for. Outside the team's working time nothing
 * is sent; of a ladder of which several rungs fell due only the lowest, see {@link lowestRungs}.
 */
export function nudge(complaint: Complaint, context: Context): Outcome {
  const { organisation, now } = context;
  const due = lowestRungs(dueNudges(complaint, organisation, now), complaint.nudges);
  if (due.length === 0) return replanned(complaint, context);
  const groups = [...groupBy(due, (plan) => audienceKey(plan.to)).values()];
  const messages = groups.map((group) => message(complaint.id, group, now));
  const nudges = [...complaint.nudges, ...messages.flatMap((sent) => sent.records)];
  const drafts = messages.map((sent) => sent.draft);
  const isBroken = due.some((plan) => plan.rule === 'promise-passed');
  return change(
    { nudges: nudges.filter((record) => isNeeded(record, complaint)) },
    {
      args: { sent: due.map(({ rule, about, rung }) => ({ rule, about, rung })) },
      drafts: isBroken ? [...drafts, ...refreshCards(complaint)] : drafts,
    },
  );
}

/**
 * Nothing is to be sent, and yet somebody was woken: the settings have changed since the time was
 * worked out, or the time passed and the team does not work now. It is put right, or every sweep
 * would find the complaint again.
 */
function replanned(complaint: Complaint, { organisation, now }: Context): Outcome {
  const isRight = nextActionAt(complaint, organisation, now) === complaint.nextActionAt;
  return isRight ? unchanged(NO_ANSWER) : change({}, { args: { sent: [] } });
}

/** Records of quiet times that have ended serve nothing any more. */
function isNeeded(record: NudgeRecord, facts: ComplaintFacts): boolean {
  return record.rule !== 'quiet' || record.settledAt === null || record.sentAt > facts.lastLifeAt;
}

function message(
  complaintId: string,
  group: readonly [PlannedNudge, ...PlannedNudge[]],
  now: number,
): { draft: DeliveryDraft; records: readonly NudgeRecord[] } {
  const [first = group[0], ...more] = speaking(group);
  const { to } = group[0];
  const id = `${complaintId}/${nudgeId({ ...first, to })}`;
  const records = group.map((plan) => record(plan, to, id, now));
  return { draft: nudgeDraft(id, to, [first, ...more]), records };
}

/** What a nudge message says, as data: of each reason its identity, and whom it asks. */
export function nudgeArgs(reasons: readonly NudgeReason[], to: NudgeAudience): ViewRef['args'] {
  const asked = reasons.map(({ rule, about, rung, dueAt }) => ({ rule, about, rung, dueAt }));
  return { reasons: asked, to: to === 'team' ? null : to.person };
}

/** A nudge message. Extra `args` say why it comes to this person. */
export function nudgeDraft(
  id: string,
  to: NudgeAudience,
  reasons: readonly NudgeReason[],
  args: Readonly<Record<string, unknown>> = {},
): DeliveryDraft {
  const person = to === 'team' ? null : to.person;
  const view = { name: 'nudge', args: { ...nudgeArgs(reasons, to), ...args } };
  return { kind: 'nudge', slot: `nudge:${id}`, id, view, person };
}

/** What is remembered of a nudge that was decided at `now`. */
export function record(
  reason: NudgeReason,
  to: NudgeAudience,
  delivery: string,
  now: number,
): NudgeRecord {
  const { rule, about, rung, dueAt } = reason;
  const id = nudgeId({ ...reason, to });
  return { id, rule, about, rung, dueAt, to, sentAt: now, delivery, settledAt: null };
}

/**
 * The reasons worth saying: of each rule and promise the latest, and of a promise that has passed
 * not also that it was near. The weightiest comes first.
 */
export function speaking<T extends NudgeReason>(group: readonly T[]): readonly T[] {
  const latest = new Map<string, T>();
  for (const plan of group) latest.set(`${plan.rule}/${plan.about}`, plan);
  return [...latest.values()]
    .filter((p) => p.rule !== 'promise-near' || !latest.has(`promise-passed/${p.about}`))
    .sort((a, b) => BY_WEIGHT.indexOf(a.rule) - BY_WEIGHT.indexOf(b.rule));
}

function audienceKey(to: NudgeAudience): string {
  return to === 'team' ? 'team' : to.person;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
