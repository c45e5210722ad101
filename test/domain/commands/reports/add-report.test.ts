import { expect } from 'chai';
import fc from 'fast-check';
import { decide } from '../../../../src/domain/commands/decide.js';
import type { CommandOf } from '../../../../src/domain/complaint/command.js';
import type { Complaint } from '../../../../src/domain/complaint/complaint.js';
import { COMPLAINT_STATES } from '../../../../src/domain/complaint/facts.js';
import { accessOf, findRoles, toViewer } from '../../../../src/domain/complaint/permissions.js';
import { ADDED_REPORTS_LIMIT } from '../../../../src/domain/intake/added-report.js';
import { findAddingObstacle } from '../../../../src/domain/intake/adding.js';
import { toMessages } from '../../../support/complaint/outbox.js';
import {
  act,
  asActor,
  COMMANDS,
  createDetails,
  createOrganisation,
  expectAccepted,
  filed,
  HOUR,
  inState,
  MONDAY,
  organisationWithTeam,
  WHO,
  withAllSent,
} from '../../../support/domain.js';

const { reporter, assignee, member, lead, outsider } = WHO;
const AGAIN = COMMANDS['add-report'];
/** The account of the complainant, as somebody else writes it. */
const ENTERED = { account: 't 17' };
const ORGANISATION = createOrganisation();

type Added = Partial<CommandOf<'add-report'>>;

function add(complaint: Complaint, person: string, parts: Added = {}, now = MONDAY): Complaint {
  return act(complaint, person, { ...AGAIN, ...parts }, now);
}

function refuse(complaint: Complaint, person: string, parts: Added = {}): readonly string[] {
  const decision = decide(complaint, { ...AGAIN, ...parts }, asActor(person, MONDAY));
  return decision.kind === 'refused'
    ? decision.refusals.map(({ code, field }) => (field === null ? code : `${code} ${field}`))
    : [decision.kind];
}

/** What a commit sends, as `slot view`, without updates. */
function findSent(before: Complaint, after: Complaint): readonly string[] {
  return toMessages(after.outbox.slice(before.outbox.length))
    .filter(({ kind }) => kind !== 'update')
    .map(({ slot, view }) => `${slot} ${view.name}`);
}

describe('adding to a complaint', () => {
  it('keeps who heard it, when it was received, and the words, and tells whoever has it', () => {
    const before = inState('assigned');
    const parts = { receivedAt: MONDAY - HOUR, means: 'email', words: ' Still wet. ' } as const;
    const after = add(before, outsider, { ...parts, entered: ENTERED, on: 'teams' });
    const said = { receivedAt: MONDAY - HOUR, means: 'email', words: 'Still wet.' };
    expect(after.addedReports).to.deep.equal([
      { at: MONDAY, by: outsider, ...said, on: 'teams', joins: true },
    ]);
    expect(after.history.at(-1)).to.deep.equal({
      ...{ at: MONDAY, by: outsider, what: 'add-report', args: said },
    });
    const told = after.outbox.findLast(({ slot }) => slot === `dm:${assignee}`);
    expect(told).to.deep.include({
      view: { name: 'report-added', args: { by: outsider, ...said, to: assignee } },
    });
    expect(after.details).to.deep.equal(before.details);
    expect(after.receivedAt).to.equal(before.receivedAt);
  });

  it('tells the team in its thread while nobody has it', () => {
    const before = filed();
    const after = add(before, outsider, { entered: ENTERED });
    expect(findSent(before, after)).to.deep.equal([
      'thread:1 report-added',
      `added-card:${outsider} reporter-card`,
    ]);
  });

  it('keeps a confidential one out of the channel: the lead and the assignee are told', () => {
    const before = filed({ category: 'conduct' });
    expect(findSent(before, add(before, reporter))).to.deep.equal([`dm:${lead} report-added`]);
    const given = inState('assigned', 'conduct');
    expect(findSent(given, add(given, lead))).to.deep.equal([`dm:${assignee} report-added`]);
  });

  it('tells nobody what they have heard themselves', () => {
    const before = inState('assigned');
    const after = add(before, assignee);
    expect(after.addedReports).to.have.length(1);
    expect(findSent(before, after)).to.deep.equal([]);
  });

  it('makes nobody a reporter who has a role in it, and makes everybody one once', () => {
    for (const person of [reporter, assignee, member, lead, WHO.officer]) {
      const after = add(inState('assigned'), person);
      expect(after.addedReports?.[0], person).not.to.have.property('joins');
      expect(after.audience, person).to.deep.equal(inState('assigned').audience);
    }
    const joined = add(inState('assigned'), outsider, { entered: ENTERED });
    const twice = add(joined, outsider);
    expect(twice.addedReports?.map(({ joins }) => joins)).to.deep.equal([true, undefined]);
    expect(findSent(joined, twice)).to.deep.equal([`dm:${assignee} report-added`]);
    expect(twice.audience?.filter((key) => key === `p:${outsider}`)).to.have.length(1);
  });

  it('takes the access of an assignee away with the complaint, although they added to it', () => {
    const added = add(inState('assigned', 'conduct'), assignee);
    const given = act(added, lead, { kind: 'assign', to: member });
    expect(accessOf(toViewer(assignee, ORGANISATION), given)).to.equal('none');
  });

  it('answers those who join that they are a reporter now', () => {
    const answer = (person: string) =>
      expectAccepted(
        decide(inState('open'), { ...AGAIN, entered: ENTERED }, asActor(person, MONDAY)),
      ).answer.args;
    expect(answer(outsider)).to.deep.include({ code: 'report-added', joins: true });
    expect(answer(member)).to.deep.include({ code: 'report-added', joins: false });
  });

  it('answers who is told: whoever has it, its team, those who handle a confidential one, or nobody', () => {
    const answer = (complaint: Complaint, person: string) =>
      expectAccepted(decide(complaint, AGAIN, asActor(person, MONDAY))).answer.args;
    const said = { code: 'report-added', joins: false } as const;
    expect(answer(inState('assigned'), reporter)).to.deep.equal({ ...said, told: 'holder' });
    expect(answer(filed(), reporter)).to.deep.equal({ ...said, told: 'team' });
    const hidden = filed({ category: 'conduct' });
    expect(answer(hidden, reporter)).to.deep.equal({ ...said, told: 'handlers' });
    expect(answer(inState('assigned'), assignee)).to.deep.equal(said);
  });

  it('is no work on it: nothing is put off, and the cards are updated', () => {
    const before = withAllSent(inState('assigned'));
    const after = add(before, reporter, {}, MONDAY + HOUR);
    expect(after.lastLifeAt).to.equal(before.lastLifeAt);
    expect(after.nextActionAt).to.equal(before.nextActionAt);
    const updated = after.outbox.filter(({ kind }) => kind === 'update').map(({ slot }) => slot);
    expect(updated).to.deep.equal(['card:1', 'reporter-card']);
  });
});

