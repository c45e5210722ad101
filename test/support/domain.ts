import { DateTime } from 'luxon';
import { decide, decideSystem } from '../../src/domain/commands/decide.js';
import { fileComplaint } from '../../src/domain/commands/filing.js';
import type {
  CommandOf,
  PersonCommand,
  SystemCommand,
} from '../../src/domain/complaint/command.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type {
  Decision,
  DecisionContext,
  PersonContext,
} from '../../src/domain/complaint/decision.js';
import type { Delivery } from '../../src/domain/complaint/delivery.js';
import type { ComplaintState } from '../../src/domain/complaint/facts.js';
import { toViewer } from '../../src/domain/complaint/permissions.js';
import { changedFacts } from '../../src/domain/document/document.js';
import type { Details } from '../../src/domain/intake/details.js';
import type { Calendar, WorkingBlock } from '../../src/domain/organisation/calendar.js';
import {
  DEFAULT_POLICY,
  type Organisation,
  type Team,
} from '../../src/domain/organisation/organisation.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Returns a local time as ms UTC, e.g. `at('2026-11-23T09:00')`. London by default. */
export function at(local: string, zone = 'Europe/London'): number {
  const moment = DateTime.fromISO(local, { zone });
  if (!moment.isValid) throw new Error(`${local} is no moment in ${zone}`);
  return moment.toMillis();
}

