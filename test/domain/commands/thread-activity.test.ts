import { expect } from 'chai';
import { decideSystem } from '../../../src/domain/commands/decide.js';
import { type Complaint, HISTORY_LIMIT } from '../../../src/domain/complaint/complaint.js';
import {
  asSystem,
  expectAccepted,
  filed,
  HOUR,
  MONDAY,
  runSystem,
  WHO,
} from '../../support/domain.js';

const LATER = MONDAY + HOUR;

describe('a message in the thread', () => {
  it('counts as activity from its time, and its author and time are recorded', () => {
    const activity = { kind: 'hear', placement: 1, by: WHO.member, at: LATER - 60_000 } as const;
    const { facts, history } = expectAccepted(decideSystem(filed(), activity, asSystem(LATER)));
    expect(facts.lastLifeAt).to.equal(LATER - 60_000);
    expect(history).to.deep.equal([
      { at: LATER, by: WHO.member, what: 'hear', args: { at: LATER - 60_000 } },
    ]);
  });

  it('changes nothing when the platform sends it again, even after other messages', () => {
    const one = { kind: 'hear', placement: 1, by: WHO.member, at: LATER - 60_000 } as const;
    const two = { ...one, at: LATER - 30_000 };
    const activity = runSystem(runSystem(filed(), one, LATER), two, LATER);
    for (const again of [one, two]) {
      expect(decideSystem(activity, again, asSystem(LATER + 1)).kind).to.equal('unchanged');
    }
  });

  it('is recognised when it comes again, also when the history is full and others followed', () => {
    const start: Complaint = {
      ...filed(),
      history: new Array(HISTORY_LIMIT).fill(filed().history[0]),
    };
    const messages = Array.from({ length: 100 }, (_, n) => {
      const by = n % 2 === 0 ? WHO.member : WHO.assignee;
      return { kind: 'hear', placement: 1, by, at: MONDAY + n * 1000 } as const;
    });
    const talked = messages
      .toReversed()
      .reduce<Complaint>((complaint, next) => runSystem(complaint, next, LATER), start);
    for (const again of messages) {
      expect(decideSystem(talked, again, asSystem(LATER + 1)).kind).to.equal('unchanged');
    }
  });

  it('does not count when it comes again after a hundred later ones, and makes no list longer', () => {
    let complaint = filed();
    const first = { kind: 'hear', placement: 1, by: WHO.member, at: MONDAY } as const;
    for (let n = 0; n < 150; n += 1) {
      complaint = runSystem(complaint, { ...first, at: MONDAY + n * 1000 }, LATER);
    }
    expect(complaint.heard).to.have.length(100);
    expect(complaint.heard.at(-1)).to.deep.equal({ at: MONDAY + 149_000, by: WHO.member });
    for (const at of [MONDAY, MONDAY + 49_000, MONDAY + 49_500]) {
      const again = decideSystem(complaint, { ...first, at }, asSystem(LATER + 1));
      expect(again.kind, String(at - MONDAY)).to.equal('unchanged');
    }
    const late = decideSystem(complaint, { ...first, at: MONDAY + 99_500 }, asSystem(LATER));
    expect(late.kind, 'a late one that is new').to.equal('accepted');
  });

  it('changes nothing if its author may not see the complaint, like members on a confidential one', () => {
    const secret = filed({ category: 'conduct' });
    for (const by of [WHO.member, WHO.outsider]) {
      const activity = decideSystem(
        secret,
        { kind: 'hear', placement: 1, by, at: LATER },
        asSystem(LATER),
      );
      expect(activity.kind, by).to.equal('unchanged');
    }
    for (const by of [WHO.reporter, WHO.lead, WHO.officer]) {
      const activity = decideSystem(
        secret,
        { kind: 'hear', placement: 1, by, at: LATER },
        asSystem(LATER),
      );
      expect(expectAccepted(activity).facts.lastLifeAt, by).to.equal(LATER);
    }
    const merged = {
      kind: 'hear',
      placement: 1,
      by: 'new-id',
      aliases: [WHO.lead],
      at: LATER,
    } as const;
    expect(decideSystem(secret, merged, asSystem(LATER)).kind, 'by an alias').to.equal('accepted');
  });

  it('never moves the last activity back, nor into the future', () => {
    const old = { kind: 'hear', placement: 1, by: WHO.member, at: MONDAY - HOUR } as const;
    expect(expectAccepted(decideSystem(filed(), old, asSystem(LATER))).facts.lastLifeAt).to.equal(
      MONDAY,
    );
    const ahead = { ...old, at: LATER + HOUR };
    expect(expectAccepted(decideSystem(filed(), ahead, asSystem(LATER))).facts.lastLifeAt).to.equal(
      LATER,
    );
  });

  it('is timed by business time if the clock was moved forward', () => {
    const realNow = LATER - 50 * HOUR;
    const activity = { kind: 'hear', placement: 1, by: WHO.member, at: realNow - 60_000 } as const;
    const { facts } = expectAccepted(decideSystem(filed(), activity, asSystem(LATER, { realNow })));
    expect(facts.lastLifeAt).to.equal(LATER - 60_000);
  });
});