describe('a second reporter', () => {
  const joined = withAllSent(add(inState('assigned'), outsider, { entered: ENTERED }));
  const sendsTo = (person: string, after: Complaint): readonly string[] =>
    toMessages(after.outbox)
      .filter((item) => item.person === person)
      .map(({ slot, kind, view }) => `${slot} ${kind} ${view.name}`);
  const card = `added-card:${outsider} update reporter-card`;

  it('is a reporter of it in full, and nothing else', () => {
    const viewer = toViewer(outsider, ORGANISATION);
    expect(findRoles(viewer, joined)).to.deep.equal(['reporter']);
    expect(accessOf(viewer, joined)).to.equal('full');
  });

  it('gets what goes to the reporter: updates, what was done, that it was reopened', () => {
    const update = { ...COMMANDS.update, audience: 'reporter' } as const;
    expect(sendsTo(outsider, act(joined, assignee, update))).to.deep.equal([
      `dm:${outsider} post reporter-update`,
      card,
    ]);
    const resolved = act(joined, assignee, COMMANDS.resolve);
    expect(sendsTo(outsider, resolved)).to.include(`dm:${outsider} post reporter-resolved`);
    expect(sendsTo(reporter, resolved)).to.include(`dm:${reporter} post reporter-resolved`);
    const reopened = act(withAllSent(resolved), reporter, COMMANDS.reopen);
    expect(sendsTo(outsider, reopened)).to.include(`dm:${outsider} post reporter-reopened`);
    expect(sendsTo(reporter, reopened)).not.to.include(`dm:${reporter} post reporter-reopened`);
  });

  it('gets no news of what they did themselves, and none that is for the team', () => {
    const noted = act(joined, assignee, COMMANDS.update);
    expect(sendsTo(outsider, noted)).to.deep.equal([card]);
    const withdrawn = act(joined, outsider, COMMANDS.withdraw);
    expect(sendsTo(outsider, withdrawn)).to.deep.equal([card]);
  });

  it('writes to the team only', () => {
    const update = { ...COMMANDS.update, audience: 'reporter' } as const;
    const decision = decide(joined, update, asActor(outsider, MONDAY));
    expect(JSON.stringify(decision)).to.include('not-permitted');
  });
});

