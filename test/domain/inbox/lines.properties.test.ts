import { expect } from 'chai';
import fc from 'fast-check';
import { toViewer } from '../../../src/domain/complaint/permissions.js';
import { NOBODY_AWAY } from '../../../src/domain/inbox/absence.js';
import { decideInbox, endAbsence } from '../../../src/domain/inbox/decide-inbox.js';
import { decideLine, toHours } from '../../../src/domain/inbox/decide-lines.js';
import type { Inbox } from '../../../src/domain/inbox/inbox.js';
import type { InboxCommand } from '../../../src/domain/inbox/inbox-command.js';
import type { Line } from '../../../src/domain/inbox/line.js';
import { nextQuarter, nextReach, toLocalDate } from '../../../src/domain/inbox/reach.js';
import { PATIENT_RULES } from '../../../src/domain/inbox/reminders/reminder-settings.js';
import { passLastCall } from '../../../src/domain/inbox/send-due.js';
import type { PersonHours } from '../../../src/domain/organisation/person-teams.js';
import { toMessages } from '../../support/complaint/outbox.js';
import {
  act,
  COMMANDS,
  createDetails,
  createOrganisation,
  createWeekCalendar,
  filed,
  HOUR,
  MINUTE,
  MONDAY,
  OFFICE,
  WHO,
  workingHours,
} from '../../support/domain.js';
import {
  accept,
  createLine,
  inboxWith,
  send,
  toSendContext,
} from '../../support/inbox/inbox-decisions.js';

const MOST = 3;

const HOURS: readonly PersonHours[] = [
  { calendar: OFFICE, zone: 'Europe/London' },
  { calendar: OFFICE, zone: 'Pacific/Auckland' },
  { calendar: OFFICE, zone: 'America/Los_Angeles' },
  { calendar: createWeekCalendar([workingHours(9, 12), workingHours(14, 20)]), zone: 'Asia/Tokyo' },
];

/** A complaint of the person with a promise for later that week. */
function promised(): ReturnType<typeof filed> {
  const details = createDetails({ impact: 'high' });
  const taken = act(filed({ details }), WHO.assignee, COMMANDS.take);
  return act(taken, WHO.assignee, COMMANDS.promise);
}
const OWNED = [promised()];

/** What happens to an inbox, and after how long, ms. */
type Step =
  | {
      readonly kind: 'add';
      readonly urgency: Line['urgency'];
      readonly rule: number;
      readonly ahead: number | null;
    }
  | { readonly kind: 'finish'; readonly n: number }
  | { readonly kind: 'command'; readonly command: InboxCommand }
  | { readonly kind: 'wake' }
  | { readonly kind: 'punctual' };

const minute = fc.integer({ min: 0, max: 95 }).map((n) => n * 15);
const clock = (n: number): string => `${Math.floor(n / 60)}:${String(n % 60).padStart(2, '0')}`;
const command: fc.Arbitrary<InboxCommand> = fc.oneof(
  fc.record({
    kind: fc.constant('reminders' as const),
    listAt: fc.option(minute),
    mostADay: fc.option(fc.integer({ min: 0, max: MOST + 1 })),
    quiet: fc.oneof(
      fc.constant(''),
      fc.tuple(minute, minute).map(([from, to]) => `${clock(from)}-${clock(to)}`),
    ),
    inList: fc.subarray([...PATIENT_RULES]),
  }),
  fc.record({
    kind: fc.constant('away' as const),
    words: fc.constantFrom('until tomorrow', 'until Friday', ''),
  }),
  fc.constant({ kind: 'back' as const }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      urgency: fc.constantFrom('firm' as const, 'gentle' as const),
      rule: fc.nat(3),
      ahead: fc.option(fc.integer({ min: 1, max: 40 }).map((n) => n * HOUR)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('finish' as const), n: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('command' as const), command }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'wake' as const }) },
  { weight: 6, arbitrary: fc.constant({ kind: 'punctual' as const }) },
);
const pause = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 90 }).map((n) => n * MINUTE) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }).map((n) => n * HOUR) },
);
const run = fc.record({
  hours: fc.constantFrom(...HOURS),
  steps: fc.array(fc.tuple(pause, step), { maxLength: 60 }),
});

/** An inbox, the lines that it was told, and what it did with them. */
class Life {
  inbox: Inbox = inboxWith();
  now = MONDAY;
  readonly told: Line[] = [];
  readonly finished = new Set<string>();
  /** In how many messages each line was sent. */
  readonly sent = new Map<string, number>();
  /** The messages that count, by local date. */
  readonly counted = new Map<string, number>();
  /** The local dates of the lists. */
  readonly lists: string[] = [];

  private readonly hours: PersonHours;

  constructor(hours: PersonHours) {
    this.hours = hours;
  }

  apply(one: Step): void {
    if (one.kind === 'add') this.add(one);
    else if (one.kind === 'finish') this.finish(one.n);
    else if (one.kind === 'command') this.command(one.command);
    else {
      if (one.kind === 'punctual') this.now = Math.max(this.now, this.inbox.nextActionAt ?? 0);
      this.wake();
    }
  }

