import { expect } from 'chai';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { NudgeRecord } from '../../../src/domain/complaint/facts.js';
import { isEverybodyWaiting, isPastLastRung } from '../../../src/domain/nudges/past-last-rung.js';
import { nudgeCard } from '../../../src/views/nudge-card.js';
import { toNews } from '../../support/complaint/outbox.js';
import {
  act,
  at,
  COMMANDS,
  createOrganisation,
  filed,
  formatLocal,
  inState,
  MINUTE,
  runSystem,
  TELLING,
  WHO,
} from '../../support/domain.js';
import { toPlainText } from '../../views/plain-text.js';
import { viewContext } from '../../views/view-context.js';

/** Six weeks after the complaints here were recorded. */
const END = at('2027-01-04T10:00');

interface Life {
  readonly complaint: Complaint;
  /** What was said: when, to whom, in which words. */
  readonly said: readonly { readonly now: number; readonly to: string; readonly words: string }[];
}

/** Wakes the complaint at each next action until the end. With `chats` somebody writes every morning. */
function waitUntil(end: number, start: Complaint, chats = false): Life {
  let complaint = start;
  const said: Life['said'][number][] = [];
  let chatAt = at('2026-11-24T09:30');
  for (;;) {
    const now = complaint.nextActionAt ?? end;
    if (chats && chatAt < Math.min(now, end)) {
      const message = { kind: 'hear', placement: 1, by: WHO.member, at: chatAt } as const;
      complaint = runSystem(complaint, message, chatAt);
      chatAt += 24 * 60 * MINUTE;
      continue;
    }
    if (now >= end) return { complaint, said };
    const before = complaint.outbox.length;
    complaint = runSystem(complaint, { kind: 'nudge' }, now);
    for (const { kind, person, view } of toNews(complaint.outbox.slice(before))) {
      if (kind !== 'nudge' || view.name !== 'nudge') continue;
      const context = { ...viewContext(complaint), now };
      said.push({ now, to: person ?? 'team', words: toPlainText(nudgeCard(context, view.args)) });
    }
  }
}

function daysOf(nudges: readonly NudgeRecord[], rule: string, to: string): readonly string[] {
  const theirs = nudges.filter(
    (sent) => sent.rule === rule && (sent.to === 'team' ? 'team' : sent.to.person) === to,
  );
  return theirs.map((sent) => `${formatLocal(sent.sentAt).slice(5, 10)} ${sent.rung}`);
}

/** One complaint for each rule that is left alone in the state that the rule is about. */
const IGNORED = {
  untaken: () => filed(),
  acknowledgement: () => act(filed(), WHO.assignee, COMMANDS.take),
  'promise-passed': () => act(inState('assigned'), WHO.assignee, COMMANDS.acknowledge),
  quiet: () => act(act(filed(), WHO.assignee, COMMANDS.take), WHO.assignee, COMMANDS.acknowledge),
  tell: () => act(inState('assigned'), WHO.assignee, { ...COMMANDS.resolve, told: null }),
  'follow-up': () => act(inState('assigned'), WHO.assignee, { ...COMMANDS.resolve, told: TELLING }),
} as const;

describe('a complaint that nobody touches for six weeks', () => {
  for (const [rule, create] of Object.entries(IGNORED)) {
    it(`goes to everybody past the last rung, again and again: ${rule}`, () => {
      const { complaint } = waitUntil(END, create());
      const past = complaint.nudges.filter((sent) => sent.rule === rule && isPastLastRung(sent));
      const last = Math.max(...past.map(({ sentAt }) => sentAt));
      expect(END - last, 'within a week').to.be.at.most(7 * 24 * 60 * MINUTE);
      for (const to of ['olga', 'omar', WHO.lead, 'team']) {
        expect(daysOf(past, rule, to), to).to.have.length.above(4);
      }
    });

    it(`never says the same words twice in a row: ${rule}`, () => {
      const { said } = waitUntil(END, create());
      for (const to of new Set(said.map((one) => one.to))) {
        const theirs = said.filter((one) => one.to === to).map(({ words }) => words);
        expect(
          theirs.filter((words, n) => n > 0 && words === theirs[n - 1]),
          to,
        ).to.deep.equal([]);
      }
    });
  }

  it('sends an officer one message every two working days, after two weeks one a week', () => {
    const { said } = waitUntil(END, filed());
    const times = said.filter(({ to }) => to === 'olga').map(({ now }) => formatLocal(now));
    expect(times.map((time) => time.slice(5, 10))).to.deep.equal([
      ...['11-24', '11-25', '11-27', '12-01', '12-03', '12-07', '12-09'],
      ...['12-16', '12-23', '12-30'],
    ]);
  });

  it('says for how long and how often', () => {
    const { said } = waitUntil(END, IGNORED.quiet());
    const last = said.filter(({ to }) => to === 'olga').at(-1)?.words;
    expect(last)
      .to.include('This goes to everybody responsible')
      .and.match(/It has waited for 2\d working days; this is reminder \d+\./);
  });

  it('counts the times everybody was reminded', () => {
    const { complaint } = waitUntil(END, IGNORED.quiet());
    const times = new Set(complaint.nudges.filter(isPastLastRung).map(({ sentAt }) => sentAt));
    expect(complaint.pastLastRung?.reminders).to.equal(times.size);
    expect(complaint.pastLastRung?.since).to.equal(Math.min(...times));
  });

  it('tells the reporter once, and updates their card', () => {
    const { complaint } = waitUntil(END, IGNORED.quiet());
    const toReporter = toNews(complaint.outbox).filter(({ person }) => person === WHO.reporter);
    const told = toReporter.filter(({ view }) => view.name === 'reporter-waiting');
    expect(told).to.have.length(1);
    const n = toReporter.findIndex(({ view }) => view.name === 'reporter-waiting');
    expect(toReporter.slice(n).map(({ view }) => view.name)).to.include('reporter-card');
  });

  it('tells the channel nothing if it is confidential', () => {
    const { said } = waitUntil(END, filed({ category: 'conduct' }));
    expect(
      said.filter(({ to, now }) => to === 'team' && now > at('2026-11-30T00:00')),
    ).to.deep.equal([]);
  });
});

