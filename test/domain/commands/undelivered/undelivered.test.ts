import { expect } from 'chai';
import { decideSystem } from '../../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../../src/domain/complaint/complaint.js';
import type { Delivery } from '../../../../src/domain/complaint/delivery.js';
import type { FailureReason } from '../../../../src/domain/complaint/failure-reason.js';
import type { Slot } from '../../../../src/domain/complaint/slot.js';
import type { Organisation } from '../../../../src/domain/organisation/organisation.js';
import { toMessages } from '../../../support/complaint/outbox.js';
import {
  act,
  asSystem,
  at,
  COMMANDS,
  createOrganisation,
  expectAccepted,
  filed,
  inState,
  MONDAY,
  organisationWithTeam,
  runSystem,
  WHO,
  withAllSent,
} from '../../../support/domain.js';

/** Returns the last delivery to this slot or person. */
function findDelivery(complaint: Complaint, which: string): Delivery {
  const item = toMessages(complaint.outbox).findLast(
    (one) => one.slot === which || one.person === which,
  );
  if (item === undefined) throw new Error(`nothing for ${which} in the outbox`);
  return item;
}

function decideFailure(
  complaint: Complaint,
  item: Delivery,
  reason: FailureReason = 'person-unreachable',
  now = MONDAY,
  organisation: Organisation = createOrganisation(),
) {
  const command = { kind: 'undelivered', delivery: item.id, reason } as const;
  return expectAccepted(decideSystem(complaint, command, asSystem(now, { organisation })));
}

function formatDeliveries({
  deliveries,
}: {
  readonly deliveries: Complaint['outbox'];
}): readonly string[] {
  return toMessages(deliveries).map(({ kind, slot, view }) => `${kind} ${slot} ${view.name}`);
}

/** An acknowledged complaint whose promise has passed: a nudge to the assignee is in the outbox. */
function createPassed(assignee: string = WHO.assignee): Complaint {
  const given = act(filed(), WHO.lead, { kind: 'assign', to: assignee });
  const known = act(given, WHO.officer, COMMANDS.acknowledge);
  const promised = act(known, WHO.officer, {
    ...COMMANDS.promise,
    dueAt: MONDAY + 60_000,
  });
  return runSystem(withAllSent(promised), { kind: 'nudge' }, MONDAY + 60_000);
}

const SOON_AFTER = MONDAY + 120_000;

