import type { ComplaintState } from '../../domain/complaint/facts.js';
import type { FailureReason } from '../../domain/complaint/failure-reason.js';
import type { Delivered, Means } from '../../domain/complaint/handling.js';
import type { PromiseState } from '../../domain/complaint/promise.js';
import type { Impact, Representative } from '../../domain/intake/details.js';
import type { LaterDetail } from '../../domain/intake/missing.js';
import type { Inline, Text } from '../../views/elements.js';

/** Stands for a person whose name is not known. */
export const someColleague = 'a colleague';

/** Words for the values of the domain. */
export const means: Readonly<Record<Means, string>> = {
  phone: 'Phone',
  email: 'E-mail',
  letter: 'Letter',
  'in-person': 'In person',
  chat: 'Chat or text message',
  web: 'Web form',
  social: 'Social media or review',
};

export const impacts: Readonly<Record<Impact, string>> = {
  low: 'Low: an annoyance',
  medium: 'Medium: it costs them time or money',
  high: 'High: serious harm or loss',
  critical: 'Critical: safety, health or a vulnerable person',
};

/** Whether somebody may speak for the complainant. */
export const authorities: Readonly<Record<Representative['authority'], string>> = {
  seen: 'authority seen',
  asked: 'authority asked for',
  'not-needed': 'no authority needed',
};

export const states: Readonly<Record<ComplaintState, string>> = {
  open: 'Nobody has it yet',
  assigned: 'Being handled',
  resolved: 'Resolved, to be followed up',
  closed: 'Closed',
  withdrawn: 'Withdrawn',
};

export const delivered: Readonly<Record<Delivered, string>> = {
  yes: 'Yes, what they asked for',
  partly: 'Partly',
  no: 'No, something else or nothing',
};

export const promiseStates: Readonly<Record<PromiseState, string>> = {
  open: 'open',
  kept: 'kept',
  renegotiated: 'replaced by a new date',
  released: 'no longer owed',
  broken: 'not kept in time',
  unknown: 'nobody recorded whether it was kept',
};

/** Of a promise that was recorded as kept when its date had passed. */
export const keptLate = 'kept, but recorded after its date';

/**
 * Which complaint a form or a message is about, so that nobody confuses two. `start`: the first words of
 * what happened. `complainant`: null while nobody knows who it is.
 */
export const about = (id: string, complainant: Inline | null, start: Inline): Text => [
  { strong: id },
  ...(complainant === null ? [] : [' · ', complainant]),
  ' · “',
  start,
  '”',
];

export const failures: Readonly<Record<FailureReason, string>> = {
  'channel-gone':
    'the channel does not exist, or Redress may not see it. Add or invite Redress, or set another channel in redress.yml and start Redress again',
  'channel-archived':
    'the channel is archived. Unarchive it, or set another one in redress.yml and start Redress again',
  'bot-not-in-channel': 'Redress is not in the channel. Add or invite it',
  'person-gone':
    'the person’s chat account is gone. Remove them from redress.yml, or add their new account',
  'person-unreachable':
    'Redress cannot write to this person. Ask them to add Redress and open a chat with it',
  'message-gone': 'the message was deleted',
  'not-permitted':
    'the chat platform does not allow it. Check the app’s permissions in its settings',
  rejected: 'the chat platform rejected the message. Please report this as a bug',
  'no-place': 'there is no channel or account to send it to. Check redress.yml',
  'gave-up': 'the chat platform did not accept it for a day. Check its status and the logs',
  'no-access': 'the person may not see the complaint any more. Somebody else gets it',
};

