/** What is entered into the form `reminders` by somebody who changes nothing. */
export const USUAL_REMINDERS = {
  listAt: 'usual',
  mostADay: 'usual',
  quiet: '',
  'inList.promise-near': 'due',
  'inList.quiet': 'due',
  'inList.tell': 'due',
  'inList.follow-up': 'due',
} as const;
