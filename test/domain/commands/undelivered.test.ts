import { expect } from 'chai';
import { decideSystem } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Delivery, FailureReason, Slot } from '../../../src/domain/complaint/delivery.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import {
  accepted,
  at,
  COMMANDS,
  context,
  filed,
  happened,
  having,
  inState,
  MONDAY,
  organisation,
  sentAll,
  WHO,
  withTeam,
} from '../../support/domain.js';

/** The item of this slot (or the last nudge to this person) fails for good. */
function failing(complaint: Complaint, which: string): Delivery {
  const item = complaint.outbox.findLast((one) => one.slot === which || one.person === which);
  if (item === undefined) throw new Error(`nothing for ${which} in the outbox`);
  return item;
}

function told(
  complaint: Complaint,
  item: Delivery,
  reason: FailureReason = 'person-unreachable',
  now = MONDAY,
  organised: Organisation = organisation(),
) {
  const command = { kind: 'undelivered', delivery: item.id, reason } as const;
  return accepted(decideSystem(complaint, command, context(now, { organisation: organised })));
}

function sent(decision: { readonly deliveries: readonly Delivery[] }): readonly string[] {
  return decision.deliveries.map(({ kind, slot, view }) => `${kind} ${slot} ${view.name}`);
}

/** Assigned, acknowledged, and its promise has passed: a nudge to the assignee waits in the outbox. */
function passed(assignee: string = WHO.assignee): Complaint {
  const given = having(filed(), WHO.lead, { kind: 'assign', to: assignee });
  const known = having(given, WHO.officer, COMMANDS.acknowledge);
  const promised = having(known, WHO.officer, { ...COMMANDS.promise, dueAt: MONDAY + 60_000 });
  return happened(sentAll(promised), { kind: 'nudge' }, MONDAY + 60_000);
}

const AT_ONCE = MONDAY + 120_000;

describe('a nudge that reached nobody', () => {
  it('goes to the next rung at once, says why, and raises the alarm', () => {
    const complaint = passed();
    const item = failing(complaint, WHO.assignee);
    const decision = told(complaint, item, 'person-gone', AT_ONCE);
    const [alarm, , nudge] = decision.deliveries;
    expect(alarm).to.deep.include({ slot: 'ops', person: null });
    expect(alarm?.view.args).to.deep.equal({ reason: 'person-gone', slot: item.slot });
    expect(nudge).to.include({ kind: 'nudge', person: WHO.lead, id: `${item.id}/${WHO.lead}` });
    expect(nudge?.view.args).to.deep.include({ unreachable: WHO.assignee });
    expect(decision.facts.nudges.at(-1)).to.include({ rule: 'promise-passed', rung: 1 });
  });

  it('climbs to the officers and ends there', () => {
    const first = passed();
    const command = (item: Delivery) =>
      ({ kind: 'undelivered', delivery: item.id, reason: 'person-gone' }) as const;
    const second = happened(first, command(failing(first, WHO.assignee)), AT_ONCE);
    const third = happened(second, command(failing(second, WHO.lead)), AT_ONCE);
    const nudges = third.outbox.filter((item) => item.kind === 'nudge').map((item) => item.person);
    expect(nudges).to.deep.equal([WHO.assignee, WHO.lead, 'olga', 'omar']);
    expect(sent(told(third, failing(third, 'omar'), 'person-gone', AT_ONCE))).to.deep.equal([
      'post ops alarm',
      'post thread unreached',
    ]);
  });

  it('goes from an officer who has it themselves to the lead, and never in a circle', () => {
    const first = passed('olga');
    const one = happened(
      first,
      { kind: 'undelivered', delivery: failing(first, 'olga').id, reason: 'person-gone' },
      AT_ONCE,
    );
    const two = told(one, failing(one, WHO.lead), 'person-gone', AT_ONCE);
    const people = two.deliveries
      .filter((item) => item.kind === 'nudge')
      .map((item) => item.person);
    expect(people).to.deep.equal(['omar']);
  });

  it('goes from the channel to the lead', () => {
    const open = happened(sentAll(filed()), { kind: 'nudge' }, at('2026-11-23T11:00'));
    const item = open.outbox.find((one) => one.kind === 'nudge');
    if (item === undefined) throw new Error('no nudge');
    const decision = told(open, item, 'channel-archived', at('2026-11-23T11:01'));
    const nudge = decision.deliveries.find((one) => one.kind === 'nudge');
    expect(nudge?.person).to.equal(WHO.lead);
    expect(nudge?.view.args.unreachable).to.equal('team');
  });

  it('asks nobody else for what is done meanwhile', () => {
    const complaint = having(passed(), WHO.officer, COMMANDS.keep, AT_ONCE);
    const item = complaint.outbox.find((one) => one.kind === 'nudge');
    if (item === undefined) throw new Error('no nudge');
    expect(sent(told(complaint, item, 'person-gone', AT_ONCE))).to.deep.equal([
      'post ops alarm',
      'post thread unreached',
    ]);
  });

  it('leaves the later rungs of the ladder as they were planned', () => {
    const complaint = passed();
    const decision = told(complaint, failing(complaint, WHO.assignee), 'person-gone', AT_ONCE);
    expect(decision.facts.nextActionAt).to.equal(complaint.nextActionAt);
  });
});

