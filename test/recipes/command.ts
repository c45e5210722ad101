import { addAfter, addBefore, type Recipe } from './recipe.js';

const HOLD = `import type { CommandOf } from '../complaint/command.js';
import { changed, type Outcome, validated } from '../complaint/decision.js';
import { findTextFaults } from './validation.js';

/** Records why the complaint has to wait. */
export function hold(command: CommandOf<'hold'>): Outcome {
  const reason = command.reason.trim();
  return validated(findTextFaults('reason', reason), () =>
    changed({ what: 'hold', args: { reason } }, {}),
  );
}
`;

const HOLD_FORM = `/** The form to put the complaint on hold. It asks for the reason. */
export function holdForm(): FormDraft<'hold'> {
  const f = words.hold;
  return createForm('hold', f, [], { reason: longTextField(f.reason) });
}
`;

/** A command with a form of its own. */
export const commandRecipe: Recipe = {
  name: 'command',
  adds: '“on hold”, with a reason',
  first: {
    edit: {
      file: 'src/domain/complaint/command.ts',
      find: "  | { readonly kind: 'snooze'; readonly choice: SnoozeChoice };",
      put: "  | { readonly kind: 'snooze'; readonly choice: SnoozeChoice }\n  | { readonly kind: 'hold'; readonly reason: string };",
    },
    named: [
      'src/domain/complaint/permissions.ts',
      'src/domain/commands/decide.ts',
      'src/storage/history-record.ts',
      'src/text/en/history.ts',
      'src/views/buttons.ts',
      'src/views/details.ts',
      'src/views/history/history.ts',
      'src/views/history/history-parts.ts',
      'src/views/history/last-happened.ts',
    ],
  },
  others: [
    // a button that opens the form of another one
    {
      edit: {
        file: 'src/app/intake/open-form.ts',
        find: '  reopen: () => forms.reopenForm(),',
        put: '  reopen: () => forms.withdrawForm(),',
      },
      named: ['src/app/intake/open-form.ts'],
    },
  ],
  created: { 'src/domain/commands/hold.ts': HOLD },
  rest: [
    addAfter(
      'src/domain/complaint/permissions.ts',
      "  snooze: { states: ['open', 'assigned', 'resolved'], roles: ['assignee', 'lead', 'officer'] },",
      "  hold: { states: ['assigned'], roles: OWNERS },",
    ),
    addAfter(
      'src/domain/commands/decide.ts',
      "import { correct, correctReceived } from './corrections/correction.js';",
      "import { hold } from './hold.js';",
    ),
    addAfter(
      'src/domain/commands/decide.ts',
      "  'add-report': addReport,",
      '  hold: (_, command) => hold(command),',
    ),
    addAfter('src/storage/history-record.ts', '  withdraw: reasoned,', '  hold: reasoned,'),
    addAfter(
      'src/text/en/history.ts',
      "  withdraw: (by) => [by, ' recorded that the complainant withdrew it'],",
      "  hold: (by) => [by, ' put it on hold'],",
    ),
    addAfter(
      'src/views/buttons.ts',
      "  snooze: { label: words.snooze, opens: false, style: 'plain' },",
      "  hold: { label: words.hold, opens: true, style: 'plain' },",
    ),
    addAfter(
      'src/text/en/cards.ts',
      "    snooze: 'Snooze to next working day',",
      "    hold: 'Put on hold',",
      'src/views/buttons.ts',
    ),
    addAfter('src/views/details.ts', '  withdraw: true,', '  hold: true,'),
    addAfter('src/views/history/history.ts', '  withdraw: false,', '  hold: false,'),
    addAfter('src/views/history/history.ts', "    case 'withdraw':", "    case 'hold':"),
    addAfter('src/views/history/last-happened.ts', '  withdraw: true,', '  hold: true,'),
    addAfter('src/views/history/last-happened.ts', "    case 'withdraw':", "    case 'hold':"),
    addAfter(
      'src/views/history/history-parts.ts',
      '  withdraw: { reason: internalPart },',
      '  hold: { reason: internalPart },',
    ),
    addAfter(
      'src/views/forms/form-fields.ts',
      "  withdraw: { reason: 'text' },",
      "  hold: { reason: 'text' },",
    ),
    addAfter(
      'src/app/intake/open-form.ts',
      '  withdraw: () => forms.withdrawForm(),',
      '  hold: () => forms.holdForm(),',
    ),
    addBefore(
      'src/views/forms/forms.ts',
      '/** The form to correct when the complainant complained.',
      HOLD_FORM,
      'src/app/intake/open-form.ts',
    ),
    addAfter(
      'src/text/en/forms.ts',
      "  correct: { title: 'Correct the details', submit: 'Correct' },",
      "  hold: { title: 'Put on hold', submit: 'Hold', reason: 'Why does it have to wait?' },",
      'src/views/forms/forms.ts',
    ),
    addAfter(
      'src/app/intake/parse-form.ts',
      "  withdraw: ({ reason }) => ({ kind: 'withdraw', reason }),",
      "  hold: ({ reason }) => ({ kind: 'hold', reason }),",
    ),
  ],
  docs: {
    edit: addAfter(
      'docs/commands.md',
      '| `snooze` | open, assigned, resolved | assignee, lead, officer | until when the person is not reminded |',
      '| `hold` | assigned | assignee, lead, officer | why it has to wait |',
    ),
    test: 'list every command',
  },
};
