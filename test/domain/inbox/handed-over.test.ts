import { expect } from 'chai';
import { decide } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { toStandInViewer } from '../../../src/domain/inbox/stand-in.js';
import {
  act,
  applyDecision,
  asActor,
  COMMANDS,
  HOUR,
  inState,
  MINUTE,
  runSystem,
  WHO,
} from '../../support/domain.js';
import { formatPlan } from '../nudges/nudge-helpers.js';

const absences = new Map([
  [WHO.assignee, { n: 1, from: 0, until: null, standIn: WHO.member }],
] as const);

/** A complaint of somebody who is away, of which the stand-in got a reminder at `now`. */
function createReminded(): { readonly complaint: Complaint; readonly now: number } {
  const before = inState('assigned');
  const now = before.nextActionAt ?? 0;
  return { complaint: runSystem(before, { kind: 'nudge' }, now, { absences }), now };
}

const handOver = (complaint: Complaint, now: number, to: string): Complaint =>
  act(complaint, WHO.lead, { kind: 'assign', to }, now);

describe('a stand-in to whom the complaint is handed over', () => {
  it('does not get again what they got in place of the person before', () => {
    const { complaint, now } = createReminded();
    const given = handOver(complaint, now + MINUTE, WHO.member);
    expect(formatPlan(given, 'acknowledgement')).to.deep.equal([
      '2026-11-24T10:00 acknowledgement 1 repairs-lead',
      '2026-11-25T10:00 acknowledgement 2 olga',
      '2026-11-25T10:00 acknowledgement 2 omar',
    ]);
  });

  it('gets again what they had put off', () => {
    const { complaint, now } = createReminded();
    const context = asActor(WHO.member, now + MINUTE, { absences });
    const actor = toStandInViewer(context.actor, context);
    const snoozed = applyDecision(
      complaint,
      decide(complaint, COMMANDS.snooze, { ...context, actor }),
    );
    expect(snoozed.snoozes).to.have.all.keys(WHO.assignee);
    const given = handOver(snoozed, now + 2 * MINUTE, WHO.member);
    expect(formatPlan(given, 'acknowledgement').join()).to.include('0 repairs-bob');
  });

  it('keeps nobody else from getting it', () => {
    const { complaint, now } = createReminded();
    const given = handOver(complaint, now + HOUR, WHO.officer);
    expect(formatPlan(given, 'acknowledgement').join()).to.include('0 olga');
  });
});
