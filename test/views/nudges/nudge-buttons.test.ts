import { expect } from 'chai';
import type { NudgeReason } from '../../../src/domain/complaint/view-ref.js';
import { nudgeCard } from '../../../src/views/nudge-card.js';
import { act, COMMANDS, filed, HOUR, MONDAY, WHO } from '../../support/domain.js';
import { findActions, findButtons, splitActions } from '../plain-text.js';
import { viewContext } from '../view-context.js';
import { nudged, reason } from './nudge-samples.js';

describe('the buttons of a reminder', () => {
  it('shows the buttons of several reasons below each, and the others in one menu at the end', () => {
    const complaint = nudged('promise-passed');
    const reasons = [
      reason('promise-passed', 0, 'p1'),
      reason('acknowledgement'),
      reason('untaken'),
    ];
    const both = { ...complaint, nudges: [] };
    const card = nudgeCard(viewContext(both), { reasons, to: WHO.assignee });
    const rows = card.blocks.map((block) =>
      block.kind === 'buttons' ? block.buttons.map(({ action }) => action) : block.kind,
    );
    const shown = rows.slice(rows.indexOf('text', 1));
    expect(shown).to.deep.equal([
      ...['text', 'text', ['keep', 'renegotiate']],
      ...['text', ['acknowledge']],
      ...['note', ['details']],
    ]);
    expect(splitActions(card).more).to.include.members(['snooze', 'assign']);
  });

  it('has in its menu the snoozes that end in working time, to hand over, and the details', () => {
    const menu = (rule: NudgeReason['rule'], about: string | null, now: number) =>
      splitActions(
        nudgeCard(viewContext(nudged(rule), now), {
          reasons: [reason(rule, 0, about)],
          to: WHO.assignee,
        }),
      ).more;
    const all = ['snooze-hour', 'snooze-afternoon', 'snooze', 'snooze-until', 'assign'];
    expect(menu('acknowledgement', null, MONDAY)).to.deep.equal(all);
    expect(menu('promise-near', 'p1', MONDAY), 'five at most').to.deep.equal([
      ...all.slice(1),
      'details',
    ]);
    expect(menu('promise-near', 'p1', MONDAY + 6 * HOUR), 'an hour before work ends').to.deep.equal(
      [...['snooze', 'snooze-until', 'assign', 'details']],
    );
    const labels = findButtons(
      nudgeCard(viewContext(nudged('quiet')), { reasons: [reason('quiet')], to: WHO.assignee }),
    ).map(({ label }) => label);
    expect(labels).to.include.members(['Hand over', 'Snooze until…', 'Snooze for an hour']);
  });

  it('offers no snooze past the next promise, but to say until when', () => {
    const soon = { ...COMMANDS.promise, dueAt: MONDAY + 2 * HOUR };
    const complaint = act(nudged('acknowledgement'), WHO.assignee, soon);
    const args = { reasons: [reason('acknowledgement')], to: WHO.assignee };
    expect(splitActions(nudgeCard(viewContext(complaint), args)).more).to.deep.equal([
      ...['snooze-hour', 'snooze-until', 'assign'],
    ]);
  });

  it('offers once to give it to somebody', () => {
    const args = { reasons: [reason('untaken', 1)], to: WHO.lead };
    const { shown, more } = splitActions(nudgeCard(viewContext(filed()), args));
    expect(shown).to.deep.equal(['take', 'assign']);
    expect(more).to.include('details').and.not.include('assign');
  });

  it('offers each person only what they may do', () => {
    const complaint = act(nudged('promise-passed'), WHO.lead, { kind: 'assign', to: WHO.member });
    const reasons = [reason('promise-passed', 0, 'p1')];
    const show = (to: string) => findActions(nudgeCard(viewContext(complaint), { reasons, to }));
    expect(show(WHO.assignee), 'who had it before').to.deep.equal(['details']);
    expect(show(WHO.lead)).to.include.members(['keep', 'renegotiate', 'snooze', 'assign']);
  });

  it('keeps asking for the other thing when one of two is done', () => {
    const complaint = act(nudged('acknowledgement'), WHO.assignee, COMMANDS.acknowledge);
    const reasons = [reason('acknowledgement'), reason('promise-near', 0, 'p1')];
    const card = nudgeCard(viewContext(complaint), { reasons, to: WHO.assignee });
    const { shown, more } = splitActions(card);
    expect(shown).to.deep.equal(['keep', 'renegotiate']);
    expect(more).to.include.members(['snooze', 'assign', 'details']);
  });

  it('about a promise names the promise in its buttons', () => {
    const context = viewContext(nudged('promise-passed'));
    const reasons = [reason('promise-passed', 0, 'p1')];
    const [keep] = findButtons(nudgeCard(context, { reasons, to: WHO.assignee }));
    expect(keep).to.include({ action: 'keep', value: `${context.complaint.id}/p1` });
  });
});