describe('a nudge that reached nobody', () => {
  it('goes to the next rung at once with the reason, and alarms the operators', () => {
    const complaint = createPassed();
    const item = findDelivery(complaint, WHO.assignee);
    const decision = decideFailure(complaint, item, 'person-gone', SOON_AFTER);
    const [alarm, , nudge] = toMessages(decision.deliveries);
    expect(alarm).to.deep.include({ slot: 'ops', person: null });
    expect(alarm?.view.args).to.deep.equal({ reason: 'person-gone', slot: item.slot });
    expect(nudge).to.include({ kind: 'nudge', person: WHO.lead, id: `${item.id}/${WHO.lead}` });
    expect(nudge?.view.args).to.deep.include({ unreachable: WHO.assignee });
    expect(decision.facts.nudges.at(-1)).to.include({ rule: 'promise-passed', rung: 1 });
  });

  it('escalates to the officers and ends there', () => {
    const first = createPassed();
    const command = (item: Delivery) =>
      ({ kind: 'undelivered', delivery: item.id, reason: 'person-gone' }) as const;
    const second = runSystem(first, command(findDelivery(first, WHO.assignee)), SOON_AFTER);
    const third = runSystem(second, command(findDelivery(second, WHO.lead)), SOON_AFTER);
    const nudges = toMessages(third.outbox)
      .filter((item) => item.kind === 'nudge')
      .map((item) => item.person);
    expect(nudges).to.deep.equal([WHO.assignee, WHO.lead, 'olga', 'omar']);
    expect(
      formatDeliveries(
        decideFailure(third, findDelivery(third, 'omar'), 'person-gone', SOON_AFTER),
      ),
    ).to.deep.equal(['post ops alarm', 'post thread:1 unreached']);
  });

  it('goes from an officer who is the assignee to the lead, and never in a circle', () => {
    const first = createPassed('olga');
    const one = runSystem(
      first,
      { kind: 'undelivered', delivery: findDelivery(first, 'olga').id, reason: 'person-gone' },
      SOON_AFTER,
    );
    const two = decideFailure(one, findDelivery(one, WHO.lead), 'person-gone', SOON_AFTER);
    const people = toMessages(two.deliveries)
      .filter((item) => item.kind === 'nudge')
      .map((item) => item.person);
    expect(people).to.deep.equal(['omar']);
  });

  it('goes from the channel to the lead', () => {
    const open = runSystem(withAllSent(filed()), { kind: 'nudge' }, at('2026-11-23T11:00'));
    const item = toMessages(open.outbox).find((one) => one.kind === 'nudge');
    if (item === undefined) throw new Error('no nudge');
    const decision = decideFailure(open, item, 'channel-archived', at('2026-11-23T11:01'));
    const nudge = toMessages(decision.deliveries).find((one) => one.kind === 'nudge');
    expect(nudge?.person).to.equal(WHO.lead);
    expect(nudge?.view.args).to.include({ unreachable: 'team' });
  });

  it('does not ask the next rung for what is done meanwhile', () => {
    const complaint = act(createPassed(), WHO.officer, COMMANDS.keep, SOON_AFTER);
    const item = toMessages(complaint.outbox).find((one) => one.kind === 'nudge');
    if (item === undefined) throw new Error('no nudge');
    expect(
      formatDeliveries(decideFailure(complaint, item, 'person-gone', SOON_AFTER)),
    ).to.deep.equal(['post ops alarm', 'post thread:1 unreached']);
  });

  it('does not change the later rungs of the ladder', () => {
    const complaint = createPassed();
    const decision = decideFailure(
      complaint,
      findDelivery(complaint, WHO.assignee),
      'person-gone',
      SOON_AFTER,
    );
    expect(decision.facts.nextActionAt).to.equal(complaint.nextActionAt);
  });
});

