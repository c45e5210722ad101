import type {
  Complaint,
  ComplaintFacts,
  NudgeRecipient,
  NudgeRecord,
  NudgeRule,
} from '../complaint/complaint.js';
import {
  type Context,
  changed,
  NO_ANSWER,
  type Outcome,
  unchanged,
} from '../complaint/decision.js';
import type { DeliveryDraft, ViewRef } from '../complaint/delivery.js';
import { draftCardUpdates } from '../complaint/delivery-drafts.js';
import { selectLowestRungs } from './escalation-spacing.js';
import { computeNextActionAt, findDueNudges } from './next-action.js';
import { type PlannedNudge, toNudgeId } from './nudge.js';

/** What a nudge message asks for. */
export interface NudgeReason {
  readonly rule: NudgeRule;
  readonly about: string | null;
  readonly rung: number;
  readonly dueAt: number;
}

/** Which reason speaks first when several come in one message. */
const RULES_BY_PRIORITY: readonly NudgeRule[] = [
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
 * is sent; of a ladder of which several rungs fell due only the lowest, see {@link selectLowestRungs}.
 */
export function decideNudge(complaint: Complaint, context: Context): Outcome {
  const { organisation, now } = context;
  const due = selectLowestRungs(findDueNudges(complaint, organisation, now), complaint.nudges);
  if (due.length === 0) return correctNextAction(complaint, context);
  const groups = [...groupBy(due, (plan) => audienceKey(plan.to)).values()];
  const messages = groups.map((group) => createMessage(complaint.id, group, now));
  const nudges = [...complaint.nudges, ...messages.flatMap((sent) => sent.records)];
  const drafts = messages.map((sent) => sent.draft);
  const isBroken = due.some((plan) => plan.rule === 'promise-passed');
  return changed(
    { nudges: nudges.filter((record) => isStillNeeded(record, complaint)) },
    {
      args: { sent: due.map(({ rule, about, rung }) => ({ rule, about, rung })) },
      drafts: isBroken ? [...drafts, ...draftCardUpdates(complaint)] : drafts,
    },
  );
}

/**
 * Nothing is to be sent, and yet somebody was woken: the settings have changed since the time was
 * worked out, or the time passed and the team does not work now. It is put right, or every sweep
 * would find the complaint again.
 */
function correctNextAction(complaint: Complaint, { organisation, now }: Context): Outcome {
  const isRight = computeNextActionAt(complaint, organisation, now) === complaint.nextActionAt;
  return isRight ? unchanged(NO_ANSWER) : changed({}, { args: { sent: [] } });
}

/** Records of quiet times that have ended serve nothing any more. */
function isStillNeeded(record: NudgeRecord, facts: ComplaintFacts): boolean {
  return record.rule !== 'quiet' || record.settledAt === null || record.sentAt > facts.lastLifeAt;
}

function createMessage(
  complaintId: string,
  group: readonly [PlannedNudge, ...PlannedNudge[]],
  now: number,
): { draft: DeliveryDraft; records: readonly NudgeRecord[] } {
  const [first = group[0], ...more] = selectReasons(group);
  const { to } = group[0];
  const id = `${complaintId}/${toNudgeId({ ...first, to })}`;
  const records = group.map((plan) => createNudgeRecord(plan, to, id, now));
  return { draft: draftNudge(id, to, [first, ...more]), records };
}

/** What a nudge message says, as data: of each reason its identity, and whom it asks. */
export function toNudgeArgs(reasons: readonly NudgeReason[], to: NudgeRecipient): ViewRef['args'] {
  const asked = reasons.map(({ rule, about, rung, dueAt }) => ({ rule, about, rung, dueAt }));
  return { reasons: asked, to: to === 'team' ? null : to.person };
}

/** A nudge message. Extra `args` say why it comes to this person. */
export function draftNudge(
  id: string,
  to: NudgeRecipient,
  reasons: readonly NudgeReason[],
  args: Readonly<Record<string, unknown>> = {},
): DeliveryDraft {
  const person = to === 'team' ? null : to.person;
  const view = { name: 'nudge', args: { ...toNudgeArgs(reasons, to), ...args } };
  return { kind: 'nudge', slot: `nudge:${id}`, id, view, person };
}

/** What is remembered of a nudge that was decided at `now`. */
export function createNudgeRecord(
  reason: NudgeReason,
  to: NudgeRecipient,
  delivery: string,
  now: number,
): NudgeRecord {
  const { rule, about, rung, dueAt } = reason;
  const id = toNudgeId({ ...reason, to });
  return { id, rule, about, rung, dueAt, to, sentAt: now, delivery, settledAt: null };
}

/**
 * The reasons worth saying: of each rule and promise the latest, and of a promise that has passed
 * not also that it was near. The weightiest comes first.
 */
export function selectReasons<T extends NudgeReason>(group: readonly T[]): readonly T[] {
  const latest = new Map<string, T>();
  for (const plan of group) latest.set(`${plan.rule}/${plan.about}`, plan);
  return [...latest.values()]
    .filter((p) => p.rule !== 'promise-near' || !latest.has(`promise-passed/${p.about}`))
    .sort((a, b) => RULES_BY_PRIORITY.indexOf(a.rule) - RULES_BY_PRIORITY.indexOf(b.rule));
}

function audienceKey(to: NudgeRecipient): string {
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