describe('a complaint about which people only talk', () => {
  it('is not forgotten although nobody takes it', () => {
    const { complaint } = waitUntil(END, filed(), true);
    const days = daysOf(complaint.nudges, 'untaken', 'olga');
    expect(days.length, days.join()).to.be.above(7);
    expect(complaint.nudges.some(({ rule }) => rule === 'quiet')).to.equal(false);
  });

  it('is not forgotten although its promise has passed', () => {
    const { complaint } = waitUntil(END, IGNORED['promise-passed'](), true);
    expect(daysOf(complaint.nudges, 'promise-passed', WHO.lead)).to.have.length.above(5);
  });

  it('says so on the reporter’s card until somebody does it', () => {
    const { complaint } = waitUntil(END, filed(), true);
    expect(isEverybodyWaiting(complaint)).to.equal(true);
    const taken = act(complaint, WHO.assignee, COMMANDS.take, END);
    const acknowledged = act(taken, WHO.assignee, COMMANDS.acknowledge, END);
    expect(isEverybodyWaiting(acknowledged)).to.equal(false);
  });
});

describe('a snooze past the last rung', () => {
  it('delays the reminder for one person, who gets it then', () => {
    const start = at('2026-12-04T10:00');
    const { complaint } = waitUntil(start, IGNORED.quiet());
    const snoozed = act(complaint, 'olga', COMMANDS.snooze, start);
    const { said } = waitUntil(at('2026-12-07T09:01'), snoozed);
    expect(said.map(({ to, now }) => `${to} ${formatLocal(now)}`)).to.deep.equal([
      'olga 2026-12-07T09:00',
    ]);
    expect(createOrganisation().officers).to.include('olga');
  });

  it('ends with one more reminder, which is not counted as one to everybody', () => {
    const start = at('2026-12-04T10:00');
    const { complaint } = waitUntil(start, IGNORED.acknowledgement());
    const snoozed = act(complaint, WHO.assignee, COMMANDS.snooze, start);
    const life = waitUntil(at('2026-12-07T09:30'), snoozed);
    const words = life.said.map((one) => one.words).join();
    const sent = life.complaint.nudges.filter(({ rule }) => rule === 'acknowledgement');
    const times = new Set(sent.map(({ sentAt }) => sentAt));
    expect(life.said.map(({ to }) => to)).to.deep.equal([WHO.assignee]);
    expect(words).to.include(`Please tell the complainant`);
    expect(words).to.include(`this is reminder ${times.size}.`);
    expect(life.complaint.pastLastRung).to.deep.equal(complaint.pastLastRung);
  });

  it('does not hold back the reminder to everybody by a lower rung that a snooze and an outage put off', () => {
    const nudged = (complaint: Complaint, time: string): Complaint =>
      runSystem(complaint, { kind: 'nudge' }, at(time));
    const asked = nudged(filed({ category: 'conduct' }), '2026-11-23T11:00');
    const snoozed = act(asked, WHO.lead, COMMANDS.snooze, at('2026-11-24T08:50'));
    const officers = nudged(snoozed, '2026-11-24T10:00');
    const late = nudged(officers, '2026-11-26T10:00');
    const sent = late.nudges.filter(({ sentAt }) => sentAt === at('2026-11-26T10:00'));
    expect(
      sent.map(({ rung, to }) => `${rung} ${to === 'team' ? to : to.person}`),
    ).to.include.members([`1 ${WHO.lead}`, `3 ${WHO.lead}`, '3 olga', '3 omar']);
    expect(formatLocal(late.nextActionAt ?? 0) > '2026-11-26T10:00').to.equal(true);
  });
});
