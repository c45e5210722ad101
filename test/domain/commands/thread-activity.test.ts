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

describe('what is written in the thread', () => {
  it('counts as life from when it was written, and its author and time are kept', () => {
    const heard = { kind: 'hear', by: WHO.member, at: LATER - 60_000 } as const;
    const { facts, history } = expectAccepted(decideSystem(filed(), heard, asSystem(LATER)));
    expect(facts.lastLifeAt).to.equal(LATER - 60_000);
    expect(history).to.deep.equal([
      { at: LATER, by: WHO.member, what: 'hear', args: { at: LATER - 60_000 } },
    ]);
  });

  it('changes nothing when the platform sends it again, also after other messages', () => {
    const one = { kind: 'hear', by: WHO.member, at: LATER - 60_000 } as const;
    const two = { ...one, at: LATER - 30_000 };
    const heard = runSystem(runSystem(filed(), one, LATER), two, LATER);
    for (const again of [one, two]) {
      expect(decideSystem(heard, again, asSystem(LATER + 1)).kind).to.equal('unchanged');
    }
  });

  it('changes nothing when its author may not see the complaint, as members a confidential one', () => {
    const secret = filed({ category: 'conduct' });
    for (const by of [WHO.member, WHO.outsider]) {
      const heard = decideSystem(secret, { kind: 'hear', by, at: LATER }, asSystem(LATER));
      expect(heard.kind, by).to.equal('unchanged');
    }
    for (const by of [WHO.reporter, WHO.lead, WHO.officer]) {
      const heard = decideSystem(secret, { kind: 'hear', by, at: LATER }, asSystem(LATER));
      expect(expectAccepted(heard).facts.lastLifeAt, by).to.equal(LATER);
    }
    const merged = { kind: 'hear', by: 'new-id', aliases: [WHO.lead], at: LATER } as const;
    expect(decideSystem(secret, merged, asSystem(LATER)).kind, 'by an alias').to.equal('accepted');
  });

  it('never moves life back, nor into the future', () => {
    const old = { kind: 'hear', by: WHO.member, at: MONDAY - HOUR } as const;
    expect(expectAccepted(decideSystem(filed(), old, asSystem(LATER))).facts.lastLifeAt).to.equal(
      MONDAY,
    );
    const ahead = { ...old, at: LATER + HOUR };
    expect(expectAccepted(decideSystem(filed(), ahead, asSystem(LATER))).facts.lastLifeAt).to.equal(
      LATER,
    );
  });

  it('is timed by business time where the clock was moved forward', () => {
    const realNow = LATER - 50 * HOUR;
    const heard = { kind: 'hear', by: WHO.member, at: realNow - 60_000 } as const;
    const { facts } = expectAccepted(decideSystem(filed(), heard, asSystem(LATER, { realNow })));
    expect(facts.lastLifeAt).to.equal(LATER - 60_000);
  });
});
