import { expect } from 'chai';
import { decide } from '../../../src/domain/commands/decide.js';
import type { PersonCommand } from '../../../src/domain/complaint/command.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { findAcknowledgement, findResolution } from '../../../src/domain/complaint/handling.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import {
  act,
  asActor,
  at,
  COMMANDS,
  createOrganisation,
  filed,
  HOUR,
  inState,
  MONDAY,
  TELLING,
  WHO,
} from '../../support/domain.js';
import { decideAccepted, LATER, toAnswerCode } from './decide-accepted.js';

const FRIDAY = at('2026-11-20T16:00');
const MINUTE = 60_000;

/** The refusals of a command by the assignee, each with its field. */
function findRefusals(complaint: Complaint, command: PersonCommand): readonly string[] {
  const decision = decide(complaint, command, asActor(WHO.assignee, LATER));
  return decision.kind === 'refused'
    ? decision.refusals.map(({ code, field }) => `${code} ${field}`)
    : [];
}

describe('when the complainant was told', () => {
  const early = inState('assigned');

  it('is now unless a person says another time, and the record keeps both', () => {
    const received = filed({ receivedAt: FRIDAY });
    const said = { ...COMMANDS.acknowledge, at: FRIDAY + HOUR };
    const { facts, history } = decideAccepted(received, said, WHO.member);
    expect(facts.acknowledgements[0]).to.deep.include({ at: FRIDAY + HOUR, recordedAt: LATER });
    expect(history[0]).to.deep.include({ at: LATER });
    expect(history[0]?.args).to.deep.include({ at: FRIDAY + HOUR });
    const now = decideAccepted(received, COMMANDS.acknowledge, WHO.member);
    expect(now.facts.acknowledgements[0]).to.deep.include({ at: LATER, recordedAt: LATER });
  });

  it('is never in the future, and never before the complaint was received', () => {
    const told = inState('resolved');
    const resolving = { ...COMMANDS.resolve, told: TELLING };
    for (const [when, code] of [
      [LATER + HOUR, 'date-future'],
      [MONDAY - MINUTE, 'date-before-received'],
      [Number.NaN, 'no-date'],
    ] as const) {
      const said = { ...TELLING, at: when };
      expect(findRefusals(early, { kind: 'acknowledge', ...said })).to.deep.equal([`${code} at`]);
      expect(findRefusals(told, { kind: 'tell', ...said })).to.deep.equal([`${code} at`]);
      const resolve = { ...resolving, told: said };
      expect(findRefusals(early, resolve)).to.deep.equal([`${code} toldAt`]);
    }
  });

  it('may be the minute of the receipt, and a minute that has just begun elsewhere', () => {
    const received = filed({ receivedAt: MONDAY + 42_000, now: LATER });
    for (const [when, kept] of [
      [MONDAY, MONDAY + 42_000],
      [LATER + MINUTE, LATER],
    ] as const) {
      const said = { ...COMMANDS.acknowledge, at: when };
      const { facts } = decideAccepted(received, said, WHO.member);
      expect(facts.acknowledgements[0]?.at).to.equal(kept);
    }
  });

  it('takes the means and the words with it', () => {
    const silent = { ...TELLING, words: '  ', means: 'pigeon' as 'phone' };
    expect(findRefusals(inState('resolved'), { kind: 'tell', ...silent })).to.have.members([
      'unknown-choice means',
      'missing words',
    ]);
    expect(findRefusals(early, { ...COMMANDS.resolve, told: silent })).to.have.members([
      'unknown-choice toldMeans',
      'missing toldWords',
    ]);
  });
});

