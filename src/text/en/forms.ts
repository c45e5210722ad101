import type { PatientRule } from '../../domain/inbox/reminders/reminder-settings.js';
import type { Representative } from '../../domain/intake/details.js';
import type { Inline, Text, Written } from '../../views/elements.js';

/** Titles (24 characters at most), labels and hints of forms. */
export const form = {
  file: {
    title: 'New complaint',
    submit: 'Record',
    tooLong:
      'Only the first 3,000 characters of what you wrote fit below. Please put the rest in the thread.',
    complainant: 'Who complained?',
    complainantHint: 'The customer, tenant or patient. Unknown yet? Leave it for later.',
    anonymous: 'No name?',
    isAnonymous: 'They do not want to say who they are',
    account: 'Account or reference number',
    phone: 'Telephone',
    email: 'E-mail',
    address: 'Address',
    prefers: 'How do they want to be told?',
    representative: 'Who speaks for them?',
    representativeHint: 'A relative, a friend, an adviser. Empty: they speak for themselves.',
    authority: 'May this person speak for them?',
    authorities: {
      seen: 'Yes, I have seen the authority',
      asked: 'Asked for it',
      'not-needed': 'None is needed',
    } satisfies Readonly<Record<Representative['authority'], string>>,
    description: 'What happened?',
    descriptionHint: 'In their own words, if you can.',
    desiredOutcome: 'What do they want?',
    desiredOutcomeHint: 'Ask them, and repeat it back. No time? Leave it for later.',
    category: 'What is it about?',
    fromWords: 'From the words',
    impact: 'What does it mean for them?',
    impactHint: 'Until somebody says so, it counts as medium.',
    means: 'How did it come in?',
    receivedAt: 'When did it come in?',
    visibility: 'Public?',
    isPublic: 'Others can see it: a review, a post, the press',
    help: 'Vulnerable?',
    isVulnerable: 'They need special care: age, illness, hardship',
    adjustments: 'What do they need?',
    adjustmentsHint: 'For example: an interpreter, large print, a call after six.',
  },
  /** What comes after a complaint was recorded. */
  recorded: {
    title: (id: string) => `${id} is recorded`,
    submit: 'They have been told',
    close: 'Not yet',
    category: 'About',
    words: 'Read this to them, or say it in your words',
    hint: 'Closing this means that they have not been told yet.',
    /** Read aloud to the complainant. A part that is empty is not known or not to be said. */
    spoken: (said: { reference: string; happened: string; wanted: string; team: string }) =>
      [
        'Thank you for telling us. I am sorry that this happened.',
        `I have written down: “${said.happened}”`,
        ...(said.wanted === '' ? [] : [`And what you would like: “${said.wanted}”`]),
        said.team === ''
          ? `Your reference is ${said.reference}.`
          : `Your reference is ${said.reference}, and ${said.team} looks after it now.`,
      ].join('\n'),
  },
  acknowledge: {
    title: 'Record acknowledgement',
    submit: 'Record',
    intro:
      'Tell the complainant that we received it, who has it and when to expect an answer. Then record it here as evidence.',
    at: 'When did you tell them?',
    means: 'How did you tell them?',
    words: 'What did you say?',
  },
  tell: {
    title: 'Complainant was told',
    submit: 'Record',
    intro: 'Record when and how the complainant was told what was done, and in which words.',
    before:
      'Before the follow-up, the complainant must be told what was done. Record that here, then press Follow up again.',
    at: 'When were they told?',
    means: 'How were they told?',
    words: 'What was said?',
  },
  assign: { title: 'Assign', submit: 'Assign', to: 'Who should take it?' },
  promise: {
    title: 'Record a promise',
    submit: 'Record',
    intro: 'Promise only what you can keep. Redress will remind you before it is due.',
    what: 'What did you promise the complainant?',
    dueAt: 'By when?',
    dueWords: 'Or in words',
    basis: 'What makes you sure?',
    basisHint: 'A confirmed date, a colleague’s word, a procedure.',
  },
  renegotiate: {
    title: 'Agree a new date',
    submit: 'Record',
    intro: (what: Written): Text => ['Promised: ', what],
    dueAt: 'New date agreed with the complainant',
    dueWords: 'Or in words',
    basis: 'Why, and what did they say?',
  },
  waive: {
    title: 'No longer owed',
    submit: 'Record',
    intro: (what: Inline): Text => [
      'Promised: ',
      what,
      '. Record here that the complainant agreed that it is no longer owed.',
    ],
    words: 'What did they say?',
  },
  correctPromise: {
    title: 'Change the date',
    submit: 'Change',
    intro: (what: Written, due: Inline): Text => ['Promised: ', what, ', by ', due, '.'],
    note: 'Only if the date was recorded wrongly. If another date was agreed with the complainant, use New date instead.',
    dueAt: 'Which date was promised?',
    dueWords: 'Or in words',
  },
  /** Under the words for a date, in the three forms above. */
  dueWordsHint:
    'For example: Friday noon, in 3 working days, tomorrow 10:00. A day without a time is its end of work.',
  /** The tick under the date of a promise, in the three forms above. */
  unworked: {
    label: 'Outside working hours?',
    keep: 'Keep the time, even if nobody works then',
  },
  update: {
    title: 'Write an update',
    submit: 'Send',
    audience: 'Who is it for?',
    toReporter: 'The reporter, who can tell the complainant',
    toTeam: 'The team only',
    text: 'Update',
  },
  resolve: {
    title: 'Resolve',
    submit: 'Resolve',
    wanted: 'What they want: check it against what was done',
    done: 'What was done? The reporter reads this.',
    doneHint: 'Explanation, apology, what was put right.',
    delivered: 'Did they get what they wanted?',
    promise: (what: string) => `Promised: ${what}. What became of it?`,
    promiseAnswers: {
      kept: 'Kept',
      released: 'No longer owed: the complainant agreed',
      open: 'Still open: keep reminding',
    },
    morePromises: (n: number) => `${n} more promises stay open. Their buttons are in the details.`,
    told: 'Has the complainant been told?',
    isTold: 'Yes, as recorded below',
    notTold: 'Not yet. Redress reminds you',
    toldAt: 'When were they told?',
    toldMeans: 'How were they told?',
    toldWords: 'What was said?',
    ifTold: 'Only if they have been told.',
  },
  followUp: {
    title: 'Follow up',
    submit: 'Record',
    intro:
      'Ask the complainant, then record the answer: it closes the complaint. If it is not put right, use Reopen instead.',
    outcome: 'Did you reach them?',
    outcomes: {
      answered: 'Yes, and they answered',
      'not-reached': 'No. Try again another day',
      'not-reached-close': 'No. Close it without their answer',
      'no-contact': 'They want no further contact. Close it',
    },
    satisfaction: 'How satisfied are they?',
    ifReached: 'Only if they answered.',
    scale: [
      '1: very dissatisfied',
      '2: dissatisfied',
      '3: neither',
      '4: satisfied',
      '5: very satisfied',
    ],
    words: 'In their words',
  },
  reopen: { title: 'Reopen', submit: 'Reopen', reason: 'What is still wrong?' },
  withdraw: {
    title: 'Withdraw',
    submit: 'Withdraw',
    reason: 'Why did the complainant withdraw it?',
  },
  snoozeUntil: {
    title: 'Snooze',
    submit: 'Snooze',
    intro: (days: number) =>
      `You get no reminder about it until then; others still do. At most ${days} days, and not past the date of the next promise.`,
    words: 'Until when?',
    wordsHint: 'For example: Friday noon, in 3 working days, tomorrow 10:00.',
  },
  away: {
    title: 'Away',
    submit: 'I am away',
    intro:
      'Meanwhile somebody else gets your reminders. Nothing changes on complaints; they stay with you.',
    words: 'Until when?',
    wordsHint:
      'For example: until Friday, until 4 January, from Monday until 11 December. Empty: until you say that you are back.',
    standIn: 'Who stands in for you?',
    standInHint: 'Empty: the lead of each complaint’s team.',
    /** A colleague to choose who is away. */
    label: (name: string) => `${name} (away)`,
  },
  reminders: {
    title: 'Reminders',
    submit: 'Save',
    intro:
      'How your own reminders come. The last one before a date, what is escalated to you and what is critical come in any case.',
    listAt: 'When does your list of the day come?',
    startOfWork: 'When I begin to work',
    mostADay: 'How many messages a day, besides the list?',
    asMany: (n: number) => `Up to ${n}`,
    fewer: (n: number) => (n === 0 ? 'None, only the list' : `Up to ${n}`),
    quiet: 'When should nothing come?',
    quietHint:
      'For example: 13:00-14:00, or 16:00-9:00. Empty: at any time in your team’s working hours.',
    /** When each kind of reminder comes. */
    kinds: {
      'promise-near': 'Earlier warnings before a promise',
      quiet: 'Nothing has happened on a complaint',
      tell: 'The complainant has not been told yet',
      'follow-up': 'The complainant is to be asked',
    } satisfies Readonly<Record<PatientRule, string>>,
    waits: { due: 'When it is due', list: 'With the list' },
  },
  correct: { title: 'Correct the details', submit: 'Correct' },
  complete: { title: 'Complete', submit: 'Save' },
  correctReceived: {
    title: 'Correct date received',
    submit: 'Correct',
    intro: 'All terms count from when the complainant complained. The history keeps both dates.',
    receivedAt: 'When did the complainant complain?',
    reason: 'Why is this the right date?',
  },
  /** Labels in the details, and of the texts in history entries. */
  details: {
    history: 'What happened so far',
    /** Of whoever has it. `until`: null when the absence has no end. */
    away: (person: Inline, until: Inline | null): Text =>
      until === null
        ? [person, ' is away. Somebody else gets their reminders.']
        : [person, ' is away until ', until, '. Somebody else gets their reminders.'],
    pastLastRung: 'Everybody was reminded',
    /** How often, and since when. */
    reminders: (count: number, since: Inline): Text => [
      count === 1 ? 'once, ' : `${count} times, first `,
      since,
    ],
    /** A promise's dates; `was`: the date that this one replaced. */
    promise: (due: Inline, state: string, by: Inline): Text => [
      { strong: 'Promise due' },
      ' ',
      due,
      ` · ${state} · `,
      by,
    ],
    promiseInstead: (due: Inline, was: Inline, state: string, by: Inline): Text => [
      { strong: 'Promise due' },
      ' ',
      due,
      ', instead of ',
      was,
      ` · ${state} · `,
      by,
    ],
    basis: 'Basis',
    unworked: 'Outside working hours',
    morePromises: (n: number) => `${n} more promises will show here when these are done.`,
    acknowledged: 'What was said when it was acknowledged',
    delivered: (answer: string) => `Was it what they wanted? ${answer}`,
    followUp: 'What they said at the follow-up',
    told: 'What was said when they were told',
    withdrawn: 'Why it was withdrawn',
    completed: (label: string, is: string) => `${label}: “${is}”`,
    corrected: (label: string, was: string, is: string) => `${label}: was “${was}”, is “${is}”`,
    /** The text of an entry: what somebody wrote, and what it was the basis of. */
    written: (words: string) => `“${words}”`,
    basisWas: (words: string) => `Basis: “${words}”`,
    /** What was said of a promise when the complaint was resolved. */
    promiseWas: {
      kept: (what: string) => `Promise “${what}”: kept`,
      released: (what: string) => `Promise “${what}”: no longer owed, the complainant agreed`,
      open: (what: string) => `Promise “${what}”: still open`,
    },
    isTold: 'The complainant was told',
    notTold: 'The complainant was not told yet',
    outcomes: {
      'not-reached': 'The complainant was not reached',
      'no-contact': 'The complainant wants no further contact',
    },
    closed: 'Closed without an answer',
    notPublic: 'No',
    nothing: 'nothing',
  },
} as const;
