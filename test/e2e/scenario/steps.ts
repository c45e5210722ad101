import { assertNothingLeft, list, reminder } from './expected.js';
import { assertText, type ScenarioStep } from './scenario.js';

const BEN = '@Ben Baker';

const UNASSIGNED = { team: [/@billing( team)?: Nobody has it yet/i, /Mrs Kay/, /too high/] };
const REPORTER_SEES_OPEN = [/sent to Billing/, /Nobody has taken it yet/];
const WITH_BEN = [new RegExp(`Being handled\\. With ${BEN}`)];
const REPORTER_SEES_BEN = [/It is with @?Ben Baker/];

const FILED_AND_TAKEN: readonly ScenarioStep[] = [
  {
    name: 'Ann records a complaint',
    act: ({ people }) =>
      people.ann.fileComplaint('The bill is too high', {
        complainant: 'Mrs Kay',
        account: 'K-77',
        desiredOutcome: 'A corrected bill',
        category: 'wrong-bill',
        impact: 'critical',
      }),
    adds: [
      { where: 'billing', id: /^C-n\/1\/0\/\d+$/, text: /@billing( team)?: Nobody has it/i },
      { where: 'dm ann', id: /^C-n\/1\/1\/\d+$/, text: /sent to Billing.*Nobody has taken it yet/ },
    ],
    ...UNASSIGNED,
    reporter: REPORTER_SEES_OPEN,
  },
  {
    name: 'nobody takes it for a working hour',
    act: (run) => run.moveClock(0, '11:05'),
    adds: [reminder('billing thread', 'untaken/-/0', /@billing.*Nobody has taken it/i)],
  },
  {
    name: 'Ben takes it from the reminder',
    act: (run) => run.people.ben.press(() => run.findNudge('billing thread', 'untaken'), 'take'),
    adds: [],
    team: WITH_BEN,
    reporter: REPORTER_SEES_BEN,
    check: (run) => assertNothingLeft(run, 'billing thread', 'untaken'),
  },
  {
    name: 'Ben records the acknowledgement',
    act: (run) =>
      run.people.ben.submitForm(run.teamCard, 'acknowledge', {
        means: 'email',
        words: 'We have it.',
      }),
    adds: [],
    team: [...WITH_BEN, /Acknowledged .* · E-mail/],
    reporter: [...REPORTER_SEES_BEN, /Acknowledged/],
  },
];

const PROMISED: readonly ScenarioStep[] = [
  {
    name: 'Ben promises a date on Thursday',
    act: (run) =>
      run.people.ben.submitForm(run.teamCard, 'promise', {
        what: 'A corrected bill',
        dueAt: { moment: run.toTime(3, '15:00') },
        basis: 'The meter was read again',
      }),
    adds: [],
    team: [...WITH_BEN, /A corrected bill · .* · open/],
    reporter: [...REPORTER_SEES_BEN, /A corrected bill · .* · open/],
  },
  {
    name: '24 working hours before the promise',
    act: (run) => run.moveClock(0, '13:35'),
    adds: [reminder('dm ben', 'promise-near/p1/0', /A promise is due .*A corrected bill/)],
  },
  {
    name: 'Cleo writes in the thread',
    async act(run) {
      await run.moveClock(1, '16:00');
      await run.people.cleo.replyInThread(run.teamCard(), 'The meter was misread, it seems.');
    },
    adds: [],
  },
  {
    name: 'her reply counts as activity: two days after Ben’s last step there is no reminder; he replies too',
    async act(run) {
      await run.moveClock(2, '17:00');
      await run.people.ben.replyInThread(run.teamCard(), 'I have asked for the photo.');
    },
    adds: [],
  },
  {
    name: 'the list of Thursday names the promise',
    act: (run) => run.moveClock(3, '09:05'),
    adds: [list(/^Today: one complaint.*For today.*A promise is due/)],
  },
  {
    name: '4 working hours before the promise',
    act: (run) => run.moveClock(3, '10:05'),
    adds: [reminder('dm ben', 'promise-near/p1/0', /A promise is due/)],
  },
  {
    name: '1 working hour before the promise',
    act: (run) => run.moveClock(3, '14:05'),
    adds: [reminder('dm ben', 'promise-near/p1/0', /A promise is due/)],
  },
];

