import { expect } from 'chai';
import fc from 'fast-check';
import { decide } from '../../../src/domain/commands/decide.js';
import { PROMISE_ANSWERS } from '../../../src/domain/complaint/command.js';
import type { ComplaintPromise } from '../../../src/domain/complaint/facts.js';
import { isPromiseSettled, promiseState } from '../../../src/domain/complaint/promise.js';
import type { Refusal } from '../../../src/domain/document/refusal.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import { text } from '../../../src/text/index.js';
import {
  act,
  asActor,
  at,
  COMMANDS,
  createDailyCalendar,
  createOrganisation,
  createWeekCalendar,
  inState,
  MINUTE,
  NEW_YORK,
  OFFICE,
  organisationWithTeam,
  WHO,
  workingHours,
} from '../../support/domain.js';
import { decideAccepted, LATER } from './decide-accepted.js';

const COMMAND_KINDS = ['promise', 'renegotiate'] as const;

describe('a promise', () => {
  const made: ComplaintPromise = {
    id: 'p1',
    what: 'a plasterer',
    dueAt: 100,
    basis: 'rota',
    by: 'ann',
    madeAt: 1,
    doneAt: null,
    renegotiatedAt: null,
    replaces: null,
    released: null,
  };

  it('is open until it is due, and then broken', () => {
    expect(promiseState(made, 99)).to.equal('open');
    expect(promiseState(made, 100)).to.equal('open');
    expect(promiseState(made, 101)).to.equal('broken');
  });

  it('is kept when done in time, and stays broken when done late', () => {
    expect(promiseState({ ...made, doneAt: 100 }, 500)).to.equal('kept');
    expect(promiseState({ ...made, doneAt: 101 }, 500)).to.equal('broken');
  });

  it('is renegotiated when another date was agreed in time, and broken when too late', () => {
    expect(promiseState({ ...made, renegotiatedAt: 100 }, 500)).to.equal('renegotiated');
    expect(promiseState({ ...made, renegotiatedAt: 101 }, 500)).to.equal('broken');
  });

  it('is released when it was no longer owed in time, and broken when it was late by then', () => {
    const releasedAt = (at: number) => ({ ...made, released: { at, by: 'ann' } });
    expect(promiseState(releasedAt(100), 500)).to.equal('released');
    expect(promiseState(releasedAt(101), 500)).to.equal('broken');
    expect(isPromiseSettled(releasedAt(101))).to.equal(true);
  });

  it('is replaced by a new one when renegotiated; the new one and the history name both', () => {
    const { facts, history } = decideAccepted(
      inState('assigned'),
      COMMANDS.renegotiate,
      WHO.assignee,
    );
    expect(facts.promises.map(({ id, what }) => `${id} ${what}`)).to.deep.equal([
      'p1 a plasterer',
      'p2 a plasterer',
    ]);
    expect(facts.promises[0]).to.include({ renegotiatedAt: LATER, replaces: null });
    expect(facts.promises[1]).to.include({ renegotiatedAt: null, replaces: 'p1' });
    expect(history[0]?.args).to.deep.equal({
      promise: 'p1',
      was: at('2026-12-01T12:00'),
      new: 'p2',
      dueAt: at('2026-12-03T12:00'),
      basis: 'ill',
    });
  });

  it('is refused in words from the hundredth on, and so is a new date; the others can be kept', () => {
    const assigned = inState('assigned');
    const many = (length: number) => ({
      ...assigned,
      promises: Array.from({ length }, (_, n) => ({ ...made, id: `p${n + 1}`, dueAt: 9e12 })),
    });
    const decideAt = (length: number, kind: 'promise' | 'renegotiate' | 'keep') =>
      decide(many(length), COMMANDS[kind], asActor(WHO.assignee, LATER));
    for (const kind of COMMAND_KINDS) {
      const decision = decideAt(100, kind);
      const codes = decision.kind === 'refused' ? decision.refusals.map(({ code }) => code) : [];
      expect(codes, kind).to.deep.equal(['promises-full']);
      expect(decideAt(99, kind), kind).to.include({ kind: 'accepted' });
    }
    expect(decideAt(100, 'keep')).to.include({ kind: 'accepted' });
    expect(text.refusals['promises-full']({})).to.include('100 promises').and.include('resolve it');
  });

  it('becomes what is said of it when the complaint is resolved', () => {
    const [before] = inState('assigned').promises;
    const settled = {
      kept: { ...before, doneAt: LATER },
      released: { ...before, released: { at: LATER, by: WHO.assignee } },
      open: before,
    };
    for (const answer of PROMISE_ANSWERS) {
      const command = { ...COMMANDS.resolve, promises: [{ promise: 'p1', answer }] };
      const { facts, history } = decideAccepted(inState('assigned'), command, WHO.assignee);
      expect(facts.promises, answer).to.deep.equal([settled[answer]]);
      expect(history[0]?.args, answer).to.deep.include({ promises: command.promises });
    }
  });

  it('stays open when the complaint is resolved and nobody says anything of it', () => {
    const command = { ...COMMANDS.resolve, promises: [{ promise: 'p7', answer: 'kept' }] } as const;
    const { facts, history } = decideAccepted(inState('assigned'), command, WHO.assignee);
    expect(facts.promises).to.deep.equal(inState('assigned').promises);
    expect(history[0]?.args).to.deep.include({ promises: [] });
  });

  it('goes on reminding when it is still open in a resolved complaint, and can be settled there', () => {
    const resolved = act(inState('assigned'), WHO.assignee, { ...COMMANDS.resolve, promises: [] });
    const told = act(resolved, WHO.assignee, COMMANDS.tell);
    const rules = planComplaintNudges(told, createOrganisation()).map(({ rule }) => rule);
    expect(rules).to.include.members(['promise-near', 'promise-passed', 'quiet']);
    expect(rules).not.to.include('follow-up');
    for (const kind of ['keep', 'waive', 'renegotiate'] as const) {
      const { facts } = decideAccepted(told, COMMANDS[kind], WHO.assignee);
      expect(facts.promises[0] && isPromiseSettled(facts.promises[0]), kind).to.equal(true);
    }
  });

  it('is no longer owed when the complainant agreed, in their words', () => {
    const { facts, history } = decideAccepted(inState('assigned'), COMMANDS.waive, WHO.assignee);
    expect(facts.promises[0]?.released).to.deep.equal({ at: LATER, by: WHO.assignee });
    expect(history[0]).to.deep.include({
      what: 'waive',
      args: { promise: 'p1', words: 'I did it myself.' },
    });
    const silent = { ...COMMANDS.waive, words: ' ' };
    expect(decide(inState('assigned'), silent, asActor(WHO.assignee, LATER))).to.deep.include({
      refusals: [{ code: 'missing', field: 'words', args: {} }],
    });
  });

  it('is released when the complaint is withdrawn', () => {
    const withdrawn = decideAccepted(inState('assigned'), COMMANDS.withdraw, WHO.reporter);
    expect(withdrawn.facts.promises[0]).to.deep.include({
      ...{ doneAt: null, renegotiatedAt: null },
      released: { at: LATER, by: WHO.reporter },
    });
  });

  it('stays kept or renegotiated in time, however long after that the complaint ends', () => {
    const afterwards = at('2027-01-04T12:00');
    for (const [command, state] of [
      ['keep', 'kept'],
      ['renegotiate', 'renegotiated'],
    ] as const) {
      const settled = act(inState('assigned'), WHO.assignee, COMMANDS[command], LATER);
      const [before] = settled.promises;
      for (const end of ['resolve', 'withdraw'] as const) {
        const [after] = act(settled, WHO.assignee, COMMANDS[end], afterwards).promises;
        expect(after, `${command}, ${end}`).to.deep.equal(before);
        expect(after && promiseState(after, afterwards), `${command}, ${end}`).to.equal(state);
      }
    }
  });
});

