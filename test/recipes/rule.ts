import { addAfter, addBefore, type Recipe } from './recipe.js';

const PLAN = `function planUnpromised(
  { filedAt }: PlanFacts,
  { tellDays }: NudgePolicy,
  calendar: Calendar,
): readonly DueRung[] {
  const dueAt = addWorkingDays(calendar, filedAt, tellDays);
  return [{ rule: 'unpromised', about: null, rung: 0, dueAt }];
}
`;

/** A rule by which people are nudged. */
export const ruleRecipe: Recipe = {
  name: 'rule',
  adds: 'somebody has it, and nothing is promised',
  first: {
    edit: {
      file: 'src/domain/complaint/facts.ts',
      find: "  'follow-up',\n] as const;",
      put: "  'follow-up',\n  'unpromised',\n] as const;",
    },
    named: [
      'src/domain/nudges/nudge-message.ts',
      'src/domain/nudges/nudge.ts',
      'src/domain/nudges/plan-steps.ts',
      'src/text/en/history.ts',
      'src/text/en/nudges.ts',
      'src/views/nudge-buttons.ts',
      'src/views/nudge-card.ts',
    ],
  },
  others: [],
  created: {},
  rest: [
    addAfter('src/domain/nudges/nudge-message.ts', '  quiet: 8,', '  unpromised: 9,'),
    addAfter(
      'src/domain/nudges/nudge.ts',
      "    case 'follow-up':\n      return findRepeatingRule(complaint) !== nudge.rule;",
      "    case 'unpromised':\n      return complaint.state !== 'assigned' || complaint.promises.length > 0;",
    ),
    addAfter(
      'src/domain/nudges/plan-steps.ts',
      "  'follow-up': (...facts) => planRepeating('follow-up', ...facts),",
      '  unpromised: planUnpromised,',
    ),
    addBefore(
      'src/domain/nudges/plan-steps.ts',
      '/**\n * Returns when the acknowledgement is due, ms UTC.',
      PLAN,
    ),
    addAfter(
      'src/text/en/history.ts',
      "  'follow-up': 'to follow up',",
      "  unpromised: 'nothing is promised',",
    ),
    addAfter(
      'src/text/en/nudges.ts',
      "    'follow-up': (date) => ['Resolved ', date, '. Ask the complainant whether they are satisfied.'],",
      "    unpromised: (date) => ['Recorded ', date, ', and nothing is promised yet.'],",
    ),
    addAfter('src/text/en/nudges.ts', "    'follow-up': null,", '    unpromised: null,'),
    addAfter(
      'src/views/nudge-card.ts',
      '      return complaint.lastLifeAt;',
      "    case 'unpromised':\n      return complaint.filedAt;",
    ),
    addAfter(
      'src/views/nudge-buttons.ts',
      "      return ['update'];",
      "    case 'unpromised':\n      return ['promise'];",
    ),
  ],
  docs: {
    edit: addAfter(
      'docs/nudges.md',
      '| `follow-up` | ask the complainant whether they are satisfied | 5 working days after they were told of the resolution, and again after 2 more | the person who has it, then the lead, then the officers |',
      '| `unpromised` | somebody has it, and nothing is promised | 1 working day after it was recorded | the person who has it |',
    ),
    test: 'list every nudge rule',
  },
};