  private context() {
    return toSendContext(this.now, { hours: this.hours, mostADay: MOST, owned: OWNED });
  }

  private add({ urgency, rule, ahead }: Extract<Step, { kind: 'add' }>): void {
    const id = `l${this.told.length}`;
    const dueAt = this.now;
    const reason = { about: null, rung: 0, round: 1, repeat: 0, dueAt } as const;
    const args = {
      reasons: [{ ...reason, rule: PATIENT_RULES[rule] ?? 'quiet' }] as const,
      to: WHO.assignee,
    };
    const line = createLine(id, dueAt, {
      urgency,
      args,
      before: ahead === null ? null : this.now + ahead,
    });
    this.told.push(line);
    this.inbox = accept(
      this.inbox,
      decideLine(this.inbox, { kind: 'add-line', line }, this.context()),
    );
  }

  private finish(n: number): void {
    const id = `l${n}`;
    this.finished.add(id);
    const update = { kind: 'update-line', id, isDone: true } as const;
    this.inbox = accept(this.inbox, decideLine(this.inbox, update, this.context()));
  }

  private command(given: InboxCommand): void {
    const actor = toViewer(WHO.assignee, createOrganisation());
    const context = { ...this.context(), ...this.hours, actor, absences: NOBODY_AWAY };
    const decision = decideInbox(this.inbox, given, context);
    if (decision.kind === 'accepted') this.inbox = accept(this.inbox, decision);
  }

  wake(): void {
    const ended = endAbsence(this.inbox, { ...this.context(), ...this.hours });
    const back = accept(this.inbox, ended);
    const before = accept(back, passLastCall(back, this.context()));
    this.inbox = send(before, this.context());
    for (const { id, sent } of this.inbox.lines) {
      const was = before.lines.find((line) => line.id === id);
      if (sent !== null && was?.sent === null) this.sent.set(id, (this.sent.get(id) ?? 0) + 1);
    }
    const posts = toMessages(this.inbox.outbox.slice(before.outbox.length));
    expect(posts.length, 'messages of one wake-up').to.be.at.most(1);
    const date = toLocalDate(this.hours, this.now);
    const [post] = posts;
    if (post?.view.name === 'morning-list') this.lists.push(date);
    if (post?.view.name === 'digest' && this.isCounted(post.view.args.n, before)) {
      this.counted.set(date, (this.counted.get(date) ?? 0) + 1);
    }
  }

  private isCounted(n: number, { absence }: Inbox): boolean {
    const lines = this.inbox.lines.filter((line) => line.sent?.digest === n);
    return absence === null && lines.every(({ urgency }) => urgency === 'gentle');
  }

  check(): void {
    const waiting = this.inbox.lines.filter(({ sent }) => sent === null);
    for (const { id } of this.told) {
      const isWaiting = waiting.some((line) => line.id === id);
      const count = (this.sent.get(id) ?? 0) + Number(isWaiting);
      const least = this.finished.has(id) ? 0 : 1;
      expect(count, `messages with ${id}`).to.be.within(least, 1);
    }
    const next = this.inbox.nextActionAt ?? Number.POSITIVE_INFINITY;
    for (const { id, sendAt } of waiting) expect(next, id).to.be.at.most(sendAt);
    for (const [date, n] of this.counted) expect(n, date).to.be.at.most(MOST);
    // Elsewhere a list that is late after an outage can come on the date of the next one.
    if (this.hours.zone !== this.hours.calendar.zone) return;
    expect(this.lists, 'lists').to.deep.equal([...new Set(this.lists)]);
  }

  /** Wakes it until nothing waits any more. */
  finishAll(): void {
    const isWaiting = (): boolean => this.inbox.lines.some(({ sent }) => sent === null);
    for (let n = 0; n < 30 && isWaiting(); n += 1) this.apply({ kind: 'punctual' });
    expect(isWaiting(), 'something waits for ever').to.equal(false);
  }
}

describe('the lines of an inbox, whatever happens', () => {
  it('are each in one message, done, or waiting, and go out in the end; never more messages a day than allowed', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(run, ({ hours, steps }) => {
        const life = new Life(hours);
        for (const [wait, one] of steps) {
          life.now += wait;
          life.apply(one);
          life.check();
        }
        life.finishAll();
        life.check();
      }),
      { numRuns: 300 },
    );
  });

  it('wait only for a time that is to come, once the inbox was woken', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(run, ({ hours, steps }) => {
        const life = new Life(hours);
        for (const [wait, one] of steps) {
          life.now += wait;
          life.apply(one);
          life.wake();
          const { lines, listAt } = life.inbox;
          const soon = nextReach(toHours(life.inbox, { hours }), nextQuarter(life.now));
          const firm = lines.filter(({ sent, urgency }) => sent === null && urgency === 'firm');
          for (const { sendAt } of firm) expect(sendAt, 'what cannot wait').to.be.at.most(soon);
          const times = lines.flatMap(({ sent, sendAt }) => (sent === null ? [sendAt] : []));
          for (const time of [...times, listAt ?? life.now + 1]) {
            expect(time).to.be.greaterThan(life.now);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
