import type { Expected } from '../support/recording/message-recorder.js';
import { assertSays, type Life, type Step } from './scenario.js';

const BEN = '@Ben Baker';

/** A reminder in a conversation: rule, promise and rung as they stand in its delivery id. */
function reminder(where: string, rule: string, says: RegExp): Expected {
  return { where, id: new RegExp(`^C-n/${rule}/\\d+/`), says };
}

function done(life: Life, where: string, rule: Parameters<Life['nudge']>[1]): void {
  assertSays(`the reminder ${rule}`, life.nudge(where, rule).says, [/nothing is left to do here/]);
}

const NOBODY = { team: [/@billing( team)? Nobody has it yet/i, /Mrs Kay/, /too high/] };
const OPEN = [/sent to Billing/, /Nobody has taken it yet/];
const WITH_BEN = [new RegExp(`Being handled\\. With ${BEN}`)];
const IT_IS_WITH_BEN = [new RegExp(`It is with ${BEN}`)];

const FILED_AND_TAKEN: readonly Step[] = [
  {
    name: 'Ann records a complaint',
    act: ({ people }) =>
      people.ann.complains('The bill is too high', {
        complainant: 'Mrs Kay',
        account: 'K-77',
        desiredOutcome: 'A corrected bill',
        category: 'wrong-bill',
        impact: 'high',
      }),
    adds: [
      { where: 'billing', id: /^C-n\/1\/0$/, says: /@billing( team)? Nobody has it/i },
      { where: 'dm ann', id: /^C-n\/1\/1$/, says: /sent to Billing.*Nobody has taken it yet/ },
    ],
    ...NOBODY,
    reporter: OPEN,
  },
  {
    name: 'nobody takes it for a working hour',
    act: (life) => life.clock(0, '11:05'),
    adds: [reminder('billing thread', 'untaken/-/0', /@billing.*Nobody has taken it/i)],
  },
  {
    name: 'Ben takes it from the reminder',
    act: (life) => life.people.ben.presses(() => life.nudge('billing thread', 'untaken'), 'take'),
    adds: [],
    team: WITH_BEN,
    reporter: IT_IS_WITH_BEN,
    check: (life) => done(life, 'billing thread', 'untaken'),
  },
  {
    name: 'Ben records the acknowledgement',
    act: (life) =>
      life.people.ben.fillsIn(life.teamCard, 'acknowledge', {
        means: 'email',
        words: 'We have it.',
      }),
    adds: [],
    team: [...WITH_BEN, /Acknowledged .* · E-mail/],
    reporter: [...IT_IS_WITH_BEN, /Acknowledged/],
  },
];

const PROMISED: readonly Step[] = [
  {
    name: 'Ben promises a date on Thursday',
    act: (life) =>
      life.people.ben.fillsIn(life.teamCard, 'promise', {
        what: 'A corrected bill',
        dueAt: { moment: life.when(3, '15:00') },
        basis: 'The meter was read again',
      }),
    adds: [],
    team: [...WITH_BEN, /A corrected bill · .* · open/],
    reporter: [...IT_IS_WITH_BEN, /A corrected bill · .* · open/],
  },
  {
    name: '24 working hours before',
    act: (life) => life.clock(0, '13:35'),
    adds: [reminder('dm ben', 'promise-near/p1/0', /A promise is due .*A corrected bill/)],
  },
  {
    name: 'Cleo writes in the thread',
    async act(life) {
      await life.clock(1, '16:00');
      await life.people.cleo.writesUnder(life.teamCard(), 'The meter was misread, it seems.');
    },
    adds: [],
  },
  {
    name: 'what she wrote counts as life: two days after Ben’s last word it is not quiet; he writes too',
    async act(life) {
      await life.clock(2, '17:00');
      await life.people.ben.writesUnder(life.teamCard(), 'I have asked for the photo.');
    },
    adds: [],
  },
  {
    name: '4 working hours before',
    act: (life) => life.clock(3, '10:05'),
    adds: [reminder('dm ben', 'promise-near/p1/0', /A promise is due/)],
  },
  {
    name: '1 working hour before',
    act: (life) => life.clock(3, '14:05'),
    adds: [reminder('dm ben', 'promise-near/p1/0', /A promise is due/)],
  },
];

