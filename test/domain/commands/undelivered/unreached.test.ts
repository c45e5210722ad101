import { expect } from 'chai';
import type { Complaint } from '../../../../src/domain/complaint/complaint.js';
import type { Delivery } from '../../../../src/domain/complaint/delivery.js';
import type { FailureReason } from '../../../../src/domain/complaint/failure-reason.js';
import type { Organisation } from '../../../../src/domain/organisation/organisation.js';
import { toMessages } from '../../../support/complaint/outbox.js';
import {
  act,
  COMMANDS,
  createOrganisation,
  filed,
  inState,
  MONDAY,
  organisationWithTeam,
  runSystem,
  WHO,
  withAllSent,
} from '../../../support/domain.js';
import { wakeUntilNudged } from '../../nudges/nudge-helpers.js';

const { assignee, lead, member, officer, reporter } = WHO;
const NOTE = { ...COMMANDS.update, audience: 'reporter' } as const;

/** Lets the last message to this person in the outbox fail permanently, or the last update if there is none. */
function afterFailure(
  complaint: Complaint,
  person: string,
  reason: FailureReason = 'person-unreachable',
  organisation: Organisation = createOrganisation(),
): Complaint {
  const theirs = toMessages(complaint.outbox).filter((one) => one.person === person);
  const item = theirs.findLast(({ kind }) => kind !== 'update') ?? theirs.at(-1);
  if (item === undefined) throw new Error(`nothing for ${person}`);
  const left = { ...complaint, outbox: complaint.outbox.filter((one) => one !== item) };
  const command = { kind: 'undelivered', delivery: item.id, reason } as const;
  const after = runSystem(complaint, command, MONDAY, { organisation });
  const more = after.outbox.slice(complaint.outbox.length);
  return { ...after, outbox: [...left.outbox, ...more] };
}

function findUnreachedNotices(complaint: Complaint): readonly Delivery[] {
  return toMessages(complaint.outbox).filter(({ view }) => view.name === 'unreached');
}

const toThreadNotice = (person: string) => ({
  slot: 'thread:1',
  view: { name: 'unreached', args: { person } },
});

describe('a person who cannot be reached in chat', () => {
  it('is named in the team’s thread: a reporter who did not get their card or a note', () => {
    const posting = {
      ...filed(),
      refs: { 'card:1': { platform: 'slack', key: 'm1' } },
    } as const;
    const noted = act(withAllSent(inState('assigned')), assignee, NOTE);
    for (const complaint of [posting, noted]) {
      for (const reason of ['person-gone', 'person-unreachable', 'no-place'] as const) {
        const [notice, ...more] = findUnreachedNotices(afterFailure(complaint, reporter, reason));
        expect(notice).to.deep.include(toThreadNotice(reporter));
        expect(more).to.deep.equal([]);
      }
    }
  });

  it('is named when a reminder of a promise does not reach them, and the ladder continues', () => {
    const promised = act(withAllSent(inState('assigned')), assignee, COMMANDS.acknowledge);
    const { complaint } = wakeUntilNudged(promised, assignee);
    const after = afterFailure(complaint, assignee);
    expect(findUnreachedNotices(after)[0]).to.deep.include(toThreadNotice(assignee));
    const next = after.outbox.filter((one) => one.kind === 'nudge' && one.person === lead);
    expect(next).to.have.length(1);
  });

  it('is named once for each complaint', () => {
    const once = afterFailure(act(withAllSent(inState('assigned')), assignee, NOTE), reporter);
    const twice = afterFailure(act(withAllSent(once), assignee, NOTE), reporter);
    expect(findUnreachedNotices(twice)).to.deep.equal([]);
    const given = act(withAllSent(twice), lead, COMMANDS.assign);
    expect(findUnreachedNotices(afterFailure(given, member))[0]).to.deep.include(
      toThreadNotice(member),
    );
  });

  it('is in the history whenever the team is told, also if their card failed while it could not be', () => {
    const unplaced = {
      ...filed(),
      outbox: filed().outbox.filter(({ slot }) => slot !== 'card:1'),
    };
    const untold = afterFailure(unplaced, reporter);
    expect(findUnreachedNotices(untold)).to.deep.equal([]);
    const told = afterFailure(act(untold, assignee, COMMANDS.take), reporter);
    expect(findUnreachedNotices(told)[0]).to.deep.include(toThreadNotice(reporter));
    const last = told.history.findLast(({ what }) => what === 'undelivered');
    expect(last?.args).to.deep.include({ slot: 'reporter-card', unreached: reporter });
  });

  it('is not named if only the platform was down for a day, or the team has no thread', () => {
    const noted = act(withAllSent(inState('assigned')), assignee, NOTE);
    expect(findUnreachedNotices(afterFailure(noted, reporter, 'gave-up'))).to.deep.equal([]);
    expect(findUnreachedNotices(afterFailure({ ...noted, refs: {} }, reporter))).to.deep.equal([]);
  });

  it('is named only to those who handle a confidential complaint', () => {
    const noted = act(withAllSent(inState('assigned', 'conduct')), officer, NOTE);
    const notices = findUnreachedNotices(afterFailure(noted, reporter));
    expect(notices.map(({ person }) => person)).to.deep.equal([assignee, lead]);
    const given = act(withAllSent(inState('assigned', 'conduct')), officer, COMMANDS.assign);
    expect(
      findUnreachedNotices(afterFailure(given, member)).map(({ person }) => person),
    ).to.deep.equal([lead]);
  });

  it('is named only in the next rung’s nudge if the nudge was about a confidential complaint', () => {
    const { complaint } = wakeUntilNudged(withAllSent(inState('assigned', 'conduct')), assignee);
    const after = afterFailure(complaint, assignee);
    expect(findUnreachedNotices(after)).to.deep.equal([]);
    expect(toMessages(after.outbox).at(-1)?.view.args).to.include({ unreachable: assignee });
  });
});

