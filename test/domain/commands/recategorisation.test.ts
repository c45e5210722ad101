import { expect } from 'chai';
import { decide, decideSystem } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { accessOf, toViewer } from '../../../src/domain/complaint/permissions.js';
import { MAX_PLACEMENTS } from '../../../src/domain/complaint/slot.js';
import { isOutstanding } from '../../../src/domain/nudges/nudge.js';
import { toMessages } from '../../support/complaint/outbox.js';
import {
  act,
  applyDecision,
  asActor,
  asSystem,
  at,
  COMMANDS,
  createOrganisation,
  expectAccepted,
  filed,
  HOUR,
  inState,
  MONDAY,
  organisationWithTeam,
  runSystem,
  WHO,
  withAllSent,
} from '../../support/domain.js';
import { LATER, toAnswerCode } from './decide-accepted.js';

const to = (category: string) => ({ kind: 'recategorise', category }) as const;
const REPORTER_CARD = 'update reporter-card reporter-card';

function change(complaint: Complaint, category: string, by: string = WHO.reporter): Complaint {
  return act(complaint, by, to(category), LATER);
}

function formatDeliveries(items: Complaint['outbox']): readonly string[] {
  return toMessages(items).map(({ kind, slot, view }) => `${kind} ${slot} ${view.name}`);
}

function refusalOf(complaint: Complaint, category: string, by: string): string {
  const decision = decide(complaint, to(category), asActor(by, LATER));
  return decision.kind === 'refused' ? decision.refusals[0].code : decision.kind;
}

function maySee(person: string, complaint: Complaint): boolean {
  return accessOf(toViewer(person, createOrganisation()), complaint) !== 'none';
}

