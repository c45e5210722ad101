/**
 * What the app's manifest declares and Slack shows of it: in the `/` menu, in a message's menu and on
 * the app's own pages. A test compares it with `manifest.yml`.
 */
export const SURFACE = {
  name: 'Redress',
  description: 'Routes internal complaints, and lets nothing slip through the cracks.',
  /** People cannot write to the app in its own conversation. */
  messagesReadOnly: true,
  homeTab: false,
  commands: [
    {
      command: '/complaint',
      hint: '[what happened] | list | away | back | reminders | help',
      description: 'Record a complaint, or list yours',
    },
  ],
  /** By `callback_id`; all of them on messages. */
  shortcuts: [
    {
      id: 'complaint',
      name: 'Record a complaint',
      description: 'Opens the form with this message filled in',
    },
  ],
} as const;