/** Formats ms UTC as a local time, the reverse of {@link at}. Makes failures readable. */
export function formatLocal(moment: number | null | undefined, zone = 'Europe/London'): string {
  return DateTime.fromMillis(moment ?? Number.NaN, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
}

/** Returns a block of working time, given in hours of the wall clock. */
export function workingHours(from: number, to: number): WorkingBlock {
  return { from: from * 60, to: to * 60 };
}

/** Creates a calendar with the same blocks on Monday to Friday and none at the weekend. */
export function createWeekCalendar(
  blocks: readonly WorkingBlock[],
  zone = 'Europe/London',
  holidays: readonly string[] = [],
): Calendar {
  const week = { 1: blocks, 2: blocks, 3: blocks, 4: blocks, 5: blocks, 6: [], 7: [] };
  return { zone, week, holidays };
}

/** Creates a calendar with the same blocks every day. */
export function createDailyCalendar(blocks: readonly WorkingBlock[], zone: string): Calendar {
  const { week, holidays } = createWeekCalendar(blocks, zone);
  return { zone, week: { ...week, 6: blocks, 7: blocks }, holidays };
}

/** Monday to Friday 9 to 17, London. */
export const OFFICE = createWeekCalendar([workingHours(9, 17)]);
/** Monday to Friday 9 to 12 and 13 to 18, New York, with a holiday on Thanksgiving. */
export const NEW_YORK = createWeekCalendar(
  [workingHours(9, 12), workingHours(13, 18)],
  'America/New_York',
  ['2026-11-26'],
);

/** A Monday at 10:00, a working day in every team's calendar. */
export const MONDAY = at('2026-11-23T10:00');

/** Creates a team of two members and a lead, in London. */
export function createTeam(key: string, parts: Partial<Team> = {}): Team {
  const name = `Team ${key}`;
  const place = { platform: 'slack', channel: `C-${key}` } as const;
  const members = [`${key}-ann`, `${key}-bob`];
  const lead = `${key}-lead`;
  return { key, name, place, group: null, members, lead, calendar: OFFICE, ...parts };
}

/**
 * Creates an organisation with three teams (`repairs` with a lead in London, `billing` in New York,
 * `desk` without a lead), a category for each, a confidential one for two of them, two officers and
 * an ops channel.
 */
export function createOrganisation(parts: Partial<Organisation> = {}): Organisation {
  const teams = [
    createTeam('repairs'),
    createTeam('billing', { calendar: NEW_YORK }),
    createTeam('desk', { lead: null }),
  ];
  const category = (key: string, of: string, confidential: boolean) =>
    [key, { key, name: `About ${key}`, team: of, confidential }] as const;
  return {
    teams: new Map(teams.map((one) => [one.key, one])),
    categories: new Map([
      category('damp', 'repairs', false),
      category('conduct', 'repairs', true),
      category('invoice', 'billing', false),
      category('parcel', 'desk', false),
      category('privacy', 'desk', true),
    ]),
    officers: ['olga', 'omar'],
    ops: { platform: 'slack', channel: 'C-ops' },
    policy: DEFAULT_POLICY,
    ...parts,
  };
}

/** Creates an organisation with one team changed, see {@link createOrganisation}. */
export function organisationWithTeam(key: string, parts: Partial<Team>): Organisation {
  const base = createOrganisation();
  return { ...base, teams: new Map([...base.teams, [key, createTeam(key, parts)]]) };
}

/** The people around team `repairs`. The reporter and the outsider belong to no team. */
export const WHO = {
  reporter: 'rita',
  assignee: 'repairs-ann',
  member: 'repairs-bob',
  lead: 'repairs-lead',
  officer: 'olga',
  outsider: 'zoe',
} as const;

/** Creates a context without an actor. Business time and real time are both `now` by default. */
export function asSystem(now: number, parts: Partial<DecisionContext> = {}): DecisionContext {
  return { now, realNow: now, organisation: createOrganisation(), ...parts };
}

/** Creates a context with `person` as actor, in the roles that the organisation gives them. */
export function asActor(
  person: string,
  now: number,
  parts: Partial<DecisionContext> = {},
): PersonContext {
  const base = asSystem(now, parts);
  return { ...base, actor: toViewer(person, base.organisation) };
}

/** Creates valid details of a complaint. */
export function createDetails(parts: Partial<Details> = {}): Details {
  return {
    complainant: { name: 'Jo Tenant', account: 'T-17' },
    description: 'The bedroom wall is wet.',
    desiredOutcome: 'A dry wall.',
    impact: 'critical',
    means: 'phone',
    isPublic: false,
    ...parts,
  };
}

/** Files a complaint. By default the reporter does, on {@link MONDAY}. */
export function filed(
  parts: Partial<Record<'category' | 'by' | 'id', string>> &
    Partial<Record<'now' | 'receivedAt', number>> & { details?: Details } = {},
  organisation: Organisation = createOrganisation(),
): Complaint {
  const { category = 'damp', by = WHO.reporter, now = MONDAY, id = 'C-1001' } = parts;
  const { details = createDetails(), receivedAt = null } = parts;
  const who = asActor(by, now, { organisation });
  const checked = fileComplaint({ category, details, receivedAt }, who, `e-${id}`);
  if (!checked.ok) throw new Error(`not filed: ${checked.refusals.map((r) => r.code).join()}`);
  return checked.value(id);
}

/** Returns the complaint that a store would have after the decision. Unchanged if nothing was accepted. */
export function applyDecision(complaint: Complaint, decision: Decision): Complaint {
  if (decision.kind !== 'accepted') return complaint;
  return {
    ...complaint,
    ...changedFacts(complaint, decision.facts),
    version: complaint.version + 1,
    history: [...complaint.history, ...decision.history],
    outbox: [...complaint.outbox, ...decision.deliveries],
  };
}

/** Returns an accepted decision. Throws an error that names any other kind. */
export function expectAccepted(decision: Decision): Extract<Decision, { kind: 'accepted' }> {
  if (decision.kind === 'accepted') return decision;
  const why = decision.kind === 'refused' ? decision.refusals.map((r) => r.code).join() : '';
  throw new Error(`expected to be accepted, was ${decision.kind} ${why}`);
}

/** Returns the complaint after a command of `person` that must be accepted. */
export function act(
  complaint: Complaint,
  person: string,
  command: PersonCommand,
  now = MONDAY,
  parts: Partial<DecisionContext> = {},
): Complaint {
  return applyDecision(
    complaint,
    expectAccepted(decide(complaint, command, asActor(person, now, parts))),
  );
}

/** Returns the complaint after a system command that must be accepted. */
export function runSystem(
  complaint: Complaint,
  command: SystemCommand,
  now: number,
  parts: Partial<DecisionContext> = {},
): Complaint {
  return applyDecision(
    complaint,
    expectAccepted(decideSystem(complaint, command, asSystem(now, parts))),
  );
}

/** Returns the complaint with its whole outbox sent and confirmed. */
export function withAllSent(complaint: Complaint): Complaint {
  const posted = complaint.outbox.filter((item) => item.kind !== 'update');
  const refs = posted.map((item) => [item.slot, { platform: 'slack', key: item.id }] as const);
  return { ...complaint, outbox: [], refs: { ...complaint.refs, ...Object.fromEntries(refs) } };
}

/** How the complainant was told something, just now. */
export const TELLING = { at: null, means: 'phone', words: 'We have it.' } as const;

/** A valid command of each kind, for a complaint of {@link inState}. */
export const COMMANDS: { readonly [K in PersonCommand['kind']]: CommandOf<K> } = {
  acknowledge: { kind: 'acknowledge', ...TELLING },
  take: { kind: 'take' },
  assign: { kind: 'assign', to: WHO.member },
  release: { kind: 'release' },
  promise: { kind: 'promise', what: 'a plasterer', dueAt: at('2026-12-01T12:00'), basis: 'rota' },
  keep: { kind: 'keep', promise: 'p1' },
  renegotiate: { kind: 'renegotiate', promise: 'p1', dueAt: at('2026-12-03T12:00'), basis: 'ill' },
  update: { kind: 'update', audience: 'team', text: 'Looked at it.' },
  waive: { kind: 'waive', promise: 'p1', words: 'I did it myself.' },
  resolve: {
    kind: 'resolve',
    done: 'Dried it.',
    delivered: 'yes',
    promises: [{ promise: 'p1', answer: 'kept' }],
    told: null,
  },
  tell: { kind: 'tell', ...TELLING },
  'follow-up': {
    kind: 'follow-up',
    outcome: 'answered',
    satisfaction: 4,
    words: 'fine',
    closes: true,
  },
  reopen: { kind: 'reopen', reason: 'wet again' },
  withdraw: { kind: 'withdraw', reason: 'sorted it myself' },
  correct: { kind: 'correct', details: createDetails({ impact: 'low' }) },
  complete: { kind: 'complete', complainant: 'Jo', isAnonymous: false, desiredOutcome: 'Dry' },
  recategorise: { kind: 'recategorise', category: 'invoice' },
  'correct-received': {
    kind: 'correct-received',
    receivedAt: at('2026-11-20T12:00'),
    reason: 'It is the date of the letter.',
  },
  'correct-promise': { kind: 'correct-promise', promise: 'p1', dueAt: at('2026-12-02T12:00') },
  'add-report': {
    kind: 'add-report',
    receivedAt: null,
    means: 'phone',
    words: 'They called again.',
  },
  snooze: { kind: 'snooze', choice: 'next-day' },
  'name-colleague': { kind: 'name-colleague', colleague: 'billing-bob', nobody: false },
};

/**
 * Brings a complaint into `state` by commands. The assignee of {@link WHO} has it (unless it is
 * `open`). It has one promise, which is open in `open` and `assigned`. It is told once it is closed.
 */
export function inState(state: ComplaintState, category = 'damp'): Complaint {
  const { assignee, lead, reporter } = WHO;
  const given = act(filed({ category }), lead, { kind: 'assign', to: assignee });
  const promised = act(given, assignee, COMMANDS.promise);
  if (state === 'assigned') return promised;
  if (state === 'open') return act(promised, assignee, COMMANDS.release);
  if (state === 'withdrawn') return act(promised, reporter, COMMANDS.withdraw);
  const resolved = act(promised, assignee, COMMANDS.resolve);
  if (state === 'resolved') return resolved;
  return act(act(resolved, assignee, COMMANDS.tell), assignee, COMMANDS['follow-up']);
}

/** Creates a delivery as it is in an outbox. */
export function createDelivery(id: string, parts: Partial<Delivery> = {}): Delivery {
  return {
    id,
    kind: 'post',
    slot: 'thread:1',
    view: { name: 'team-update', args: { by: WHO.assignee, text: 'Almost done.' } },
    person: null,
    ...{ createdAt: 0, dueAt: 0, attempts: 0 },
    lease: null,
    uncertain: false,
    failed: null,
    ...parts,
  };
}
