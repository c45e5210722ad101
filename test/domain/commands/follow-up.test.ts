import { expect } from 'chai';
import { decide } from '../../../src/domain/commands/decide.js';
import type { CommandOf } from '../../../src/domain/complaint/command.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { findFollowUps } from '../../../src/domain/complaint/handling.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import {
  act,
  asActor,
  at,
  COMMANDS,
  createOrganisation,
  inState,
  runSystem,
  WHO,
} from '../../support/domain.js';
import { formatMessages, formatPlanOf } from './decide-accepted.js';

const told = act(inState('resolved'), WHO.assignee, COMMANDS.tell);
const DUE = at('2026-11-30T10:00');
const NEXT_DAY = at('2026-12-01T10:00');

type FollowUpCommand = CommandOf<'follow-up'>;

function missed(parts: Partial<FollowUpCommand> = {}): FollowUpCommand {
  return {
    ...COMMANDS['follow-up'],
    ...{ outcome: 'not-reached', satisfaction: null, words: '', closes: false },
    ...parts,
  };
}

function findRefusals(
  complaint: Complaint,
  command: FollowUpCommand,
  now: number,
): readonly unknown[] {
  const decision = decide(complaint, command, asActor(WHO.assignee, now));
  return decision.kind === 'refused'
    ? decision.refusals.map(({ code, field, args }) => [code, field, args])
    : [];
}

describe('a follow-up', () => {
  it('that is answered closes the complaint, with satisfaction and words', () => {
    const closed = act(told, WHO.reporter, COMMANDS['follow-up'], DUE);
    expect(closed.state).to.equal('closed');
    expect(closed.followUps).to.deep.equal([
      {
        ...{ round: 1, at: DUE, by: WHO.reporter, outcome: 'answered' },
        ...{ satisfaction: 4, words: 'fine' },
      },
    ]);
  });

  it('that reached nobody leaves it resolved, without a score, and the reminder comes again', () => {
    const nudged = runSystem(told, { kind: 'nudge' }, DUE);
    const tried = act(nudged, WHO.assignee, missed({ satisfaction: 3 }), DUE);
    expect(tried.state).to.equal('resolved');
    expect(findFollowUps(tried)).to.have.length(1);
    expect(findFollowUps(tried)[0]).to.deep.include({ outcome: 'not-reached', satisfaction: null });
    expect(tried.nudges.every(({ settledAt }) => settledAt !== null)).to.equal(true);
    expect(formatPlanOf(tried, WHO.assignee)).to.deep.equal(['2026-12-02T10:00 follow-up 0']);
  });

  it('may close it without an answer after the attempts of the policy, on different days', () => {
    const closing = missed({ closes: true });
    const refused = [['attempts-left', 'outcome', { made: 1, needed: 2 }]];
    expect(findRefusals(told, closing, DUE)).to.deep.equal(refused);
    const tried = act(told, WHO.assignee, missed(), DUE);
    expect(findRefusals(tried, closing, DUE + 60_000)).to.deep.equal(refused);
    const closed = act(tried, WHO.assignee, closing, NEXT_DAY);
    expect(closed.state).to.equal('closed');
    expect(closed.followUps.map(({ satisfaction }) => satisfaction)).to.deep.equal([null, null]);
    const policy = { ...createOrganisation().policy, followUpAttempts: 1 };
    const organisation = { ...createOrganisation(), policy };
    expect(act(told, WHO.assignee, closing, DUE, { organisation }).state).to.equal('closed');
  });

  it('may close it at once when the complainant wants no further contact', () => {
    const closed = act(told, WHO.assignee, missed({ outcome: 'no-contact', closes: true }), DUE);
    expect(closed.state).to.equal('closed');
    expect(closed.followUps[0]).to.deep.include({ outcome: 'no-contact', satisfaction: null });
  });

  it('counts attempts of its own round only', () => {
    const tried = act(told, WHO.assignee, missed(), DUE);
    const reopened = act(tried, WHO.reporter, COMMANDS.reopen, DUE);
    const resolved = act(reopened, WHO.assignee, { ...COMMANDS.resolve, promises: [] }, DUE);
    const again = act(resolved, WHO.assignee, COMMANDS.tell, DUE);
    expect(findRefusals(again, missed({ closes: true }), NEXT_DAY)).to.deep.equal([
      ['attempts-left', 'outcome', { made: 1, needed: 2 }],
    ]);
    expect(tried.followUps).to.deep.equal(again.followUps);
  });

  it('needs a score when it was answered, and a known outcome', () => {
    for (const satisfaction of [null, 0, 6, 2.5, Number.NaN]) {
      const answered = { ...COMMANDS['follow-up'], satisfaction };
      const refused = [['unknown-choice', 'satisfaction', {}]];
      expect(findRefusals(told, answered, DUE), String(satisfaction)).to.deep.equal(refused);
    }
    const strange = missed({ outcome: 'maybe' as 'not-reached' });
    expect(findRefusals(told, strange, DUE)).to.deep.equal([['unknown-choice', 'outcome', {}]]);
  });

  it('waits for open promises', () => {
    const resolved = act(inState('assigned'), WHO.assignee, { ...COMMANDS.resolve, promises: [] });
    const waiting = act(resolved, WHO.assignee, COMMANDS.tell);
    expect(findRefusals(waiting, COMMANDS['follow-up'], DUE)).to.deep.equal([
      ['promise-open', null, { what: 'a plasterer' }],
    ]);
    const kept = act(waiting, WHO.assignee, COMMANDS.keep, DUE);
    const rules = planComplaintNudges(kept, createOrganisation()).map(({ rule }) => rule);
    expect(rules).to.deep.equal(['follow-up']);
  });

  it('tells the lead when the complainant is not satisfied', () => {
    const messages = (satisfaction: number, by = WHO.reporter as string) => {
      const command = { ...COMMANDS['follow-up'], satisfaction };
      return formatMessages(act({ ...told, outbox: [] }, by, command, DUE).outbox);
    };
    for (const low of [1, 2]) {
      expect(messages(low), String(low)).to.deep.equal([`dm:${WHO.lead} dissatisfied`]);
      expect(messages(low, WHO.lead), 'by the lead').to.deep.equal([]);
    }
    expect(messages(3)).to.deep.equal([]);
  });
});
