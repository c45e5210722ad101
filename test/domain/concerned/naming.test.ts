import { expect } from 'chai';
import { decide } from '../../../src/domain/commands/decide.js';
import { fileComplaint } from '../../../src/domain/commands/filing.js';
import type { CommandOf } from '../../../src/domain/complaint/command.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { COMMAND_RULES, checkPermission } from '../../../src/domain/complaint/permissions.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import {
  act,
  asActor,
  COMMANDS,
  createDetails,
  createOrganisation,
  createTeam,
  filed,
  HOUR,
  inState,
  MONDAY,
  organisationWithTeam,
  runSystem,
  WHO,
  withAllSent,
} from '../../support/domain.js';

const KINDS = Object.keys(COMMAND_RULES) as (keyof typeof COMMAND_RULES)[];

const naming = (
  colleague: string,
  aliases: readonly string[] = [],
): CommandOf<'name-colleague'> => ({
  ...{ kind: 'name-colleague', colleague, aliases, nobody: false },
});
const NOBODY: CommandOf<'name-colleague'> = {
  ...{ kind: 'name-colleague', colleague: null, nobody: true },
};

/** Files a complaint about somebody. */
function filedAbout(
  concerns: readonly string[],
  { category = 'damp', organisation = createOrganisation() } = {},
) {
  const filing = { category, details: createDetails(), receivedAt: null, concerns };
  return fileComplaint(filing, asActor(WHO.reporter, MONDAY, { organisation }), 'e-1');
}

function fileAbout(...concerns: readonly string[]): Complaint {
  const checked = filedAbout(concerns);
  if (!checked.ok) throw new Error(checked.refusals.map(({ code }) => code).join());
  return checked.value('C-1001');
}

function findFaults(complaint: Complaint, by: string, command: CommandOf<'name-colleague'>) {
  const decision = decide(complaint, command, asActor(by, MONDAY));
  return decision.kind === 'refused'
    ? decision.refusals.map(({ code, field }) => `${field}: ${code}`)
    : decision.kind;
}

/** Wakes it whenever it wants to be woken, and returns to whom reminders went, in order. */
function remind(complaint: Complaint, times: number, organisation?: Organisation) {
  let now = complaint;
  const to: string[] = [];
  for (let n = 0; n < times; n += 1) {
    const parts = organisation === undefined ? {} : { organisation };
    const next = runSystem(now, { kind: 'nudge' }, now.nextActionAt ?? 0, parts);
    const added = next.nudges.filter(({ id }) => !now.nudges.some((one) => one.id === id));
    to.push(...added.map((one) => `${one.rule} ${one.to === 'team' ? 'team' : one.to.person}`));
    now = next;
  }
  return to;
}

