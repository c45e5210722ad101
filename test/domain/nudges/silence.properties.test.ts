import { expect } from 'chai';
import fc from 'fast-check';
import { decideSystem } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { isOngoing, type NudgeKey } from '../../../src/domain/complaint/facts.js';
import { findRepeatingRule, isObsolete, isSameLadder } from '../../../src/domain/nudges/nudge.js';
import { applyDecision, asSystem, HOUR, WHO } from '../../support/domain.js';
import { playRun, type RunPlan, runPlans } from '../complaint-run.js';

const DAY = 24 * HOUR;
const RUNS = Number(process.env.REDRESS_PROPERTY_RUNS ?? 15);

/** A ladder may be silent for this long: a week of five working days, a weekend, a holiday, a snooze. */
const LONGEST_SILENCE = 11 * DAY;

/** Lives on for some weeks in which nobody does anything. With `chats` people write every day. */
function liveOn(start: Complaint, from: number, end: number, chats: boolean): Complaint {
  let complaint = start;
  let chatAt = chats ? from + DAY : end;
  for (;;) {
    const now = Math.max(from, complaint.nextActionAt ?? end);
    if (chatAt < Math.min(now, end)) {
      const by = WHO.member;
      const message = { kind: 'hear', placement: 1, by, at: chatAt } as const;
      complaint = applyDecision(complaint, decideSystem(complaint, message, asSystem(chatAt)));
      chatAt += DAY;
      continue;
    }
    if (now >= end) return complaint;
    complaint = applyDecision(complaint, decideSystem(complaint, { kind: 'nudge' }, asSystem(now)));
    expect(complaint.nextActionAt, 'there is always a next action').to.be.above(now);
  }
}

/** The ladders of what is still to be done. */
function findOwed(complaint: Complaint, dueBefore: number): readonly NudgeKey[] {
  const ladder = (rule: NudgeKey['rule'], about: string | null): NudgeKey => ({
    ...{ rule, about, rung: 0 },
  });
  const passed = complaint.promises
    .filter(({ dueAt }) => dueAt < dueBefore)
    .map(({ id }) => ladder('promise-passed', id));
  const all = [ladder('untaken', null), ladder('acknowledgement', null), ...passed];
  return all.filter((one) => !isObsolete(one, complaint));
}

function expectHeard(complaint: Complaint, owed: readonly NudgeKey[], end: number): void {
  for (const one of owed) {
    const times = complaint.nudges.filter((sent) => isSameLadder(sent, one));
    const last = Math.max(...times.map(({ sentAt }) => sentAt));
    const days = (end - last) / DAY;
    expect(days, `${one.rule} ${one.about}`).to.be.at.most(LONGEST_SILENCE / DAY);
  }
}

describe('no ongoing complaint falls silent', () => {
  for (const chats of [false, true]) {
    it(`${chats ? 'although people write in its thread' : 'if nobody does anything'}`, () => {
      fc.assert(
        fc.property(runPlans, (plan: RunPlan) => {
          const { complaint, now } = playRun(plan);
          if (!isOngoing(complaint)) return;
          const end = now + 60 * DAY;
          const later = liveOn(complaint, now, end, chats);
          const rule = findRepeatingRule(later);
          const repeating = rule === null || chats ? [] : [{ rule, about: null, rung: 0 }];
          expectHeard(later, [...findOwed(later, now + 30 * DAY), ...repeating], end);
          const ids = later.nudges.map(({ id }) => id);
          expect(new Set(ids).size, 'no nudge twice').to.equal(ids.length);
        }),
        { numRuns: RUNS },
      );
    });
  }
});
