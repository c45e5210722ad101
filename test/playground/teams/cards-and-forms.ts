import { card } from './harness.js';

/** A button that acts at once, with a fallback for old clients. */
export const EXECUTE = {
  type: 'Action.Execute',
  title: 'Take on',
  verb: 'press',
  data: { redress: { kind: 'press', action: 'take', value: 'C-1' } },
  fallback: { type: 'Action.Submit', title: 'Take on', data: { redress: { action: 'take' } } },
};
/** A button that opens a dialog. */
export const FETCH = {
  type: 'Action.Submit',
  title: 'Promise…',
  data: { msteams: { type: 'task/fetch' }, redress: { kind: 'press', action: 'promise' } },
};
const SURE = {
  type: 'Action.ShowCard',
  title: 'Close…',
  card: card([{ type: 'Input.Text', id: 'why', label: 'Why' }], {
    actions: [{ ...EXECUTE, title: 'Yes, close', data: { redress: { action: 'close' } } }],
  }),
};
/** A card with a button of each kind, one of them in a nested card. */
export const CARD = card([{ type: 'TextBlock', text: 'C-1' }], { actions: [EXECUTE, FETCH, SURE] });

/** A form with a field of each kind. */
export const FORM = card(
  [
    {
      type: 'Input.Text',
      id: 'f.what',
      label: 'What happened',
      isRequired: true,
      errorMessage: 'Say what happened.',
      maxLength: 10,
    },
    {
      type: 'Input.ChoiceSet',
      id: 'f.team',
      label: 'Team',
      choices: [
        { title: 'Billing', value: 'b' },
        { title: 'Repairs', value: 'r' },
      ],
      value: 'b',
    },
    { type: 'Input.Toggle', id: 'f.secret', title: 'Confidential' },
    { type: 'Input.Date', id: 'f.by.date', label: 'By' },
    { type: 'Input.Time', id: 'f.by.time', label: 'Time' },
  ],
  {
    actions: [
      { type: 'Action.Submit', title: 'Send', data: { redress: { kind: 'submit' } } },
      {
        type: 'Action.Submit',
        title: 'Back',
        associatedInputs: 'none',
        data: { redress: { kind: 'press', action: 'back' } },
      },
    ],
  },
);

/** An answer to a button with text. */
export const message = (words: string) => ({
  body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: words },
});