describe('who may add to a complaint', () => {
  it('is whoever sees it, and others who entered its exact account, address or number', () => {
    const contact = { name: 'Jo', account: 'T-17', email: 'Jo@ex.org', phone: '0113 496 0000' };
    const complaint = filed({ details: createDetails({ complainant: contact }) });
    const viewer = toViewer(outsider, ORGANISATION);
    const may = (entered: CommandOf<'add-report'>['entered'] = {}) =>
      findAddingObstacle(viewer, complaint, entered, 'GB') === null;
    for (const entered of [
      { account: 'T 17' },
      { email: 'jo@EX.org' },
      { phone: '+44 113 4960000' },
      { account: 'none', email: 'jo@ex.org', phone: '' },
    ]) {
      expect(may(entered), JSON.stringify(entered)).to.equal(true);
    }
    for (const entered of [{}, { account: 'T-1' }, { email: 'jo' }, { phone: '4960000' }]) {
      expect(may(entered), JSON.stringify(entered)).to.equal(false);
    }
  });

  it('is nobody who may not see it unless it is handled, not confidential, and theirs', () => {
    const person = fc.constantFrom(...Object.values(WHO), 'omar', 'billing-lead');
    const entered = fc.constantFrom({}, ENTERED, { account: 'another' });
    const category = fc.constantFrom('damp', 'conduct');
    const state = fc.constantFrom(...COMPLAINT_STATES);
    fc.assert(
      fc.property(person, entered, category, state, (who, said, about, stands) => {
        const complaint = inState(stands, about);
        const isInHand = stands === 'open' || stands === 'assigned';
        const isTheirs = said === ENTERED;
        const sees = accessOf(toViewer(who, ORGANISATION), complaint) !== 'none';
        const [outcome] = refuse(complaint, who, { entered: said });
        if (!sees && !(isInHand && isTheirs && about === 'damp')) {
          expect(outcome).to.equal('not-found');
        } else if (!isInHand) expect(outcome).to.equal('add-ended');
        else if ('account' in said && !isTheirs) expect(outcome).to.equal('other-complainant');
        else expect(outcome).to.equal('accepted');
      }),
    );
  });

  it('is judged by the complaint as it is then: corrected, resolved or of nobody known', () => {
    const other = { name: 'Al', account: 'T-99' };
    const corrected = act(filed(), reporter, {
      ...COMMANDS.correct,
      details: createDetails({ complainant: other }),
    });
    expect(refuse(corrected, outsider, { entered: ENTERED })).to.deep.equal(['not-found']);
    expect(refuse(inState('resolved'), outsider, { entered: ENTERED })).to.deep.equal([
      'not-found',
    ]);
    const details = createDetails({ complainant: { name: '', account: '', isAnonymous: true } });
    expect(refuse(filed({ details }), outsider, { entered: {} })).to.deep.equal(['not-found']);
  });
});

describe('what is wrong with what is added', () => {
  it('is said at each field: no words, in the future, no means', () => {
    const parts = { words: ' ', receivedAt: MONDAY + HOUR, means: 'pigeon' as 'phone' };
    expect(refuse(filed(), reporter, parts)).to.deep.equal([
      'date-future receivedAt',
      'unknown-choice means',
      'missing words',
    ]);
    expect(refuse(filed(), reporter, { words: 'x'.repeat(3001) })).to.deep.equal([
      'too-long words',
    ]);
  });

  it('may have been received before the complaint that was recorded first', () => {
    const receivedAt = MONDAY - 48 * HOUR;
    expect(add(filed(), reporter, { receivedAt }).addedReports?.[0]).to.include({ receivedAt });
  });

  it('is refused once so many were added', () => {
    const reports = Array.from({ length: ADDED_REPORTS_LIMIT }, () => ({
      ...{ at: MONDAY, by: reporter, receivedAt: MONDAY, means: 'phone', words: 'Again.' },
    })) as NonNullable<Complaint['addedReports']>;
    const full = { ...filed(), addedReports: reports };
    expect(refuse(full, reporter)).to.deep.equal(['reports-full']);
    expect(refuse({ ...full, addedReports: reports.slice(1) }, reporter)).to.deep.equal([
      'accepted',
    ]);
  });

  it('needs no lead: an officer is told of a confidential one', () => {
    const organisation = organisationWithTeam('repairs', { lead: null });
    const before = filed({ category: 'conduct' }, organisation);
    const after = act(before, reporter, AGAIN, MONDAY, { organisation });
    expect(findSent(before, after)).to.deep.equal(['dm:olga report-added', 'dm:omar report-added']);
  });
});
