import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Delivery, FailureReason } from '../../../src/domain/complaint/delivery.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
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
  wakeUntilNudged,
  withAllSent,
} from '../../support/domain.js';

const { assignee, lead, member, officer, reporter } = WHO;
const NOTE = { ...COMMANDS.update, audience: 'reporter' } as const;

/** The complaint after the last message in its outbox for this person failed for good, or the last update where there is none. */
function afterFailure(
  complaint: Complaint,
  person: string,
  reason: FailureReason = 'person-unreachable',
  organised: Organisation = createOrganisation(),
): Complaint {
  const theirs = complaint.outbox.filter((one) => one.person === person);
  const item = theirs.findLast(({ kind }) => kind !== 'update') ?? theirs.at(-1);
  if (item === undefined) throw new Error(`nothing for ${person}`);
  const left = { ...complaint, outbox: complaint.outbox.filter((one) => one !== item) };
  const command = { kind: 'undelivered', delivery: item.id, reason } as const;
  const told = runSystem(complaint, command, MONDAY, { organisation: organised });
  const more = told.outbox.slice(complaint.outbox.length);
  return { ...told, outbox: [...left.outbox, ...more] };
}

function findUnreachedNotices(complaint: Complaint): readonly Delivery[] {
  return complaint.outbox.filter(({ view }) => view.name === 'unreached');
}

const toThreadNotice = (person: string) => ({
  slot: 'thread',
  view: { name: 'unreached', args: { person } },
});

describe('a person who cannot be reached in chat', () => {
  it('is named in the team’s thread, the reporter when their card or a note did not arrive', () => {
    const posting = {
      ...filed(),
      refs: { 'team-card': { platform: 'slack', key: 'm1' } },
    } as const;
    const noted = act(withAllSent(inState('assigned')), assignee, NOTE);
    for (const complaint of [posting, noted]) {
      for (const reason of ['person-gone', 'person-unreachable', 'no-place'] as const) {
        const [said, ...more] = findUnreachedNotices(afterFailure(complaint, reporter, reason));
        expect(said).to.deep.include(toThreadNotice(reporter));
        expect(more).to.deep.equal([]);
      }
    }
  });

  it('is named when reminders of a promise do not reach them, and the ladder goes on', () => {
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

  it('is not named when the platform only was away for a day, or the team has no thread', () => {
    const noted = act(withAllSent(inState('assigned')), assignee, NOTE);
    expect(findUnreachedNotices(afterFailure(noted, reporter, 'gave-up'))).to.deep.equal([]);
    expect(findUnreachedNotices(afterFailure({ ...noted, refs: {} }, reporter))).to.deep.equal([]);
  });

  it('is named to nobody but those who handle a confidential complaint', () => {
    const noted = act(withAllSent(inState('assigned', 'conduct')), officer, NOTE);
    const told = findUnreachedNotices(afterFailure(noted, reporter));
    expect(told.map(({ person }) => person)).to.deep.equal([assignee, lead]);
    const given = act(withAllSent(inState('assigned', 'conduct')), officer, COMMANDS.assign);
    expect(
      findUnreachedNotices(afterFailure(given, member)).map(({ person }) => person),
    ).to.deep.equal([lead]);
  });

  it('is named by the next rung’s reminder alone when a confidential complaint’s did not arrive', () => {
    const { complaint } = wakeUntilNudged(withAllSent(inState('assigned', 'conduct')), assignee);
    const after = afterFailure(complaint, assignee);
    expect(findUnreachedNotices(after)).to.deep.equal([]);
    expect(after.outbox.at(-1)?.view.args.unreachable).to.equal(assignee);
  });
});

describe('a reporter’s card that cannot be brought up to date because they left that chat', () => {
  const taken = (): Complaint => act(withAllSent(filed()), assignee, COMMANDS.take);
  const cards = ({ outbox }: Complaint): readonly string[] =>
    outbox.filter(({ slot }) => slot === 'reporter-card').map(({ kind }) => kind);

  it('is posted anew, for they may have another chat', () => {
    for (const reason of ['person-gone', 'person-unreachable', 'no-place'] as const) {
      expect(cards(afterFailure(taken(), reporter, reason))).to.deep.equal(['post']);
    }
  });

  it('is news to the team only when it cannot be posted anew either', () => {
    const posted = afterFailure(taken(), reporter);
    expect(findUnreachedNotices(posted)).to.deep.equal([]);
    expect(findUnreachedNotices(afterFailure(posted, reporter))[0]).to.deep.include(
      toThreadNotice(reporter),
    );
  });

  it('is posted anew once, not with every change', () => {
    const again = act(withAllSent(afterFailure(taken(), reporter)), assignee, COMMANDS.acknowledge);
    expect(cards(afterFailure(again, reporter))).to.deep.equal([]);
  });
});

describe('word of a card that found no channel', () => {
  const posted = (organised = createOrganisation()): Complaint => {
    const item = filed().outbox.find(({ slot }) => slot === 'team-card');
    const command = { kind: 'undelivered', delivery: item?.id ?? '', reason: 'no-place' } as const;
    return runSystem(filed(), command, MONDAY, { organisation: organised });
  };
  const told = ({ outbox }: Complaint): readonly (string | null)[] =>
    outbox.filter(({ view }) => view.name === 'unplaced').map(({ person }) => person);

  it('goes to the officers when the lead cannot be reached, and ends there', () => {
    const second = afterFailure(posted(), lead);
    expect(told(second)).to.deep.equal(['olga', 'omar']);
    expect(told(afterFailure(second, 'olga'))).to.deep.equal(['omar']);
  });

  it('does not go round when an officer has the complaint', () => {
    const taken = { ...posted(), assignee: 'olga', state: 'assigned' } as const;
    const third = afterFailure(afterFailure(taken, lead), 'olga');
    expect(told(third)).to.deep.equal(['omar']);
  });

  it('goes to nobody else in a team without a lead', () => {
    const organised = organisationWithTeam('repairs', { lead: null });
    const complaint = afterFailure(posted(organised), 'olga', 'person-gone', organised);
    expect(told(complaint)).to.deep.equal(['omar']);
  });
});