const BROKEN: readonly Step[] = [
  {
    name: 'the promise passes: Ben hears of it',
    act: (life) => life.clock(3, '15:05'),
    adds: [reminder('dm ben', 'promise-passed/p1/0', /A promise passed at .* and is not done/)],
    team: [...WITH_BEN, /A corrected bill · .* · not kept in time/],
    reporter: [...IT_IS_WITH_BEN, /A corrected bill · .* · not kept in time/],
  },
  {
    name: 'then the lead',
    act: (life) => life.clock(4, '10:35'),
    adds: [reminder('dm lena', 'promise-passed/p1/1', /needs you.*nothing has happened so far/)],
  },
  {
    name: 'then the complaints officer',
    act: (life) => life.clock(4, '15:35'),
    adds: [reminder('dm omar', 'promise-passed/p1/2', /needs you.*nothing has happened so far/)],
  },
  {
    name: 'Ben agrees a new date',
    act: (life) =>
      life.people.ben.fillsIn(() => life.nudge('dm ben', 'promise-passed'), 'renegotiate', {
        dueAt: { moment: life.when(7, '15:00') },
        basis: 'They agreed on the phone',
      }),
    adds: [],
    team: [...WITH_BEN, /A corrected bill · .* · open/],
    reporter: [...IT_IS_WITH_BEN, /A corrected bill · .* · open/],
    check(life) {
      for (const where of ['dm ben', 'dm lena', 'dm omar']) done(life, where, 'promise-passed');
      done(life, 'dm ben', 'promise-near');
    },
  },
  {
    name: '4 working hours before the new date',
    act: (life) => life.clock(7, '10:05'),
    adds: [reminder('dm ben', 'promise-near/p2/0', /A promise is due/)],
  },
  {
    name: 'Ben has done it',
    act: (life) => life.people.ben.presses(() => life.nudge('dm ben', 'promise-near'), 'keep'),
    adds: [],
    team: [...WITH_BEN, /A corrected bill · .* · kept/],
    reporter: [...IT_IS_WITH_BEN, /A corrected bill · .* · kept/],
    check: (life) => done(life, 'dm ben', 'promise-near'),
  },
];

const QUIET: readonly Step[] = [
  {
    name: 'Ben writes an update to the reporter',
    act: (life) =>
      life.people.ben.fillsIn(life.teamCard, 'update', {
        audience: 'reporter',
        text: 'The new bill is in the post.',
      }),
    adds: [{ where: 'dm ann', id: /^C-n\/\d+\/\d+$/, says: /about C-\d+:.*The new bill is in/ }],
  },
  {
    name: 'Cleo writes in the thread a day later',
    async act(life) {
      await life.clock(8, '11:00');
      await life.people.cleo.writesUnder(life.teamCard(), 'Posted today.');
    },
    adds: [],
  },
  {
    name: 'two days after the update it is not quiet',
    act: (life) => life.clock(9, '12:00'),
    adds: [],
  },
  {
    name: 'two days after her words it is',
    act: (life) => life.clock(10, '11:05'),
    adds: [reminder('dm ben', 'quiet/-/0', /Nothing has happened since/)],
  },
  {
    name: 'Ben snoozes',
    act: (life) => life.people.ben.presses(() => life.nudge('dm ben', 'quiet'), 'snooze'),
    adds: [],
    check: (life) =>
      assertSays('the snoozed reminder', life.nudge('dm ben', 'quiet').says, [/Snoozed until/]),
  },
  {
    name: 'on the next working day it is said again',
    act: (life) => life.clock(11, '09:05'),
    adds: [reminder('dm ben', 'quiet/-/0', /Nothing has happened since/)],
  },
];

const ENDED: readonly Step[] = [
  {
    name: 'Ben resolves it',
    act: (life) =>
      life.people.ben.fillsIn(life.teamCard, 'resolve', {
        done: 'The bill was corrected and we apologised.',
        delivered: 'yes',
        told: true,
      }),
    adds: [
      { where: 'dm ann', id: /^C-n\/\d+\/\d+$/, says: /resolved C-\d+:.*was corrected and we/ },
    ],
    team: [/Resolved, to be followed up/, new RegExp(`Resolved by ${BEN}`), /has been told/],
    reporter: [/Resolved, to be followed up/, /The bill was corrected/],
    check: (life) => done(life, 'dm ben', 'quiet'),
  },
  {
    name: 'five working days later the follow-up is asked for',
    act: (life) => life.clock(18, '09:25'),
    adds: [reminder('dm ben', 'follow-up/-/0', /Ask the complainant whether they are satisfied/)],
  },
  {
    name: 'Ben follows up',
    act: (life) =>
      life.people.ben.fillsIn(() => life.nudge('dm ben', 'follow-up'), 'follow-up', {
        satisfaction: '4',
        words: 'Fine now.',
      }),
    adds: [],
    team: [/Closed/, /Satisfaction: 4 of 5/],
    reporter: [/Closed/, /Satisfaction: 4 of 5/],
    check: (life) => done(life, 'dm ben', 'follow-up'),
  },
  {
    name: 'weeks later nothing more is said',
    act: (life) => life.clock(46, '11:00'),
    adds: [],
  },
  {
    name: 'Ann reopens it, to the same assignee',
    act: (life) =>
      life.people.ann.fillsIn(life.reporterCard, 'reopen', { reason: 'Wrong again this month.' }),
    adds: [
      { where: 'dm ben', id: /^C-n\/\d+\/\d+$/, says: /reopened C-\d+. It is yours again:.*Wrong/ },
    ],
    team: WITH_BEN,
    reporter: IT_IS_WITH_BEN,
  },
];

/** The whole life of a complaint, in the order it is lived. */
export const LIFE: readonly Step[] = [
  ...FILED_AND_TAKEN,
  ...PROMISED,
  ...BROKEN,
  ...QUIET,
  ...ENDED,
];

/** What people did in it, as its history has to say: each once, in this order. */
export const HISTORY: readonly string[] = [
  'file',
  'take',
  'acknowledge',
  'promise',
  'hear',
  'hear',
  'renegotiate',
  'keep',
  'update',
  'hear',
  'snooze',
  'resolve',
  'follow-up',
  'reopen',
];