describe('changing what a complaint is about', () => {
  it('takes it to the team of the category, with a card of its own, and closes the card before', () => {
    const before = withAllSent(filed());
    const after = change(before, 'invoice');
    expect(after).to.include({ category: 'invoice', team: 'billing', confidential: false });
    expect(after.placements).to.deep.equal([
      { n: 1, team: 'repairs', as: 'former', openedAt: MONDAY, closedAt: LATER },
      { n: 2, team: 'billing', as: 'owner', openedAt: LATER, closedAt: null },
    ]);
    expect(formatDeliveries(after.outbox)).to.have.members([
      ...['update card:1 team-card', 'post card:2 team-card', REPORTER_CARD],
    ]);
    const args = { from: 'damp', category: 'invoice' };
    expect(after.history.at(-1)).to.deep.include({ what: 'recategorise', by: WHO.reporter, args });
  });

  it('lets the new team see it and the old one no more', () => {
    const after = change(withAllSent(filed()), 'invoice');
    expect(after.audience).to.deep.equal(['p:rita', 'm:billing', 'l:billing']);
    expect([WHO.member, WHO.lead].map((one) => maySee(one, after))).to.deep.equal([false, false]);
    expect(['billing-ann', WHO.officer].map((one) => maySee(one, after))).to.deep.equal([
      ...[true, true],
    ]);
  });

  it('answers who can open it if it is confidential now', () => {
    const base = createOrganisation();
    const leaderless = organisationWithTeam('repairs', { lead: null });
    const answerTo = (by: string, complaint = filed(), organisation = base) =>
      expectAccepted(decide(complaint, to('conduct'), { ...asActor(by, LATER), organisation }))
        .answer.args;
    const names = { category: 'About conduct', team: 'Team repairs' };
    const said = { code: 'recategorised', ...names } as const;
    const alone = { ...said, opens: { lead: true, isAlone: true } };
    expect(answerTo(WHO.reporter)).to.deep.equal(alone);
    const shared = { ...said, opens: { lead: true, isAlone: false } };
    expect(answerTo(WHO.lead)).to.deep.equal(shared);
    const again = { ...COMMANDS['add-report'], entered: { account: 'T-17' } };
    expect(answerTo(WHO.reporter, act(filed(), WHO.outsider, again))).to.deep.equal(shared);
    const ofOfficers = { ...said, opens: { lead: false, isAlone: true } };
    expect(answerTo(WHO.reporter, filed(), leaderless)).to.deep.equal(ofOfficers);
    expect(expectAccepted(decide(filed(), to('invoice'), asActor(WHO.reporter, LATER))).answer.args)
      .to.include({ code: 'recategorised' })
      .and.not.have.property('opens');
  });

  it('keeps team and card if the team handles both', () => {
    const base = createOrganisation();
    const more = { key: 'leak', name: 'About leaks', team: 'repairs', confidential: false };
    const organisation = { ...base, categories: new Map([...base.categories, ['leak', more]]) };
    const after = act(withAllSent(filed()), WHO.reporter, to('leak'), LATER, { organisation });
    expect(after).to.deep.include({ category: 'leak', placements: filed().placements });
    expect(after.untakenSince).to.equal(MONDAY);
    expect(formatDeliveries(after.outbox)).to.deep.equal([
      ...['update card:1 team-card', REPORTER_CARD],
    ]);
  });

  it('comes back to the first team as a new placement with a new card', () => {
    const moved = withAllSent(change(withAllSent(filed()), 'invoice'));
    const back = change(moved, 'damp');
    expect(back.placements.map(({ n, team, as }) => `${n} ${team} ${as}`)).to.deep.equal([
      ...['1 repairs former', '2 billing former', '3 repairs owner'],
    ]);
    expect(formatDeliveries(back.outbox)).to.have.members([
      ...['update card:2 team-card', 'post card:3 team-card', REPORTER_CARD],
    ]);
  });

  it('changes nothing if it is about that already', () => {
    const again = decide(filed(), to('damp'), asActor(WHO.reporter, LATER));
    expect(again.kind).to.equal('unchanged');
    expect(toAnswerCode(again)).to.equal('same-category');
  });

  it('is refused for a category that is gone, and where no other team fits', () => {
    expect(refusalOf(filed(), 'gone', WHO.reporter)).to.equal('unknown-category');
    const complaint = filed();
    const [first] = complaint.placements;
    if (first === undefined) throw new Error('no placement');
    const full = Array.from({ length: MAX_PLACEMENTS - 1 }, (_, n) => {
      return { ...first, n: n + 2, as: 'former' as const, closedAt: MONDAY };
    });
    const placements = [...full, first];
    expect(refusalOf({ ...complaint, placements }, 'invoice', WHO.reporter)).to.equal(
      'placements-full',
    );
  });

  it('is for those who see it, as long as nobody has it', () => {
    for (const by of [WHO.reporter, WHO.member, WHO.lead, WHO.officer]) {
      expect(refusalOf(filed(), 'invoice', by), by).to.equal('accepted');
    }
    expect(refusalOf(filed(), 'invoice', WHO.outsider)).to.equal('not-found');
    for (const state of ['assigned', 'resolved', 'closed', 'withdrawn'] as const) {
      expect(refusalOf(inState(state), 'invoice', WHO.officer), state).to.equal('wrong-state');
    }
  });

  it('makes it confidential for anybody, and not confidential only for the lead and officers', () => {
    const hidden = change(withAllSent(filed()), 'conduct', WHO.member);
    expect(hidden).to.include({ team: 'repairs', confidential: true });
    expect([WHO.member, WHO.lead].map((one) => maySee(one, hidden))).to.deep.equal([false, true]);
    expect(refusalOf(hidden, 'damp', WHO.reporter)).to.equal('stays-confidential');
    expect(refusalOf(hidden, 'privacy', WHO.reporter)).to.equal('accepted');
    for (const by of [WHO.lead, WHO.officer]) {
      expect(refusalOf(hidden, 'damp', by)).to.equal('accepted');
    }
  });

  it('is possible once: whoever takes it and whoever changes it exclude each other', () => {
    const taken = act(withAllSent(filed()), WHO.member, { kind: 'take' }, LATER);
    expect(refusalOf(taken, 'invoice', WHO.reporter)).to.equal('wrong-state');
    const changed = change(withAllSent(filed()), 'invoice');
    const take = decide(changed, { kind: 'take' }, asActor(WHO.member, LATER));
    expect(take.kind === 'refused' && take.refusals[0].code).to.equal('not-found');
    expect(act(changed, 'billing-ann', { kind: 'take' }, LATER).assignee).to.equal('billing-ann');
  });
});