describe('a complaint about a colleague', () => {
  it('is confidential from the start, whatever its category', () => {
    expect(fileAbout(WHO.member)).to.deep.include({
      confidential: true,
      category: 'damp',
      concerns: [WHO.member],
    });
  });

  it('does not exist for them: no command is possible, in whatever role and state', () => {
    for (const state of ['open', 'assigned', 'resolved', 'closed', 'withdrawn'] as const) {
      for (const person of [WHO.reporter, WHO.assignee, WHO.member, WHO.lead, WHO.officer]) {
        const complaint = { ...inState(state), concerns: [person] };
        const { actor } = asActor(person, MONDAY);
        for (const kind of KINDS) {
          expect(checkPermission(actor, complaint, kind)).to.equal('not-found');
        }
      }
    }
  });

  it('does not exist for them under an id of before, nor when they stand in for somebody', () => {
    const complaint = { ...inState('assigned'), concerns: ['before'] };
    const standsIn = { assigned: [WHO.assignee], leadOf: ['repairs'] };
    const { actor } = asActor(WHO.member, MONDAY);
    const viewer = { ...actor, ids: [WHO.member, 'before'], isOfficer: true, standsIn };
    expect(checkPermission(viewer, complaint, 'update')).to.equal('not-found');
  });

  it('gives whoever stands in for them none of their rights', () => {
    const complaint = { ...inState('assigned'), concerns: [WHO.lead], confidential: true };
    const { actor } = asActor(WHO.assignee, MONDAY);
    const viewer = { ...actor, standsIn: { assigned: [WHO.lead], leadOf: ['repairs'] } };
    expect(checkPermission(viewer, complaint, 'name-colleague')).to.equal('not-permitted');
    expect(checkPermission(viewer, { ...complaint, concerns: [] }, 'name-colleague')).to.equal(
      'yes',
    );
  });

  it('cannot be assigned to them, under any of their ids', () => {
    const about = fileAbout(WHO.member, 'before');
    for (const command of [
      { kind: 'assign', to: WHO.member } as const,
      { kind: 'assign', to: 'now', aliases: [WHO.member] } as const,
    ]) {
      const decision = decide(about, command, asActor(WHO.lead, MONDAY));
      expect(decision).to.deep.include({ kind: 'refused' });
      expect(JSON.stringify(decision)).to.include('"concerned"');
    }
    expect(act(about, WHO.lead, { kind: 'assign', to: WHO.assignee }).assignee).to.equal(
      WHO.assignee,
    );
  });

  it('reminds the officers from the first reminder on if it is about the lead', () => {
    const to = remind(fileAbout(WHO.lead), 3);
    expect(to.slice(0, 2)).to.deep.equal(['untaken olga', 'untaken omar']);
    expect(to.join()).not.to.include(WHO.lead);
    expect(to.join()).not.to.include('team');
  });

  it('reminds the lead in their place if it is about the only officer, and nobody else', () => {
    const organisation = createOrganisation({ officers: ['olga'] });
    const checked = filedAbout(['olga'], { organisation });
    if (!checked.ok) throw new Error('refused');
    const to = remind(checked.value('C-1001'), 12, organisation);
    expect(to).to.have.length.above(11);
    expect(new Set(to.map((line) => line.split(' ')[1]))).to.deep.equal(
      new Set([WHO.lead, WHO.reporter].filter((one) => to.join().includes(one))),
    );
  });

  it('reminds the other officer only if it is about one of two', () => {
    const to = remind(fileAbout('omar'), 8).join();
    expect(to).to.include('olga').and.not.to.include('omar');
  });

  it('passes over whom it is about when somebody stands in', () => {
    const about = act(fileAbout('omar'), WHO.lead, { kind: 'assign', to: WHO.assignee });
    const absence = { n: 1, from: 0, until: null, standIn: 'omar' };
    const parts = { absences: new Map([[WHO.assignee, absence]]) };
    const next = runSystem(about, { kind: 'nudge' }, about.nextActionAt ?? 0, parts);
    expect(next.nudges.map(({ standIn }) => standIn?.person)).to.deep.equal([WHO.lead]);
  });

  it('tells the officers, not the lead it is about, that the complainant is dissatisfied', () => {
    const resolved = { ...inState('resolved'), concerns: [WHO.lead], confidential: true };
    const told = act(resolved, WHO.assignee, COMMANDS.tell);
    const answered = act(told, WHO.assignee, {
      ...COMMANDS['follow-up'],
      satisfaction: 1,
    } as CommandOf<'follow-up'>);
    const to = answered.outbox.flatMap((item) =>
      item.kind !== 'relay' && item.view.name === 'dissatisfied' ? [item.person] : [],
    );
    expect(to).to.deep.equal(['olga', 'omar']);
  });
});

