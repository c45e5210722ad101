import { expect } from 'chai';
import { decideSystem } from '../../../src/domain/commands/decide.js';
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
    const activity = { kind: 'hear', by: WHO.member, at: LATER - 60_000 } as const;
    const { facts, history } = expectAccepted(decideSystem(filed(), activity, asSystem(LATER)));
    expect(facts.lastLifeAt).to.equal(LATER - 60_000);
    expect(history).to.deep.equal([
      { at: LATER, by: WHO.member, what: 'hear', args: { at: LATER - 60_000 } },
    ]);
  });

  it('changes nothing when the platform sends it again, even after other messages', () => {
    const one = { kind: 'hear', by: WHO.member, at: LATER - 60_000 } as const;
    const two = { ...one, at: LATER - 30_000 };
    const activity = runSystem(runSystem(filed(), one, LATER), two, LATER);
    for (const again of [one, two]) {
      expect(decideSystem(activity, again, asSystem(LATER + 1)).kind).to.equal('unchanged');
    }
  });

  it('changes nothing if its author may not see the complaint, like members on a confidential one', () => {
    const secret = filed({ category: 'conduct' });
    for (const by of [WHO.member, WHO.outsider]) {
      const activity = decideSystem(secret, { kind: 'hear', by, at: LATER }, asSystem(LATER));
      expect(activity.kind, by).to.equal('unchanged');
    }
    for (const by of [WHO.reporter, WHO.lead, WHO.officer]) {
      const activity = decideSystem(secret, { kind: 'hear', by, at: LATER }, asSystem(LATER));
      expect(expectAccepted(activity).facts.lastLifeAt, by).to.equal(LATER);
    }
    const merged = { kind: 'hear', by: 'new-id', aliases: [WHO.lead], at: LATER } as const;
    expect(decideSystem(secret, merged, asSystem(LATER)).kind, 'by an alias').to.equal('accepted');
  });

  it('never moves the last activity back, nor into the future', () => {
    const old = { kind: 'hear', by: WHO.member, at: MONDAY - HOUR } as const;
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
    const activity = { kind: 'hear', by: WHO.member, at: realNow - 60_000 } as const;
    const { facts } = expectAccepted(decideSystem(filed(), activity, asSystem(LATER, { realNow })));
    expect(facts.lastLifeAt).to.equal(LATER - 60_000);
  });
});
