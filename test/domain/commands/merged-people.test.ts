import { expect } from 'chai';
import { decide } from '../../../src/domain/commands/decide.js';
import type { PersonCommand } from '../../../src/domain/complaint/command.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Decision } from '../../../src/domain/complaint/decision.js';
import { toViewer } from '../../../src/domain/complaint/permissions.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import { toMessages } from '../../support/complaint/outbox.js';
import {
  act,
  applyDecision,
  asActor,
  asSystem,
  COMMANDS,
  createOrganisation,
  expectAccepted,
  filed,
  MONDAY,
  WHO,
} from '../../support/domain.js';
import { wakeUntilNudged } from '../nudges/nudge-helpers.js';

const { assignee, lead, member, outsider } = WHO;
const TAKEN = act(filed(), assignee, { kind: 'take' });

/** Decides a command of a person with the present record `id` and the merged records `aliases`. */
function decideBy(
  id: string,
  aliases: readonly string[],
  complaint: Complaint,
  command: PersonCommand,
  now = MONDAY,
): Decision {
  const base = asSystem(now);
  const actor = toViewer({ id, aliases }, base.organisation);
  return decide(complaint, command, { ...base, actor });
}

function findSentViews(decision: Decision): readonly string[] {
  return toMessages(expectAccepted(decision).deliveries).map(({ view }) => view.name);
}

describe('a complaint that names a record merged since', () => {
  it('is already taken by the person who has the record now', () => {
    const decision = decideBy('new', [assignee], TAKEN, { kind: 'take' });
    expect(decision).to.deep.include({ kind: 'unchanged' });
    expect(JSON.stringify(decision)).to.include('already-yours');
    const other = decide(TAKEN, { kind: 'take' }, asActor(member, MONDAY));
    expect(JSON.stringify(other)).to.include('already-taken');
  });

  it('sends an assignee no message when they assign it to themselves', () => {
    const toSelf = { kind: 'assign', to: lead } as const;
    const decision = decideBy(lead, [assignee], TAKEN, toSelf);
    expect(JSON.stringify(decision)).to.include('already-theirs');
    const taken = act(filed(), member, { kind: 'take' });
    const views = findSentViews(decideBy('new', [lead], taken, toSelf));
    expect(views).to.include('relieved').and.not.include('assigned');
  });

  it('sends them no message when they assign it to a colleague', () => {
    const away = { kind: 'assign', to: member } as const;
    const views = findSentViews(decideBy('new', [assignee], TAKEN, away));
    expect(views).to.include('assigned').and.not.include('relieved');
  });

  it('does not exist for a person with an unrelated alias', () => {
    const decision = decideBy('new', [outsider], TAKEN, { kind: 'take' });
    expect(JSON.stringify(decision)).to.include('not-found');
  });

  it('does not change when it is assigned to the assignee’s present record', () => {
    const toPresent = { kind: 'assign', to: 'new', aliases: [assignee] } as const;
    expect(decide(TAKEN, toPresent, asActor(lead, MONDAY)).kind).to.equal('unchanged');
  });

  it('keeps the assignee id that its nudges went to, so that none comes again', () => {
    const { complaint, now } = wakeUntilNudged(TAKEN, assignee);
    const given = act(complaint, lead, { kind: 'assign', to: member }, now);
    const back = act(given, lead, { kind: 'assign', to: 'new', aliases: [assignee] }, now);
    expect(back.assignee).to.equal(assignee);
    const released = act(complaint, assignee, { kind: 'release' }, now);
    const taken = applyDecision(
      released,
      decideBy('new', [assignee], released, { kind: 'take' }, now),
    );
    expect(taken.assignee).to.equal(assignee);
    const again = planComplaintNudges(taken, createOrganisation()).filter(
      ({ rung, at }) => rung === 0 && at <= now,
    );
    expect(again).to.deep.equal([]);
  });

  it('lets the person who has the record now snooze its nudges, and sends them again', () => {
    const { complaint, now } = wakeUntilNudged(TAKEN, assignee);
    const decision = expectAccepted(decideBy('new', [assignee], complaint, COMMANDS.snooze, now));
    const { until } = decision.facts.snoozes[assignee] ?? { until: 0 };
    expect(until).to.be.greaterThan(now);
    expect(decision.facts.snoozes).to.have.all.keys(assignee);
    expect(
      toMessages(decision.deliveries).map(({ kind, person }) => `${kind} ${person}`),
    ).to.deep.equal([`update ${assignee}`]);
    const snoozed = applyDecision(complaint, decision);
    const theirs = planComplaintNudges(snoozed, createOrganisation()).find(
      ({ to }) => to !== 'team' && to.person === assignee,
    );
    expect(theirs?.at).to.be.at.least(until);
    const again = decideBy('new', [assignee], snoozed, COMMANDS.snooze, now);
    expect(again).to.deep.include({ kind: 'unchanged' });
    expect(JSON.stringify(again)).to.include('"snoozed"');
  });

  it('sends nobody a message about what they did themselves', () => {
    const { resolve: resolving } = COMMANDS;
    const own = act(filed({ by: lead }), assignee, { kind: 'take' });
    expect(findSentViews(decideBy('new', [lead], own, resolving))).to.not.include(
      'reporter-resolved',
    );
    const resolved = act(TAKEN, assignee, resolving);
    const reopening = { kind: 'reopen', reason: 'wet' } as const;
    expect(findSentViews(decideBy('new', [assignee], resolved, reopening))).to.not.include(
      'reopened',
    );
    const conduct = act(filed({ category: 'conduct' }), lead, {
      kind: 'assign',
      to: assignee,
    });
    const note = expectAccepted(decideBy('new', [lead], conduct, COMMANDS.update));
    const notes = toMessages(note.deliveries).filter(({ view }) => view.name === 'team-update');
    expect(notes.map(({ person }) => person)).to.deep.equal([assignee]);
  });
});