const BROKEN: readonly ScenarioStep[] = [
  {
    name: 'the promise passes: Ben is reminded',
    act: (run) => run.moveClock(3, '15:05'),
    adds: [reminder('dm ben', 'promise-passed/p1/0', /A promise was due .* and is not done/)],
    team: [...WITH_BEN, /A corrected bill · .* · not kept in time/],
    reporter: [...REPORTER_SEES_BEN, /A corrected bill · .* · not kept in time/],
  },
  {
    name: 'the list of Friday says that it is late',
    act: (run) => run.moveClock(4, '09:05'),
    adds: [list(/^Today: one complaint.*Late.*A promise was due/)],
  },
  {
    name: 'then the lead is reminded',
    act: (run) => run.moveClock(4, '10:35'),
    adds: [reminder('dm lena', 'promise-passed/p1/1', /needs you.*nothing has happened so far/)],
  },
  {
    name: 'then the complaints officer is reminded',
    act: (run) => run.moveClock(4, '15:35'),
    adds: [reminder('dm omar', 'promise-passed/p1/2', /needs you.*nothing has happened so far/)],
  },
  {
    name: 'Ben agrees a new date',
    act: (run) =>
      run.people.ben.submitForm(() => run.findNudge('dm ben', 'promise-passed'), 'renegotiate', {
        dueAt: { moment: run.toTime(7, '15:00') },
        basis: 'They agreed on the phone',
      }),
    adds: [],
    team: [...WITH_BEN, /A corrected bill · .* · open/],
    reporter: [...REPORTER_SEES_BEN, /A corrected bill · .* · open/],
    check(run) {
      for (const where of ['dm ben', 'dm lena', 'dm omar'])
        assertNothingLeft(run, where, 'promise-passed');
      assertNothingLeft(run, 'dm ben', 'promise-near');
    },
  },
  {
    name: 'the list of Monday names the promise with its new date',
    act: (run) => run.moveClock(7, '09:05'),
    adds: [list(/^Today: one complaint.*For today.*A promise is due/)],
  },
  {
    name: '4 working hours before the new date',
    act: (run) => run.moveClock(7, '10:05'),
    adds: [reminder('dm ben', 'promise-near/p2/0', /A promise is due/)],
  },
  {
    name: 'Ben keeps the promise',
    act: (run) => run.people.ben.press(() => run.findNudge('dm ben', 'promise-near'), 'keep'),
    adds: [],
    team: [...WITH_BEN, /A corrected bill · .* · kept/],
    reporter: [...REPORTER_SEES_BEN, /A corrected bill · .* · kept/],
    check: (run) => assertNothingLeft(run, 'dm ben', 'promise-near'),
  },
];

const QUIET: readonly ScenarioStep[] = [
  {
    name: 'Ben writes an update to the reporter',
    act: (run) =>
      run.people.ben.submitForm(run.teamCard, 'update', {
        audience: 'reporter',
        text: 'The new bill is in the post.',
      }),
    adds: [
      { where: 'dm ann', id: /^C-n\/\d+\/\d+\/\d+$/, text: /about C-\d+:.*The new bill is in/ },
    ],
  },
  {
    name: 'Cleo writes in the thread a day later',
    async act(run) {
      await run.moveClock(8, '11:00');
      await run.people.cleo.replyInThread(run.teamCard(), 'Posted today.');
    },
    adds: [],
  },
  {
    name: 'two days after the update there is no reminder',
    act: (run) => run.moveClock(9, '12:00'),
    adds: [],
  },
  {
    name: 'the list of the day on which it will be quiet says so',
    act: (run) => run.moveClock(10, '09:05'),
    adds: [list(/^Today: one complaint.*For today.*Nothing has happened since/)],
  },
  {
    name: 'two days after her reply the complaint counts as quiet',
    act: (run) => run.moveClock(10, '11:05'),
    adds: [reminder('dm ben', 'quiet/-/0', /Nothing has happened since/)],
  },
  {
    name: 'Ben snoozes',
    act: (run) => run.people.ben.press(() => run.findNudge('dm ben', 'quiet'), 'snooze'),
    adds: [],
    check: (run) =>
      assertText('the snoozed reminder', run.findNudge('dm ben', 'quiet').text, [/Snoozed until/]),
  },
  {
    name: 'on the next working day the reminder comes again, and the list',
    act: (run) => run.moveClock(11, '09:05'),
    adds: [
      reminder('dm ben', 'quiet/-/0', /Nothing has happened since/),
      list(/^Today: one complaint.*Nothing has happened since/),
    ],
  },
];