describe('a message that did not arrive', () => {
  const CARD = 'update reporter-card reporter-card';

  it('is told to the lead when it is the team’s card, and the reporter’s card says so', () => {
    const decision = told(filed(), failing(filed(), 'team-card'), 'bot-not-in-channel');
    expect(sent(decision)).to.deep.equal(['post ops alarm', `post dm:${WHO.lead} unplaced`, CARD]);
  });

  it('is told to the officers when it is the card of a team without a lead', () => {
    const organised = withTeam('repairs', { lead: null });
    const decision = told(filed(), failing(filed(), 'team-card'), 'no-place', MONDAY, organised);
    expect(sent(decision).slice(1)).to.deep.equal([
      'post dm:olga unplaced',
      'post dm:omar unplaced',
      CARD,
    ]);
  });

  it('is posted with the next change when it is a card, for the cause may be mended', () => {
    const item = failing(filed(), 'team-card');
    const lost = { ...filed(), outbox: [{ ...item, failed: 'no-place' as const }] };
    const taken = having(lost, WHO.assignee, COMMANDS.take);
    const cards = taken.outbox.filter((one) => one.slot === 'team-card').map((one) => one.kind);
    expect(cards).to.deep.equal(['post', 'post']);
  });

  it('is told to its author when it is a note to the reporter, to the team, or of who has it now', () => {
    const base = sentAll(inState('assigned'));
    const cases: readonly [Complaint, string, string][] = [
      [
        having(base, WHO.member, { ...COMMANDS.update, audience: 'reporter' }),
        `dm:${WHO.reporter}`,
        'reporter-update',
      ],
      [having(base, WHO.member, COMMANDS.update), 'thread', 'team-update'],
      [having(base, WHO.lead, COMMANDS.assign), `dm:${WHO.member}`, 'assigned'],
      [having(base, WHO.lead, COMMANDS.assign), `dm:${WHO.assignee}`, 'relieved'],
    ];
    for (const [complaint, slot, view] of cases) {
      const item = failing(complaint, slot);
      const { deliveries } = told(complaint, item, 'person-gone');
      const note = deliveries.find((one) => one.view.name === 'not-delivered');
      expect(note?.person, view).to.equal(item.view.args.by);
      expect(note?.view.args, view).to.deep.equal({
        reason: 'person-gone',
        what: view,
        to: item.person,
      });
    }
  });

  it('raises no alarm about an alarm, which would go on for ever', () => {
    const alarmed = happened(
      filed(),
      { kind: 'undelivered', delivery: failing(filed(), 'team-card').id, reason: 'no-place' },
      MONDAY,
    );
    expect(sent(told(alarmed, failing(alarmed, 'ops'), 'channel-archived'))).to.deep.equal([]);
  });

  it('raises no alarm where there is no channel for alarms, and still tells the lead', () => {
    const organised = { ...organisation(), ops: null };
    const decision = told(filed(), failing(filed(), 'team-card'), 'no-place', MONDAY, organised);
    expect(sent(decision)).to.deep.equal([`post dm:${WHO.lead} unplaced`, CARD]);
  });

  it('changes nothing when it is told a second time, or is not there', () => {
    const command = {
      kind: 'undelivered',
      delivery: failing(filed(), 'team-card').id,
      reason: 'no-place',
    } as const;
    const once = happened(filed(), command, MONDAY);
    expect(decideSystem(once, command, context(MONDAY)).kind).to.equal('unchanged');
    const unknown = { ...command, delivery: 'C-9/9/9' };
    expect(decideSystem(filed(), unknown, context(MONDAY)).kind).to.equal('unchanged');
  });

  it('leaves an entry in the history without a word of the complaint', () => {
    const [entry] = told(filed(), failing(filed(), 'team-card'), 'no-place').history;
    expect(entry).to.deep.include({ by: 'redress', what: 'undelivered' });
    expect(JSON.stringify(entry)).not.to.include(filed().details.description);
  });
});

describe('a card that cannot be updated', () => {
  const base = (): Complaint => having(sentAll(filed()), WHO.assignee, COMMANDS.take);

  it('is posted anew when it was deleted, quietly', () => {
    for (const slot of ['team-card', 'reporter-card'] satisfies Slot[]) {
      const decision = told(base(), failing(base(), slot), 'message-gone');
      expect(sent(decision)).to.deep.equal([`post ${slot} ${slot}`]);
    }
  });

  it('is posted anew once, though two updates found it gone', () => {
    const twice = having(base(), WHO.assignee, COMMANDS.acknowledge);
    const [one, two] = twice.outbox.filter((item) => item.slot === 'team-card');
    if (one === undefined || two === undefined) throw new Error('two updates expected');
    const first = happened(
      twice,
      { kind: 'undelivered', delivery: one.id, reason: 'message-gone' },
      MONDAY,
    );
    expect(sent(told(first, two, 'message-gone'))).to.deep.equal([]);
  });

  it('raises the alarm once when the channel is archived, not with every change', () => {
    const item = failing(base(), 'team-card');
    expect(sent(told(base(), item, 'channel-archived'))).to.deep.equal(['post ops alarm']);
    const first = happened(
      base(),
      { kind: 'undelivered', delivery: item.id, reason: 'channel-archived' },
      MONDAY,
    );
    const next = having(first, WHO.assignee, COMMANDS.acknowledge);
    expect(sent(told(next, failing(next, 'team-card'), 'channel-archived'))).to.deep.equal([]);
  });
});