describe('a reporter’s card that cannot be updated because they left that chat', () => {
  const taken = (): Complaint => act(withAllSent(filed()), assignee, COMMANDS.take);
  const cards = ({ outbox }: Complaint): readonly string[] =>
    outbox.filter(({ slot }) => slot === 'reporter-card').map(({ kind }) => kind);

  it('is posted again: they may have another chat', () => {
    for (const reason of ['person-gone', 'person-unreachable', 'no-place'] as const) {
      expect(cards(afterFailure(taken(), reporter, reason))).to.deep.equal(['post']);
    }
  });

  it('is reported to the team only if it cannot be posted again either', () => {
    const posted = afterFailure(taken(), reporter);
    expect(findUnreachedNotices(posted)).to.deep.equal([]);
    expect(findUnreachedNotices(afterFailure(posted, reporter))[0]).to.deep.include(
      toThreadNotice(reporter),
    );
  });

  it('is posted again once, not with every change', () => {
    const again = act(withAllSent(afterFailure(taken(), reporter)), assignee, COMMANDS.acknowledge);
    expect(cards(afterFailure(again, reporter))).to.deep.equal([]);
  });
});

describe('a failed message about a card without a channel', () => {
  const posted = (organisation = createOrganisation()): Complaint => {
    const item = filed().outbox.find(({ slot }) => slot === 'card:1');
    const command = { kind: 'undelivered', delivery: item?.id ?? '', reason: 'no-place' } as const;
    return runSystem(filed(), command, MONDAY, { organisation });
  };
  const recipients = ({ outbox }: Complaint): readonly (string | null)[] =>
    toMessages(outbox)
      .filter(({ view }) => view.name === 'unplaced')
      .map(({ person }) => person);

  it('goes to the officers if the lead cannot be reached, and ends there', () => {
    const second = afterFailure(posted(), lead);
    expect(recipients(second)).to.deep.equal(['olga', 'omar']);
    expect(recipients(afterFailure(second, 'olga'))).to.deep.equal(['omar']);
  });

  it('does not go in a circle if an officer has the complaint', () => {
    const taken = { ...posted(), assignee: 'olga', state: 'assigned' } as const;
    const third = afterFailure(afterFailure(taken, lead), 'olga');
    expect(recipients(third)).to.deep.equal(['omar']);
  });

  it('goes to nobody else in a team without a lead', () => {
    const organisation = organisationWithTeam('repairs', { lead: null });
    const complaint = afterFailure(posted(organisation), 'olga', 'person-gone', organisation);
    expect(recipients(complaint)).to.deep.equal(['omar']);
  });
});