export const card = {
  team: {
    title: (id: string, category: string) => `${id} · ${category}`,
    formerSummary: (id: string) => `${id} is in another channel now`,
    former: (team: string) =>
      `${team} has another channel now, and this complaint goes on there. Please write under its card there: what you write here stops no reminder.`,
    leftSummary: (id: string) => `${id} is with another team now`,
    left: (team: string) =>
      `This complaint is with ${team} now, on a card of its own. What you write here does not reach them.`,
    summary: (id: string, category: string, state: string) => `${id}, ${category}: ${state}`,
    confidentialSummary: (id: string) => `${id}: a confidential complaint`,
    /** Whom a card in the channel is for; a sentence follows. */
    isFor: (tagged: Inline): Text => ['For ', tagged, ': '],
    /** Where it stands: its state, who has it or who resolved it. */
    stands: (state: string): Text => [{ strong: state }, '.'],
    standsWith: (state: string, person: Inline): Text => [
      { strong: state },
      '. With ',
      person,
      '.',
    ],
    resolvedBy: (state: string, person: Inline): Text => [
      { strong: state },
      '. Resolved by ',
      person,
      '.',
    ],
    confidential: {
      toLead:
        'This complaint is confidential. The team’s lead and the complaints officers can open it.',
      toOfficers: 'This complaint is confidential. The complaints officers can open it.',
    },
    happened: 'What happened',
    wanted: 'What they want',
    acknowledgeBy: 'Acknowledge by',
    complainant: 'Complainant',
    account: 'Account',
    phone: 'Phone',
    email: 'E-mail',
    address: 'Address',
    prefers: 'Wants to be told by',
    /** In place of a name. */
    notNamed: 'does not want to say who they are',
    notAsked: 'Not asked yet',
    anonymous: 'Anonymous',
    isAnonymous: 'Yes, does not want to say who they are',
    /** In place of an acknowledgement. */
    notOwed: 'Not owed: they do not want to say who they are',
    toComplete: 'Still to be completed',
    missing: {
      complainant: 'who complained',
      desiredOutcome: 'what they want',
    } satisfies Readonly<Record<LaterDetail, string>>,
    representative: 'Speaks for them',
    vulnerable: 'Vulnerable',
    isVulnerable: 'Yes',
    adjustments: 'What they need',
    impact: 'Impact',
    notAssessed: 'Not assessed yet',
    cameInBy: 'How it came in',
    visibility: 'Visible to others',
    isPublic: 'Yes, in public',
    reportedBy: 'Reported by',
    received: 'Received',
    /** For complaints of releases that did not ask when. */
    receivedAssumed: (date: Inline): Text => [date, ' (not asked, so when it was recorded)'],
    filed: 'Recorded',
    complainedAgain: 'Complained again',
    again: (date: Inline, by: Inline): Text => [date, ', to ', by],
    /** More than once. */
    againTimes: (times: number, date: Inline, by: Inline): Text => [
      `${times} times, last `,
      date,
      ', to ',
      by,
    ],
    acknowledged: 'Acknowledged',
    promise: 'Promise',
    resolution: 'What was done',
    satisfaction: (n: number) => `Satisfaction: ${n} of 5`,
    complainantTold: (date: Inline): Text => ['The complainant was told ', date, '.'],
    complainantToldBy: (date: Inline, means: string): Text => [
      'The complainant was told ',
      date,
      ` · ${means}.`,
    ],
    complainantUntold: 'The complainant has not been told yet.',
    satisfied: (n: number) => `Satisfaction: ${n} of 5.`,
    /** An attempt to follow up that brought no answer. */
    notReached: (date: Inline): Text => ['Not reached ', date, '.'],
    noContact: 'They want no further contact.',
    reopened: (date: Inline, by: Inline): Text => ['Reopened ', date, ' by ', by, '.'],
    whyReopened: 'Why it was reopened',
    doneBefore: 'What was done before',
  },
  reporter: {
    title: (id: string) => `${id} · your complaint`,
    /** Of somebody who added to what a colleague recorded. */
    addedTitle: (id: string) => `${id} · you added to it`,
    summary: (id: string, team: string, state: string) => `${id} is with ${team}: ${state}`,
    category: 'About',
    filed: (team: string) => `Recorded and sent to ${team}.`,
    /** Of a confidential complaint, which its team does not see. */
    filedConfidential: 'Recorded.',
    confidential: {
      toLead: (team: string) =>
        `It is confidential: besides you, only the lead of ${team} and the complaints officers can open it.`,
      toOfficers: 'It is confidential: besides you, only the complaints officers can open it.',
    },
    unplaced: {
      lead: (team: string) =>
        `Recorded, but the channel of ${team} could not be reached. The team’s lead was told instead, and Redress tries again.`,
      officers: (team: string) =>
        `Recorded, but the channel of ${team} could not be reached. The complaints officers were told instead, and Redress tries again.`,
      nobody: (team: string) =>
        `Recorded, but the channel of ${team} could not be reached, and the team has no lead. Redress tries again. Please tell the team yourself.`,
    },
    /** After the status. */
    waiting:
      'It has waited too long: everybody responsible for it is reminded until somebody acts.',
    /** `sent`: one of the sentences above. */
    isWith: (sent: string, person: Inline): Text => [`${sent} It is with `, person, '.'],
    nobody: (sent: string): Text => [
      `${sent} Nobody has taken it yet. Redress will remind the team.`,
    ],
    /** `whom`: one of the sentences on who can open it. */
    nobodyConfidential: (sent: string, whom: string): Text => [
      `${sent} ${whom} Nobody has taken it yet. Redress will remind them.`,
    ],
  },
  buttons: {
    take: 'Take it',
    acknowledge: 'Record acknowledgement',
    assign: 'Assign',
    /** The same, on a reminder. */
    handOver: 'Hand over',
    release: 'Give back',
    promise: 'Record a promise',
    keep: 'Done',
    renegotiate: 'New date',
    update: 'Write an update',
    note: 'Write to the team',
    resolve: 'Resolve',
    waive: 'No longer owed',
    tell: 'Complainant has been told',
    followUp: 'Follow up',
    reopen: 'Reopen',
    withdraw: 'Withdraw',
    correct: 'Correct',
    complete: 'Complete',
    recategorise: 'Change what it is about',
    correctReceived: 'Correct date received',
    correctPromise: 'Change',
    addReport: 'They complained again',
    nameColleague: 'About a colleague',
    snooze: 'Snooze to next working day',
    snoozeHour: 'Snooze for an hour',
    snoozeAfternoon: 'Snooze to this afternoon',
    snoozeUntil: 'Snooze until…',
    details: 'Details',
    confirmRelease: 'Give it back to the team? The team will be asked to take it.',
  },
} as const;
