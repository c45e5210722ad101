import type { RefusalArgs, RefusalCode } from '../../domain/document/refusal.js';
import { states } from './cards.js';
import { formatMoment } from './dates.js';
import { form } from './forms.js';

/** Refusals, by code: what happened, and what to do. */
export const refusals: { readonly [C in RefusalCode]: (args: RefusalArgs[C]) => string } = {
  'not-found': () => 'No complaint that you can see has this reference. Please check it.',
  'not-permitted': () =>
    'Only the person who has it, the team’s lead or a complaints officer can do that. Please ask one of them.',
  'wrong-state': ({ state }) =>
    `That is not possible now. The complaint’s state is “${states[state]}”. Open its details to see what you can do.`,
  'already-taken': () => 'Somebody has already taken it. To take over, ask them to give it back.',
  'no-such-colleague': () => 'Choose a member of the team, its lead or a complaints officer.',
  'no-such-promise': () => 'That promise no longer exists. Open the details to see all promises.',
  'unknown-category': () => 'That category no longer exists. Choose another one.',
  'category-unclear': () =>
    'The words do not say what it is about. Choose it here, or the one that comes closest.',
  'category-confidential': ({ name }) =>
    `It may be about “${name}”, which only a few people see. Choose that, or another answer.`,
  'stays-confidential': () =>
    'It is confidential now, and that would show it to others. The team’s lead or a complaints officer can do that. Please ask one of them.',
  'placements-full': () =>
    'It has been with so many teams that it cannot go to another one (20). Please have it assigned where it is.',
  'named-anonymous': () =>
    'There is a name above. Remove it, or untick that they do not want to say it.',
  'authority-missing': () =>
    'Choose whether you have seen that they may speak for the complainant.',
  'phone-unread': () => 'This is no telephone number. Write its digits, such as 020 7946 0018.',
  'email-unread': () => 'This is no e-mail address. Write it as name@example.com.',
  'unknown-choice': () => 'Choose one of the answers.',
  missing: () => 'Please fill this in.',
  'nothing-filled': () =>
    'Please fill in at least one of these. What stays empty is still to be completed.',
  'too-long': ({ length, limit }) =>
    `That is ${length} characters, but only ${limit} fit here. Please shorten it, and put the rest in the thread.`,
  'no-date': () => 'Please choose a date and a time.',
  'no-deadline': () => 'Choose a date and a time, or write them, like “Friday noon”.',
  'due-unread': () =>
    'Redress cannot read that as one date. Write it like “Friday noon”, “in 3 working days” or “4 December 15:00”.',
  'due-ambiguous': ({ either, or, zone }) =>
    `That could be ${formatMoment(either, zone)} or ${formatMoment(or, zone)} (${zone}). Write which one, with the date and the hour.`,
  'due-passed': ({ at, zone }) =>
    `That is ${formatMoment(at, zone)} (${zone}), which has passed. Write a date in the future.`,
  'dates-differ': ({ said, chosen, zone }) =>
    `That is ${formatMoment(said, zone)} (${zone}), but you chose ${formatMoment(chosen, zone)}. Leave one of them empty, or make them the same.`,
  'promise-late': () =>
    'That date has passed, so it stays in the record. Press “New date” when another one is agreed.',
  'date-past': () => 'That date has passed. Choose one in the future.',
  'date-future': () => 'That is in the future. Choose when it happened.',
  'date-before-received': () =>
    'That is before the complaint was received. Choose a later time, or ask the lead to correct the date received.',
  'received-long-ago': () =>
    'That is more than two years ago. Choose a later date; the lead or a complaints officer can correct it afterwards.',
  'date-long-ago': () => 'That is more than ten years ago. Choose a later date.',
  'received-late': () =>
    'The complaint was recorded, or the complainant was told of it, before that. Choose an earlier time.',
  'tell-first': () =>
    'The complainant must be told what was done before the follow-up. Press “Complainant has been told” first.',
  'promise-open': ({ what }) =>
    `A promise is still open: “${what}”. The person who has the complaint, the team’s lead or a complaints officer records in its details that it was kept or is no longer owed; then it can be followed up.`,
  'attempts-left': ({ made, needed }) =>
    `They were tried on ${made} of ${needed} days. Choose to try again another day.`,
  'date-unworked': ({ at, before, zone, holiday }) =>
    `Nobody works on ${formatMoment(at, zone)} (${zone})${holiday ? ', a holiday' : ''}. The working moment before it is ${formatMoment(before, zone)}. Enter that, or tick “${form.unworked.keep}”.`,
  'date-before-work': ({ next, zone }) =>
    `Nobody works until ${formatMoment(next, zone)} (${zone}). Choose that time or a later one, or tick “${form.unworked.keep}”.`,
  'date-far': () => 'That is more than ten years away. Choose a nearer date.',
  'snooze-unread': () =>
    'Redress cannot read that as a date. Write it like “Friday noon”, “in 3 working days” or “tomorrow 10:00”.',
  'snooze-not-now': () =>
    'That would not end in the team’s working time. Choose another time to be reminded.',
  'snooze-far': ({ days }) =>
    `Reminders can be put off for ${days} days at most. Choose a nearer date.`,
  'snooze-past-promise': ({ due, before, zone }) =>
    before === null
      ? `A promise is due before that, on ${formatMoment(due, zone)} (${zone}), and there is no working time left before it.`
      : `A promise is due before that, on ${formatMoment(due, zone)} (${zone}). The last working moment before it is ${formatMoment(before, zone)}. Choose that or an earlier time.`,
  'absence-unread': () =>
    'Redress cannot read that. Write it like “until Friday”, “until 4 January” or “from Monday until 11 December”. To record a complaint that begins with these words, use the form.',
  'absence-far': ({ days }) =>
    `That is more than ${days} days ahead. Choose a nearer date, or leave it empty and say when you are back.`,
  'stand-in-self': () => 'You cannot stand in for yourself. Choose somebody else, or nobody.',
  'stand-in-away': () => 'They are away then, too. Choose somebody else, or nobody.',
  'too-many-messages': ({ most }) =>
    `At most ${most} messages a day are set up here. Choose ${most} or fewer.`,
  'quiet-unread': () =>
    'Redress cannot read that. Write from when until when, like “13:00-14:00” or “4 pm to 9 am”.',
  'too-quiet': ({ minutes }) =>
    `There must be ${minutes} minutes of each working day in which reminders can reach you. Choose shorter times.`,
  'colleague-self': () =>
    'You cannot name yourself, because you would not see it any more. Ask a colleague or a complaints officer to do this.',
  'colleague-reporter': () =>
    'They recorded this complaint, so they know it. Have it recorded again by somebody else, and withdraw this one.',
  'colleague-app': () => 'That is an app. Choose a colleague, or leave this empty.',
  'colleague-unknown': () =>
    'Redress cannot find this person. Choose a colleague from the list, or leave this empty.',
  'colleague-last': () =>
    'Without them nobody is left who could open it: neither a lead nor a complaints officer. Ask whoever set up Redress to name another officer first, or leave this empty.',
  'named-nobody': () => 'Somebody is chosen above. Remove them, or untick this.',
  concerned: () => 'This complaint is about them, so they cannot have it. Choose somebody else.',
  'history-full': () =>
    'This complaint’s history is full (5,000 entries). Please resolve it, and record a new complaint that mentions it.',
  'document-full': () =>
    'This complaint is full: it holds as much text as fits (1 MB). Please resolve it, and record a new complaint that mentions it.',
  'promises-full': () =>
    'This complaint has 100 promises, new dates included, and no more fit. Please resolve it, and record a new complaint that mentions it for what is still promised.',
  'add-ended': ({ state }) =>
    state === 'withdrawn'
      ? 'The complainant withdrew it, so nothing is added to it. Record a new complaint.'
      : `Nothing is added to it any more: its state is “${states[state]}”. Press Reopen in its details instead.`,
  'other-complainant': () =>
    'That complaint is of another complainant, so this was not added. Record it as a complaint of its own.',
  'reports-full': ({ most }) =>
    `It was added to ${most} times, and no more fits. Please write to the team, or record a new complaint that mentions it.`,
  'links-full': ({ most }) => `A complaint is linked to ${most} others at most. Choose fewer.`,
  'sent-by-another': () =>
    'This was not recorded, because somebody else opened the form. Please open it yourself and send it from there.',
};