const ENDED: readonly ScenarioStep[] = [
  {
    name: 'Ben resolves it',
    act: (run) =>
      run.people.ben.submitForm(run.teamCard, 'resolve', {
        done: 'The bill was corrected and we apologised.',
        delivered: 'yes',
        told: 'yes',
        toldMeans: 'phone',
        toldWords: 'The bill is corrected, and we are sorry.',
      }),
    adds: [
      {
        where: 'dm ann',
        id: /^C-n\/\d+\/\d+\/\d+$/,
        text: /resolved C-\d+:.*was corrected and we/,
      },
    ],
    team: [/Resolved, to be followed up/, /Resolved by @?Ben Baker/, /was told .* · Phone/],
    reporter: [/Resolved, to be followed up/, /The bill was corrected/],
    check: (run) => assertNothingLeft(run, 'dm ben', 'quiet'),
  },
  {
    name: 'until the morning five working days later there is nothing to do',
    act: (run) => run.moveClock(18, '09:01'),
    adds: [],
  },
  {
    name: 'then Ben is asked to follow up, and the list says so',
    // First the list is moved to 9:15, also after a kill: at 9:25 a late one would be moved to 9:30.
    act: async (run) => {
      await run.moveClock(18, '09:02');
      await run.moveClock(18, '09:25');
    },
    adds: [
      reminder('dm ben', 'follow-up/-/0', /Ask the complainant whether they are satisfied/),
      list(/^Today: one complaint.*Ready to close.*Ask the complainant/),
    ],
  },
  {
    name: 'Ben follows up',
    act: (run) =>
      run.people.ben.submitForm(() => run.findNudge('dm ben', 'follow-up'), 'follow-up', {
        outcome: 'answered',
        satisfaction: '4',
        words: 'Fine now.',
      }),
    adds: [],
    team: [/Closed/, /Satisfaction: 4 of 5/],
    reporter: [/Closed/, /Satisfaction: 4 of 5/],
    check: (run) => assertNothingLeft(run, 'dm ben', 'follow-up'),
  },
  {
    name: 'weeks later no message has come',
    act: (run) => run.moveClock(46, '11:00'),
    adds: [],
  },
  {
    name: 'Ann reopens it for the same assignee',
    act: (run) =>
      run.people.ann.submitForm(run.reporterCard, 'reopen', { reason: 'Wrong again this month.' }),
    adds: [
      {
        where: 'dm ben',
        id: /^C-n\/\d+\/\d+\/\d+$/,
        text: /reopened C-\d+. It is yours again. The reason:.*Wrong/,
      },
    ],
    team: [...WITH_BEN, /Why it was reopened.*Wrong again/, /What was done before.*was corrected/],
    reporter: [...REPORTER_SEES_BEN, /What was done before.*was corrected/],
  },
];

/** All steps of a complaint from filing to reopening, in order. */
export const SCENARIO_STEPS: readonly ScenarioStep[] = [
  ...FILED_AND_TAKEN,
  ...PROMISED,
  ...BROKEN,
  ...QUIET,
  ...ENDED,
];
