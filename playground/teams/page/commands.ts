/**
 * The app's commands as its manifest names them: the menu that opens at `@Redress` sends the title
 * as a message; the message extension (the + beside the compose box, `/` in it, a message's menu)
 * calls the app with the id.
 */
export const COMMANDS = [
  {
    id: 'complaint',
    title: 'complaint',
    description: 'Record a complaint',
    contexts: ['compose', 'message'],
  },
  {
    id: 'complaint-list',
    title: 'complaint list',
    description: 'What you reported or have, and what your team has',
    contexts: ['compose'],
  },
  {
    id: 'complaint-away',
    title: 'complaint away',
    description: 'Say that you are away, until when, and who gets your reminders',
    contexts: ['compose'],
  },
  {
    id: 'complaint-back',
    title: 'complaint back',
    description: 'Say that you are back',
    contexts: ['compose'],
  },
  {
    id: 'complaint-reminders',
    title: 'complaint reminders',
    description: 'How your reminders come: the list of the day, how many, and when none',
    contexts: ['compose'],
  },
  {
    id: 'complaint-help',
    title: 'complaint help',
    description: 'How Redress works',
    contexts: ['compose'],
  },
] as const;
