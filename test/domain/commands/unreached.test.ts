import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Delivery, FailureReason } from '../../../src/domain/complaint/delivery.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import {
  COMMANDS,
  filed,
  happened,
  having,
  inState,
  MONDAY,
  organisation,
  sentAll,
  untilNudged,
  WHO,
  withTeam,
} from '../../support/domain.js';

const { assignee, lead, member, officer, reporter } = WHO;
const NOTE = { ...COMMANDS.update, audience: 'reporter' } as const;

/** The complaint after the last message in its outbox for this person failed for good, or the last update where there is none. */
function failed(
  complaint: Complaint,
  person: string,
  reason: FailureReason = 'person-unreachable',
  organised: Organisation = organisation(),
): Complaint {
  const theirs = complaint.outbox.filter((one) => one.person === person);
  const item = theirs.findLast(({ kind }) => kind !== 'update') ?? theirs.at(-1);
  if (item === undefined) throw new Error(`nothing for ${person}`);
  const left = { ...complaint, outbox: complaint.outbox.filter((one) => one !== item) };
  const command = { kind: 'undelivered', delivery: item.id, reason } as const;
  const told = happened(complaint, command, MONDAY, { organisation: organised });
  const more = told.outbox.slice(complaint.outbox.length);
  return { ...told, outbox: [...left.outbox, ...more] };
}

function unreached(complaint: Complaint): readonly Delivery[] {
  return complaint.outbox.filter(({ view }) => view.name === 'unreached');
}

const inThread = (person: string) => ({
  slot: 'thread',
  view: { name: 'unreached', args: { person } },
});

describe('a person who cannot be reached in chat', () => {
  it('is named in the team’s thread, the reporter when their card or a note did not arrive', () => {
    const posting = {
      ...filed(),
      refs: { 'team-card': { platform: 'slack', key: 'm1' } },
    } as const;
    const noted = having(sentAll(inState('assigned')), assignee, NOTE);
    for (const complaint of [posting, noted]) {
      for (const reason of ['person-gone', 'person-unreachable', 'no-place'] as const) {
        const [said, ...more] = unreached(failed(complaint, reporter, reason));
        expect(said).to.deep.include(inThread(reporter));
        expect(more).to.deep.equal([]);
      }
    }
  });

  it('is named when reminders of a promise do not reach them, and the ladder goes on', () => {
    const promised = having(sentAll(inState('assigned')), assignee, COMMANDS.acknowledge);
    const { complaint } = untilNudged(promised, assignee);
    const after = failed(complaint, assignee);
    expect(unreached(after)[0]).to.deep.include(inThread(assignee));
    const next = after.outbox.filter((one) => one.kind === 'nudge' && one.person === lead);
    expect(next).to.have.length(1);
  });

  it('is named once for each complaint', () => {
    const once = failed(having(sentAll(inState('assigned')), assignee, NOTE), reporter);
    const twice = failed(having(sentAll(once), assignee, NOTE), reporter);
    expect(unreached(twice)).to.deep.equal([]);
    const given = having(sentAll(twice), lead, COMMANDS.assign);
    expect(unreached(failed(given, member))[0]).to.deep.include(inThread(member));
  });

  it('is not named when the platform only was away for a day, or the team has no thread', () => {
    const noted = having(sentAll(inState('assigned')), assignee, NOTE);
    expect(unreached(failed(noted, reporter, 'gave-up'))).to.deep.equal([]);
    expect(unreached(failed({ ...noted, refs: {} }, reporter))).to.deep.equal([]);
  });

  it('is named to nobody but those who handle a confidential complaint', () => {
    const noted = having(sentAll(inState('assigned', 'conduct')), officer, NOTE);
    const told = unreached(failed(noted, reporter));
    expect(told.map(({ person }) => person)).to.deep.equal([assignee, lead]);
    const given = having(sentAll(inState('assigned', 'conduct')), officer, COMMANDS.assign);
    expect(unreached(failed(given, member)).map(({ person }) => person)).to.deep.equal([lead]);
  });

  it('is named by the next rung’s reminder alone when a confidential complaint’s did not arrive', () => {
    const { complaint } = untilNudged(sentAll(inState('assigned', 'conduct')), assignee);
    const after = failed(complaint, assignee);
    expect(unreached(after)).to.deep.equal([]);
    expect(after.outbox.at(-1)?.view.args.unreachable).to.equal(assignee);
  });
});

describe('a reporter’s card that cannot be brought up to date because they left that chat', () => {
  const taken = (): Complaint => having(sentAll(filed()), assignee, COMMANDS.take);
  const cards = ({ outbox }: Complaint): readonly string[] =>
    outbox.filter(({ slot }) => slot === 'reporter-card').map(({ kind }) => kind);

  it('is posted anew, for they may have another chat', () => {
    for (const reason of ['person-gone', 'person-unreachable', 'no-place'] as const) {
      expect(cards(failed(taken(), reporter, reason))).to.deep.equal(['post']);
    }
  });

  it('is news to the team only when it cannot be posted anew either', () => {
    const posted = failed(taken(), reporter);
    expect(unreached(posted)).to.deep.equal([]);
    expect(unreached(failed(posted, reporter))[0]).to.deep.include(inThread(reporter));
  });

  it('is posted anew once, not with every change', () => {
    const again = having(sentAll(failed(taken(), reporter)), assignee, COMMANDS.acknowledge);
    expect(cards(failed(again, reporter))).to.deep.equal([]);
  });
});

describe('word of a card that found no channel', () => {
  const posted = (organised = organisation()): Complaint => {
    const item = filed().outbox.find(({ slot }) => slot === 'team-card');
    const command = { kind: 'undelivered', delivery: item?.id ?? '', reason: 'no-place' } as const;
    return happened(filed(), command, MONDAY, { organisation: organised });
  };
  const told = ({ outbox }: Complaint): readonly (string | null)[] =>
    outbox.filter(({ view }) => view.name === 'unplaced').map(({ person }) => person);

  it('goes to the officers when the lead cannot be reached, and ends there', () => {
    const second = failed(posted(), lead);
    expect(told(second)).to.deep.equal(['olga', 'omar']);
    expect(told(failed(second, 'olga'))).to.deep.equal(['omar']);
  });

  it('does not go round when an officer has the complaint', () => {
    const taken = { ...posted(), assignee: 'olga', state: 'assigned' } as const;
    const third = failed(failed(taken, lead), 'olga');
    expect(told(third)).to.deep.equal(['omar']);
  });

  it('goes to nobody else in a team without a lead', () => {
    const organised = withTeam('repairs', { lead: null });
    const complaint = failed(posted(organised), 'olga', 'person-gone', organised);
    expect(told(complaint)).to.deep.equal(['omar']);
  });
});