describe('naming a colleague later', () => {
  it('hides it from them, makes it confidential, and is noted', () => {
    const named = act(filed(), WHO.lead, naming(WHO.member, ['before']));
    expect(named).to.deep.include({ confidential: true, concerns: [WHO.member, 'before'] });
    expect(named.audience).not.to.include('m:repairs');
    expect(named.history.at(-1)).to.deep.include({
      what: 'name-colleague',
      by: WHO.lead,
      args: { before: [], after: [WHO.member, 'before'] },
    });
  });

  it('takes it from them if they have it: it is open, and reminds the lead as of a new one', () => {
    const taken = act(filed(), WHO.member, { kind: 'take' });
    const named = act(taken, WHO.lead, naming(WHO.member), MONDAY + HOUR);
    expect(named).to.deep.include({
      state: 'open',
      assignee: null,
      untakenSince: MONDAY + HOUR,
    });
    expect(named.history.at(-1)?.args).to.deep.include({ from: WHO.member });
    const untaken = remind(named, 2).filter((line) => line.startsWith('untaken'));
    expect(untaken[0]).to.equal(`untaken ${WHO.lead}`);
  });

  it('leaves what is resolved so, and opens it for the others when it is reopened', () => {
    const named = act(inState('resolved'), WHO.lead, naming(WHO.assignee));
    expect(named).to.include({ state: 'resolved', assignee: null });
    const again = act(named, WHO.lead, COMMANDS.reopen);
    expect(again).to.include({ state: 'open', assignee: null, untakenSince: MONDAY });
    expect(act(again, WHO.lead, { kind: 'take' }).assignee).to.equal(WHO.lead);
  });

  it('withdraws their reminders and the last message in their chat, and drops their snooze', () => {
    const given = withAllSent(act(filed(), WHO.lead, { kind: 'assign', to: WHO.member }));
    const due = given.nextActionAt ?? 0;
    const reminded = withAllSent(runSystem(given, { kind: 'nudge' }, due));
    const snoozed = withAllSent(act(reminded, WHO.member, COMMANDS.snooze, due));
    const named = act(snoozed, WHO.lead, naming(WHO.member), due);
    const theirs = named.outbox.filter(
      (item) => item.kind !== 'relay' && item.person === WHO.member,
    );
    expect(theirs.map(({ kind }) => kind)).to.deep.equal(['update', 'update']);
    expect(theirs.map(({ slot }) => slot.split(':')[0])).to.have.members(['nudge', 'dm']);
    expect(named.snoozes).to.deep.equal({});
    const sent = named.nudges.filter(({ to }) => to !== 'team' && to.person === WHO.member);
    expect(sent.map(({ settledAt }) => settledAt)).to.deep.equal(sent.map(() => due));
  });

  it('draws the reminders in the channel anew, which showed what it is about', () => {
    const due = filed().nextActionAt ?? 0;
    const reminded = withAllSent(runSystem(filed(), { kind: 'nudge' }, due));
    const named = act(reminded, WHO.lead, naming(WHO.member), due);
    const slots = named.outbox.map(({ kind, slot }) => `${kind} ${slot.split(':')[0]}`);
    expect(slots).to.include.members(['update nudge', 'update card']);
  });

  it('says again to the lead what only they were reminded of', () => {
    const given = act(filed(), WHO.lead, { kind: 'assign', to: WHO.member });
    const due = given.nextActionAt ?? 0;
    const named = act(runSystem(given, { kind: 'nudge' }, due), WHO.lead, naming(WHO.member), due);
    const [first] = remind(named, 1);
    expect(first).to.equal(`acknowledgement ${WHO.lead}`);
  });

  it('stays confidential when the name is removed, and then is theirs to see as anybody’s', () => {
    const named = act(filed({ category: 'conduct' }), WHO.officer, naming(WHO.lead));
    const lifted = act(named, WHO.officer, NOBODY);
    expect(lifted).to.deep.include({ confidential: true, concerns: [] });
    expect(checkPermission(asActor(WHO.lead, MONDAY).actor, lifted, 'take')).to.equal('yes');
    const open = act(act(filed(), WHO.officer, naming(WHO.lead)), WHO.officer, NOBODY);
    expect(open.confidential).to.equal(true);
  });

  it('changes nothing if it is said twice', () => {
    const named = act(filed(), WHO.lead, naming(WHO.member));
    const again = decide(named, naming(WHO.member), asActor(WHO.lead, MONDAY));
    expect(again.kind).to.equal('unchanged');
    expect(decide(filed(), NOBODY, asActor(WHO.lead, MONDAY)).kind).to.equal('unchanged');
  });

  it('is refused for yourself, the reporter, nobody and somebody at once, and without an answer', () => {
    const refused = (by: string, command: CommandOf<'name-colleague'>) =>
      findFaults(filed(), by, command);
    expect(refused(WHO.lead, naming(WHO.lead))).to.deep.equal(['colleague: colleague-self']);
    expect(refused(WHO.lead, naming(WHO.reporter))).to.deep.equal([
      'colleague: colleague-reporter',
    ]);
    expect(refused(WHO.lead, { ...naming(WHO.member), nobody: true })).to.deep.equal([
      'nobody: named-nobody',
    ]);
    expect(refused(WHO.lead, { ...NOBODY, nobody: false })).to.deep.equal(['colleague: missing']);
  });

  it('is for the lead and the officers, and never for whom it is about', () => {
    expect(findFaults(filed(), WHO.member, naming('zoe'))).to.deep.equal(['null: not-permitted']);
    expect(findFaults(filed(), WHO.reporter, naming('zoe'))).to.deep.equal(['null: not-permitted']);
    const about = fileAbout(WHO.lead);
    expect(findFaults(about, WHO.lead, NOBODY)).to.deep.equal(['null: not-found']);
  });
});

describe('a name that cannot be', () => {
  const findRefusals = (concerns: readonly string[], organisation?: Organisation) => {
    const checked = filedAbout(concerns, organisation === undefined ? {} : { organisation });
    return checked.ok ? [] : checked.refusals.map(({ code, field }) => `${field}: ${code}`);
  };

  it('is the reporter’s own, under any id', () => {
    expect(findRefusals([WHO.reporter])).to.deep.equal(['colleague: colleague-self']);
    expect(findRefusals(['other', WHO.reporter])).to.deep.equal(['colleague: colleague-self']);
  });

  it('is that of the last one who could open it', () => {
    const alone = (parts: Partial<Organisation>, lead: string | null): Organisation => ({
      ...organisationWithTeam('repairs', { ...createTeam('repairs'), lead }),
      ...parts,
    });
    const last = ['colleague: colleague-last'];
    expect(findRefusals(['olga'], alone({ officers: ['olga'] }, null))).to.deep.equal(last);
    expect(findRefusals([WHO.lead], alone({ officers: [] }, WHO.lead))).to.deep.equal(last);
    expect(findRefusals([WHO.lead], alone({ officers: [WHO.lead] }, WHO.lead))).to.deep.equal(last);
    const merged = new Map([['before', 'olga']]);
    const known = alone({ officers: ['olga'], merged }, null);
    expect(findRefusals(['before'], known)).to.deep.equal(last);
    expect(findRefusals(['olga'], alone({ officers: ['olga'] }, WHO.lead))).to.deep.equal([]);
  });
});