describe('a message that did not arrive', () => {
  const CARD = 'update reporter-card reporter-card';

  it('is reported to the lead if it is the team’s card, and the reporter’s card says so', () => {
    const decision = decideFailure(filed(), findDelivery(filed(), 'card:1'), 'bot-not-in-channel');
    expect(formatDeliveries(decision)).to.deep.equal([
      'post ops alarm',
      `post dm:${WHO.lead} unplaced`,
      CARD,
    ]);
  });

  it('is reported to the officers if it is the card of a team without a lead', () => {
    const organisation = organisationWithTeam('repairs', { lead: null });
    const decision = decideFailure(
      filed(),
      findDelivery(filed(), 'card:1'),
      'no-place',
      MONDAY,
      organisation,
    );
    expect(formatDeliveries(decision).slice(1)).to.deep.equal([
      'post dm:olga unplaced',
      'post dm:omar unplaced',
      CARD,
    ]);
  });

  it('is posted again with the next change if it is a card: the cause may be fixed', () => {
    const item = findDelivery(filed(), 'card:1');
    const lost = { ...filed(), outbox: [{ ...item, failed: 'no-place' as const }] };
    const taken = act(lost, WHO.assignee, COMMANDS.take);
    const cards = taken.outbox.filter((one) => one.slot === 'card:1').map((one) => one.kind);
    expect(cards).to.deep.equal(['post', 'post']);
  });

  it('is reported to its author if it is a note to the reporter or team, or about the assignee', () => {
    const base = withAllSent(inState('assigned'));
    const cases: readonly [Complaint, string, string][] = [
      [
        act(base, WHO.member, { ...COMMANDS.update, audience: 'reporter' }),
        `dm:${WHO.reporter}`,
        'reporter-update',
      ],
      [act(base, WHO.member, COMMANDS.update), 'thread:1', 'team-update'],
      [act(base, WHO.lead, COMMANDS.assign), `dm:${WHO.member}`, 'assigned'],
      [act(base, WHO.lead, COMMANDS.assign), `dm:${WHO.assignee}`, 'relieved'],
    ];
    for (const [complaint, slot, view] of cases) {
      const item = findDelivery(complaint, slot);
      const { deliveries } = decideFailure(complaint, item, 'person-gone');
      const note = toMessages(deliveries).find((one) => one.view.name === 'not-delivered');
      expect(item.view.args, view).to.include({ by: note?.person });
      expect(note?.view.args, view).to.deep.equal({
        reason: 'person-gone',
        what: view,
        to: item.person,
      });
    }
  });

  it('raises no alarm about an alarm, which would never end', () => {
    const alarmed = runSystem(
      filed(),
      {
        kind: 'undelivered',
        delivery: findDelivery(filed(), 'card:1').id,
        reason: 'no-place',
      },
      MONDAY,
    );
    expect(
      formatDeliveries(decideFailure(alarmed, findDelivery(alarmed, 'ops'), 'channel-archived')),
    ).to.deep.equal([]);
  });

  it('raises no alarm without an ops channel, and is still reported to the lead', () => {
    const organisation = { ...createOrganisation(), ops: null };
    const decision = decideFailure(
      filed(),
      findDelivery(filed(), 'card:1'),
      'no-place',
      MONDAY,
      organisation,
    );
    expect(formatDeliveries(decision)).to.deep.equal([`post dm:${WHO.lead} unplaced`, CARD]);
  });

  it('changes nothing when it comes twice or does not exist', () => {
    const command = {
      kind: 'undelivered',
      delivery: findDelivery(filed(), 'card:1').id,
      reason: 'no-place',
    } as const;
    const once = runSystem(filed(), command, MONDAY);
    expect(decideSystem(once, command, asSystem(MONDAY)).kind).to.equal('unchanged');
    const unknown = { ...command, delivery: 'C-9/9/9' };
    expect(decideSystem(filed(), unknown, asSystem(MONDAY)).kind).to.equal('unchanged');
  });

  it('leaves a history entry without any text of the complaint', () => {
    const [entry] = decideFailure(filed(), findDelivery(filed(), 'card:1'), 'no-place').history;
    expect(entry).to.deep.include({ by: 'redress', what: 'undelivered' });
    expect(JSON.stringify(entry)).not.to.include(filed().details.description);
  });
});

describe('a card that cannot be updated', () => {
  const base = (): Complaint => act(withAllSent(filed()), WHO.assignee, COMMANDS.take);

  it('is posted again without an alarm if it was deleted', () => {
    for (const slot of ['card:1', 'reporter-card'] satisfies Slot[]) {
      const decision = decideFailure(base(), findDelivery(base(), slot), 'message-gone');
      const view = slot === 'card:1' ? 'team-card' : slot;
      expect(formatDeliveries(decision)).to.deep.equal([`post ${slot} ${view}`]);
    }
  });

  it('is posted again once, even if two updates found it deleted', () => {
    const twice = act(base(), WHO.assignee, COMMANDS.acknowledge);
    const [one, two] = toMessages(twice.outbox).filter((item) => item.slot === 'card:1');
    if (one === undefined || two === undefined) throw new Error('two updates expected');
    const first = runSystem(
      twice,
      { kind: 'undelivered', delivery: one.id, reason: 'message-gone' },
      MONDAY,
    );
    expect(formatDeliveries(decideFailure(first, two, 'message-gone'))).to.deep.equal([]);
  });

  it('alarms the operators once if the channel is archived, not with every change', () => {
    const item = findDelivery(base(), 'card:1');
    expect(formatDeliveries(decideFailure(base(), item, 'channel-archived'))).to.deep.equal([
      'post ops alarm',
    ]);
    const first = runSystem(
      base(),
      { kind: 'undelivered', delivery: item.id, reason: 'channel-archived' },
      MONDAY,
    );
    const next = act(first, WHO.assignee, COMMANDS.acknowledge);
    expect(
      formatDeliveries(decideFailure(next, findDelivery(next, 'card:1'), 'channel-archived')),
    ).to.deep.equal([]);
  });
});