describe('that the complainant was told of the resolution', () => {
  it('is recorded when it is resolved, or later, with who said so', () => {
    const evidence = { ...TELLING, at: LATER, recordedAt: LATER, by: WHO.assignee };
    const resolving = { ...COMMANDS.resolve, told: TELLING };
    const at = decideAccepted(inState('assigned'), resolving, WHO.assignee);
    expect(findResolution(at.facts)?.told).to.deep.equal(evidence);
    const { at: _, ...rest } = TELLING;
    expect(at.history[0]?.args).to.deep.include({ told: true, telling: { at: LATER, ...rest } });
    const later = decideAccepted(inState('resolved'), COMMANDS.tell, WHO.assignee);
    expect(findResolution(later.facts)?.told).to.deep.equal(evidence);
  });

  it('is not set by a follow-up', () => {
    const decision = decide(
      inState('resolved'),
      COMMANDS['follow-up'],
      asActor(WHO.reporter, LATER),
    );
    expect(decision).to.deep.include({
      kind: 'refused',
      refusals: [{ code: 'tell-first', field: null, args: {} }],
    });
  });

  it('is recorded once', () => {
    const told = act(inState('resolved'), WHO.assignee, COMMANDS.tell);
    expect(toAnswerCode(decide(told, COMMANDS.tell, asActor(WHO.lead, LATER)))).to.equal(
      'already-told',
    );
  });
});

describe('an acknowledgement', () => {
  it('is recorded once in each round', () => {
    const first = act(inState('assigned'), WHO.assignee, COMMANDS.acknowledge);
    const again = decide(first, COMMANDS.acknowledge, asActor(WHO.lead, LATER));
    expect(toAnswerCode(again)).to.equal('already-acknowledged');
    const resolved = act(first, WHO.assignee, COMMANDS.resolve);
    const reopened = act(resolved, WHO.reporter, COMMANDS.reopen);
    expect(findAcknowledgement(reopened)).to.equal(null);
    const second = act(reopened, WHO.assignee, COMMANDS.acknowledge);
    expect(second.acknowledgements.map(({ round }) => round)).to.deep.equal([1, 2]);
  });

  it('is due one working day after the complaint was received', () => {
    const organisation = createOrganisation();
    const dueTimes = (complaint: Complaint): readonly number[] =>
      planComplaintNudges(complaint, organisation)
        .filter(({ rule, rung }) => rule === 'acknowledgement' && rung === 1)
        .map(({ dueAt }) => dueAt);
    expect(dueTimes(filed())).to.deep.equal([at('2026-11-24T10:00')]);
    expect(dueTimes(filed({ receivedAt: FRIDAY }))).to.deep.equal([at('2026-11-23T16:00')]);
  });
});

describe('when the complaint was received', () => {
  const letter = filed({ receivedAt: FRIDAY });

  it('is recorded beside when it was recorded, also in the history', () => {
    expect(letter).to.deep.include({ receivedAt: FRIDAY, filedAt: MONDAY });
    expect(letter.history[0]?.args).to.deep.equal({ receivedAt: FRIDAY });
    expect(filed().receivedAt).to.equal(MONDAY);
  });

  it('is corrected by the lead or an officer, with a reason, and the history has both dates', () => {
    const command = COMMANDS['correct-received'];
    const { facts, history } = decideAccepted(letter, command, WHO.lead);
    expect(facts.receivedAt).to.equal(command.receivedAt);
    expect(history[0]).to.deep.include({
      what: 'correct-received',
      args: { was: FRIDAY, receivedAt: command.receivedAt, reason: command.reason },
    });
    for (const person of [WHO.reporter, WHO.member]) {
      const decision = decide(letter, command, asActor(person, LATER));
      expect(decision.kind, person).to.equal('refused');
    }
  });

  it('is not later than anything that shows that it was known', () => {
    const acknowledged = act(letter, WHO.member, { ...COMMANDS.acknowledge, at: FRIDAY + HOUR });
    const refusals = (complaint: Complaint, receivedAt: number | null, reason = 'why') => {
      const command = { ...COMMANDS['correct-received'], receivedAt, reason };
      const decision = decide(complaint, command, asActor(WHO.lead, LATER));
      return decision.kind === 'refused' ? decision.refusals.map(({ code }) => code) : [];
    };
    expect(refusals(letter, FRIDAY + 2 * HOUR)).to.deep.equal([]);
    expect(refusals(acknowledged, FRIDAY + 2 * HOUR)).to.deep.equal(['received-late']);
    expect(refusals(letter, MONDAY + HOUR)).to.deep.equal(['received-late']);
    expect(refusals(letter, null, ' ')).to.deep.equal(['no-date', 'missing']);
  });
});
