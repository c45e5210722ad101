import { expect } from 'chai';
import fc from 'fast-check';
import { decide, decideSystem } from '../../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../../src/domain/complaint/complaint.js';
import type { NudgeRecord } from '../../../../src/domain/complaint/facts.js';
import { addWorkingDays } from '../../../../src/domain/organisation/calendar.js';
import {
  DEFAULT_POLICY,
  findCalendar,
  findLadder,
} from '../../../../src/domain/organisation/organisation.js';
import {
  act,
  applyDecision,
  asActor,
  asSystem,
  at,
  COMMANDS,
  createOrganisation,
  formatLocal,
  HOUR,
  inState,
  MINUTE,
  TELLING,
  WHO,
} from '../../../support/domain.js';
import { playRun, RUNS, type RunPlan, runPlans } from '../../complaint-run.js';
import { pickFrom } from '../../random-commands.js';

const ORGANISATION = createOrganisation();

/** Who snoozes, at which minute of each hour, and whether they are quicker than the wake-up. */
interface SnoozeHabit {
  readonly people: readonly string[];
  readonly minute: number;
  readonly isQuick: boolean;
}

interface SnoozedRun {
  readonly complaint: Complaint;
  readonly snoozes: number;
}

/**
 * Continues until `end` with nothing but snoozes: each hour of day and night these people snooze if
 * they can. Nudges that are due are sent within the hour.
 */
function keepSnoozing(start: Complaint, from: number, end: number, habit: SnoozeHabit): SnoozedRun {
  let complaint = start;
  let snoozes = 0;
  const snooze = (person: string, now: number): void => {
    const decision = decide(complaint, COMMANDS.snooze, asActor(person, now));
    if (decision.kind === 'accepted') snoozes += 1;
    complaint = applyDecision(complaint, decision);
  };
  const wake = (now: number): void => {
    if ((complaint.nextActionAt ?? end) > now) return;
    complaint = applyDecision(complaint, decideSystem(complaint, { kind: 'nudge' }, asSystem(now)));
  };
  const first = Math.ceil(from / HOUR) * HOUR + habit.minute * MINUTE;
  for (let now = first; now <= end; now += HOUR) {
    if (!habit.isQuick) wake(now);
    for (const person of habit.people) snooze(person, now);
    if (habit.isQuick) wake(now);
  }
  return { complaint, snoozes };
}

type Repeating = 'quiet' | 'tell' | 'follow-up';

/** Changes the complaint so that `rule` starts to count at `now`, with a team member or an officer as assignee. */
function startCounting(rule: Repeating, runPlan: Complaint, now: number, n: number): Complaint {
  const members = ORGANISATION.teams.get(runPlan.team)?.members ?? [];
  const to = pickFrom([...members, WHO.officer], n);
  const isOver = runPlan.state === 'resolved' || runPlan.state === 'closed';
  const inWork = isOver ? act(runPlan, 'omar', COMMANDS.reopen, now) : runPlan;
  const given = applyDecision(inWork, decide(inWork, { kind: 'assign', to }, asActor('omar', now)));
  if (rule === 'quiet') return act(given, 'omar', COMMANDS.update, now);
  const promises = given.promises.map(({ id }) => ({ promise: id, answer: 'kept' }) as const);
  const told = rule === 'follow-up' ? TELLING : null;
  return act(given, 'omar', { ...COMMANDS.resolve, promises, told }, now);
}

/** Working days until a rung of each repeating rule is due. */
const { quietDays, tellDays, followUpDays, followUpAgainDays } = DEFAULT_POLICY;
const DAYS: Readonly<Record<Repeating, readonly [number, number]>> = {
  quiet: [quietDays, quietDays],
  tell: [tellDays, followUpAgainDays],
  'follow-up': [followUpDays, followUpAgainDays],
};

/** Returns when this person first got a nudge of this rung, ms UTC; infinity if never. */
function findFirstNudgeAt(
  nudges: readonly NudgeRecord[],
  rule: Repeating,
  rung: number,
  person: string,
): number {
  const theirs = nudges.filter(
    ({ to, ...sent }) =>
      sent.rule === rule && sent.rung === rung && to !== 'team' && to.person === person,
  );
  return Math.min(...theirs.map((sent) => sent.sentAt));
}

describe('a daily snooze', () => {
  it('delays neither lead nor officers on a quiet complaint', () => {
    const acknowledged = act(inState('assigned'), WHO.officer, COMMANDS.acknowledge);
    const quiet = act(acknowledged, WHO.officer, COMMANDS.keep);
    const people = [WHO.assignee];
    for (const isQuick of [true, false]) {
      const habit = { people, minute: 0, isQuick };
      const { complaint, snoozes } = keepSnoozing(
        quiet,
        quiet.filedAt,
        at('2026-12-05T00:00'),
        habit,
      );
      const escalated = complaint.nudges
        .filter((sent) => sent.rung > 0)
        .map(({ sentAt, rule, to }) => `${formatLocal(sentAt)} ${rule} ${JSON.stringify(to)}`);
      expect(escalated).to.deep.equal([
        '2026-11-27T10:00 quiet {"person":"repairs-lead"}',
        '2026-12-01T10:00 quiet {"person":"olga"}',
        '2026-12-01T10:00 quiet {"person":"omar"}',
        '2026-12-03T10:00 quiet {"person":"olga"}',
        '2026-12-03T10:00 quiet {"person":"omar"}',
        '2026-12-03T10:00 quiet {"person":"repairs-lead"}',
        '2026-12-03T10:00 quiet "team"',
        '2026-12-04T09:00 quiet {"person":"repairs-ann"}',
      ]);
      expect(snoozes, 'one each working day from the 25th on').to.equal(8);
    }
  });

  it('by everybody, at any hour, delays each rung by one working day at most', () => {
    fc.assert(
      fc.property(
        runPlans,
        fc.constantFrom<Repeating>('quiet', 'tell', 'follow-up'),
        fc.nat(59),
        fc.nat(2),
        fc.boolean(),
        fc.boolean(),
        (runPlan: RunPlan, rule, minute, n, isQuick, everybody) => {
          const { complaint, now } = playRun(runPlan);
          if (complaint.state === 'withdrawn') return;
          const start = startCounting(rule, complaint, now, n);
          const { lead, officers } = findLadder(start.team, ORGANISATION);
          const holder = start.assignee ?? '';
          const rungs = [[holder], lead === null ? officers : [lead], officers];
          const people = everybody ? [...new Set(rungs.flat())] : [holder];
          const calendar = findCalendar(start.team, ORGANISATION);
          const [first, next] = DAYS[rule];
          const due = (rung: number): number =>
            addWorkingDays(calendar, now, first + rung * next + rung + 1) + HOUR;
          const played = keepSnoozing(start, now, due(2), { people, minute, isQuick });
          const sent = played.complaint.nudges.filter((nudge) => nudge.sentAt >= now);
          rungs.forEach((standing, rung) => {
            for (const person of standing) {
              const firstAt = findFirstNudgeAt(sent, rule, rung, person);
              expect(firstAt, `${rule} ${rung} ${person}`).to.be.at.most(due(rung));
            }
          });
          expect(played.snoozes, 'snoozes').to.be.greaterThan(1);
        },
      ),
      { numRuns: Math.ceil(RUNS / 5) },
    );
  }).timeout(30_000);
});