describe('the reminders of a complaint whose team was changed', () => {
  /** The team and the lead were reminded that nobody took it, and of the acknowledgement. */
  function climbed(): Complaint {
    let complaint = withAllSent(filed());
    while ((complaint.nextActionAt ?? Number.POSITIVE_INFINITY) <= at('2026-11-24T11:00')) {
      const due = complaint.nextActionAt ?? 0;
      complaint = withAllSent(runSystem(complaint, { kind: 'nudge' }, due));
    }
    return complaint;
  }
  const TUESDAY = at('2026-11-24T16:00');
  const moved = (): Complaint => act(climbed(), WHO.reporter, to('invoice'), TUESDAY);

  it('are settled, and their messages say that nothing is left to do', () => {
    expect(climbed().nudges.length).to.be.above(2);
    const after = moved();
    expect(after.nudges.filter((sent) => isOutstanding(sent, after))).to.deep.equal([]);
    const updates = new Set(toMessages(after.outbox).map(({ slot }) => slot));
    for (const { delivery } of climbed().nudges) expect(updates).to.include(`nudge:${delivery}`);
  });

  it('begin anew for the new team, with its hours and its lead', () => {
    let complaint = withAllSent(moved());
    const before = complaint.nudges.length;
    for (let n = 0; n < 8; n += 1) {
      complaint = runSystem(complaint, { kind: 'nudge' }, complaint.nextActionAt ?? 0);
    }
    const sent = complaint.nudges.slice(before);
    const recipients = sent.map(({ to: one }) => (one === 'team' ? one : one.person));
    expect(recipients).to.include('team').and.include('billing-lead');
    expect(recipients).not.to.include(WHO.lead);
    const untaken = sent.filter(({ rule }) => rule === 'untaken');
    expect(untaken.map(({ rung }) => rung).slice(0, 2)).to.deep.equal([0, 1]);
    // It is 11:00 in New York, and an hour later the team has its lunch.
    expect(untaken[0]?.sentAt).to.equal(TUESDAY + 2 * HOUR);
    expect(sent.some(({ rule }) => rule === 'acknowledgement')).to.equal(true);
  });

  it('go to the lead instead of the channel once it is confidential', () => {
    const hidden = act(climbed(), WHO.reporter, to('conduct'), TUESDAY);
    expect(hidden.nudges.filter((sent) => isOutstanding(sent, hidden))).to.deep.equal([]);
    const next = runSystem(hidden, { kind: 'nudge' }, hidden.nextActionAt ?? 0);
    const [sent] = next.nudges.slice(hidden.nudges.length);
    expect(sent?.to).to.deep.equal({ person: WHO.lead });
  });
});

describe('a message under the card of a team that no longer has it', () => {
  const hear = (by: string) => ({ kind: 'hear', by, placement: 1, at: LATER + HOUR }) as const;

  it('tells its author once where the complaint is, and is no activity', () => {
    const complaint = change(withAllSent(filed()), 'invoice');
    const decision = decideSystem(complaint, hear(WHO.member), asSystem(LATER + HOUR));
    const { facts, deliveries } = expectAccepted(decision);
    expect(formatDeliveries(deliveries)).to.deep.equal([`post dm:${WHO.member} redirected`]);
    expect(facts.lastLifeAt).to.equal(complaint.lastLifeAt);
    const told = applyDecision(complaint, decision);
    expect(decideSystem(told, hear(WHO.member), asSystem(LATER + HOUR)).kind).to.equal('unchanged');
  });

  it('tells nothing to somebody who was never in that team', () => {
    const complaint = change(withAllSent(filed()), 'invoice');
    const decision = decideSystem(complaint, hear(WHO.outsider), asSystem(LATER + HOUR));
    expect(decision.kind).to.equal('unchanged');
  });

  it('keeps a complaint confidential that names a colleague, or did, whatever its category', () => {
    const colleague = 'repairs-ann';
    const name = { kind: 'name-colleague', colleague, nobody: false } as const;
    const named = act(withAllSent(filed()), WHO.lead, name, LATER);
    const after = change(named, 'invoice');
    expect(after).to.deep.include({ confidential: true, team: 'billing', concerns: [colleague] });
    expect(after.audience).not.to.include('m:billing');
    const nobody = { kind: 'name-colleague', colleague: null, nobody: true } as const;
    const unnamed = act(named, WHO.lead, nobody, LATER);
    expect(change(unnamed, 'invoice').confidential).to.equal(true);
  });

  it('goes to no team in which only a named colleague could open it', () => {
    const { officers: _none, ...rest } = createOrganisation();
    const organisation = { ...rest, officers: [] };
    const lead = organisation.teams.get('billing')?.lead ?? '';
    const name = { kind: 'name-colleague', colleague: lead, nobody: false } as const;
    const named = act(withAllSent(filed()), WHO.lead, name, LATER);
    const context = { ...asActor(WHO.reporter, LATER), organisation };
    const decision = decide(named, to('invoice'), context);
    expect(decision.kind === 'refused' && decision.refusals[0].code).to.equal('colleague-last');
  });
});