describe('the date of a promise', () => {
  const SATURDAY = '2026-12-12T14:00';

  /** The refusal of a promise, or of a new date, that is made at `now`; undefined if it is recorded. */
  function findRefusal(
    kind: (typeof COMMAND_KINDS)[number],
    dueAt: string,
    { now = LATER, organisation = createOrganisation(), unworked = false } = {},
  ): Refusal | undefined {
    const command = { ...COMMANDS[kind], dueAt: at(dueAt), unworked };
    const context = asActor(WHO.assignee, now, { organisation });
    const decision = decide(inState('assigned'), command, context);
    return decision.kind === 'refused' ? decision.refusals[0] : undefined;
  }

  it('is refused when nobody works then, with the working moment before it, in the team’s zone', () => {
    for (const kind of COMMAND_KINDS) {
      const zone = 'Europe/London';
      const before = at('2026-12-11T17:00');
      expect(findRefusal(kind, SATURDAY), kind).to.deep.equal({
        code: 'date-unworked',
        field: 'dueAt',
        args: { at: at(SATURDAY), before, zone },
      });
    }
    const args = { at: at(SATURDAY), before: at('2026-12-11T17:00'), zone: 'Europe/London' };
    expect(text.refusals['date-unworked'](args)).to.equal(
      'Nobody works on Saturday 12 December 2026 at 14:00 (Europe/London). The working moment before it is Friday 11 December 2026 at 17:00. Enter that, or tick “Keep the time, even if nobody works then”.',
    );
  });

  it('is refused with the next working moment when nobody works before it', () => {
    const late = { now: at('2026-11-27T17:00') };
    for (const kind of COMMAND_KINDS) {
      expect(findRefusal(kind, '2026-11-28T14:00', late), kind).to.deep.equal({
        code: 'date-before-work',
        field: 'dueAt',
        args: { next: at('2026-11-30T09:00'), zone: 'Europe/London' },
      });
    }
    expect(
      text.refusals['date-before-work']({ next: at('2026-11-30T09:00'), zone: 'Europe/London' }),
    ).to.equal(
      'Nobody works until Monday 30 November 2026 at 09:00 (Europe/London). Choose that time or a later one, or tick “Keep the time, even if nobody works then”.',
    );
  });

  it('is taken from the first moment of work to the very last', () => {
    for (const due of ['2026-12-11T09:00', '2026-12-11T12:00', '2026-12-11T17:00']) {
      for (const kind of COMMAND_KINDS) {
        expect(findRefusal(kind, due), `${kind} ${due}`).to.equal(undefined);
      }
    }
    expect(findRefusal('promise', '2026-12-11T17:01')?.code).to.equal('date-unworked');
    expect(findRefusal('promise', '2026-12-11T08:59')?.code).to.equal('date-unworked');
  });

  it('is taken at any hour by a team that works around the clock', () => {
    const calendar = createDailyCalendar([workingHours(0, 24)], 'Europe/London');
    const organisation = organisationWithTeam('repairs', { calendar });
    for (const due of [SATURDAY, '2026-12-12T00:00', '2026-12-13T23:59', '2026-12-25T12:00']) {
      expect(findRefusal('promise', due, { organisation }), due).to.equal(undefined);
    }
  });

  it('is kept as it is if the person says so, and the history says that nobody works then', () => {
    for (const kind of COMMAND_KINDS) {
      const kept = { ...COMMANDS[kind], dueAt: at(SATURDAY), unworked: true };
      const { facts, history } = decideAccepted(inState('assigned'), kept, WHO.assignee);
      expect(facts.promises.at(-1)?.dueAt, kind).to.equal(at(SATURDAY));
      expect(history[0]?.args, kind).to.include({ dueAt: at(SATURDAY), unworked: true });
      const worked = { ...COMMANDS[kind], unworked: true };
      const usual = decideAccepted(inState('assigned'), worked, WHO.assignee);
      expect(usual.history[0]?.args, kind).not.to.have.property('unworked');
    }
  });

  it('that is offered instead is taken, whatever the hours and the zone', () => {
    const calendars = fc.constantFrom(
      OFFICE,
      NEW_YORK,
      createWeekCalendar([workingHours(16, 24)], 'Australia/Lord_Howe', ['2026-12-11']),
      createDailyCalendar([workingHours(0, 6), workingHours(22, 24)], 'America/Santiago'),
    );
    fc.assert(
      fc.property(calendars, fc.integer({ min: 1, max: 60 * 24 * 60 }), (calendar, minutes) => {
        const organisation = organisationWithTeam('repairs', { calendar });
        const decideAt = (dueAt: number) =>
          decide(
            inState('assigned'),
            { ...COMMANDS.promise, dueAt },
            asActor(WHO.assignee, LATER, { organisation }),
          );
        const dueAt = LATER + minutes * MINUTE;
        const decision = decideAt(dueAt);
        if (decision.kind !== 'refused') return;
        const [refused] = decision.refusals;
        if (refused.code === 'date-unworked') {
          expect(refused.args.before).to.be.within(LATER + 1, dueAt - 1);
          expect(decideAt(refused.args.before).kind).to.equal('accepted');
        } else {
          expect(refused.code).to.equal('date-before-work');
          if (refused.code !== 'date-before-work') return;
          expect(refused.args.next).to.be.greaterThan(dueAt);
          expect(decideAt(refused.args.next).kind).to.equal('accepted');
        }
      }),
      { numRuns: 200 },
    );
  });
});
