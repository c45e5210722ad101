import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { NudgeRecord } from '../../../src/domain/complaint/facts.js';
import { act, at, COMMANDS, filed, formatLocal, runSystem, WHO } from '../../support/domain.js';

describe('a nudge that is lost again', () => {
  /** Lets the last nudge to this person fail. Returns the complaint and whom it goes to instead. */
  function lose(complaint: Complaint, person: string, time: string) {
    const isTheirs = ({ to }: NudgeRecord): boolean => to !== 'team' && to.person === person;
    const delivery = complaint.nudges.findLast(isTheirs)?.delivery ?? '';
    const command = { kind: 'undelivered', delivery, reason: 'person-gone' } as const;
    const after = runSystem(complaint, command, at(time));
    const added = after.nudges.slice(complaint.nudges.length);
    return { after, instead: added.map(({ to }) => (to === 'team' ? to : to.person)) };
  }
  const wakeAt = (complaint: Complaint, time: string): Complaint =>
    runSystem(complaint, { kind: 'nudge' }, at(time));
  const TAKEN = act(filed(), WHO.assignee, COMMANDS.take);

  it('goes to the next rung once, though the next assignee cannot be reached either', () => {
    const ann = lose(wakeAt(TAKEN, '2026-11-23T16:00'), WHO.assignee, '2026-11-23T16:01');
    expect(ann.instead).to.deep.equal([WHO.lead]);
    const given = act(ann.after, WHO.lead, COMMANDS.assign, at('2026-11-23T16:02'));
    const bob = lose(wakeAt(given, '2026-11-24T09:02'), WHO.member, '2026-11-24T09:03');
    expect(bob.instead).to.deep.equal([]);
  });

  it('goes to the next rung again if a repetition is lost, of each person', () => {
    const snooze = (complaint: Complaint, person: string, time: string): Complaint =>
      act(complaint, person, COMMANDS.snooze, at(time));
    const ann = snooze(wakeAt(TAKEN, '2026-11-23T16:00'), WHO.assignee, '2026-11-23T16:01');
    const lost = lose(wakeAt(ann, '2026-11-24T09:00'), WHO.assignee, '2026-11-24T09:01');
    expect(lost.instead).to.deep.equal([WHO.lead]);
    const given = act(lost.after, WHO.lead, COMMANDS.assign, at('2026-11-24T09:02'));
    const bob = snooze(wakeAt(given, '2026-11-24T10:02'), WHO.member, '2026-11-24T10:03');
    const again = lose(wakeAt(bob, '2026-11-25T09:00'), WHO.member, '2026-11-25T09:01');
    expect(again.instead).to.include(WHO.lead);
  });

  it('leaves what the next rung has snoozed to come at the end of the snooze', () => {
    const both = wakeAt(wakeAt(TAKEN, '2026-11-23T16:00'), '2026-11-24T10:00');
    const snoozed = act(both, WHO.lead, COMMANDS.snooze, at('2026-11-24T10:01'));
    const { after } = lose(snoozed, WHO.assignee, '2026-11-24T10:02');
    const repeated = wakeAt(after, '2026-11-25T09:00');
    const turns = repeated.nudges
      .filter(({ rule, rung }) => rule === 'acknowledgement' && rung === 1)
      .map(({ repeat, sentAt }) => [repeat, formatLocal(sentAt)]);
    expect(turns).to.deep.equal([
      [0, '2026-11-24T10:00'],
      [2, '2026-11-24T10:02'],
      [1, '2026-11-25T09:00'],
    ]);
  });
});
