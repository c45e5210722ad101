import { addAfter, type Recipe } from './recipe.js';

/** A detail that is asked at intake. It is optional: complaints that are stored do not have it. */
export const fieldRecipe: Recipe = {
  name: 'field',
  adds: 'where it happened',
  first: {
    edit: addAfter(
      'src/domain/intake/details.ts',
      '  readonly isPublic: boolean;',
      '  /** Where it happened. Absent in complaints older than this field. */\n  readonly site?: string;',
    ),
    named: [
      'src/app/intake/parse-form.ts',
      'src/domain/commands/filing.ts',
      'src/storage/history-record.ts',
      'src/storage/shapes.ts',
      'src/views/history/corrections.ts',
      'src/views/forms/form-fields.ts',
      'src/views/intake/intake-facts.ts',
    ],
  },
  others: [
    // something more to say with a command
    {
      edit: {
        file: 'src/domain/complaint/command.ts',
        find: "  | { readonly kind: 'withdraw'; readonly reason: string }",
        put: "  | { readonly kind: 'withdraw'; readonly reason: string; readonly means: Means }",
      },
      named: [
        'src/app/intake/parse-form.ts',
        'src/domain/commands/resolution.ts',
        'src/storage/history-record.ts',
        'src/views/forms/form-fields.ts',
        'src/views/history/history-parts.ts',
      ],
    },
    // a field that no command says
    {
      edit: {
        file: 'src/views/forms/form-fields.ts',
        find: "  withdraw: { reason: 'text' },",
        put: "  withdraw: { reason: 'text', means: 'choice' },",
      },
      named: ['src/views/forms/form-fields.ts'],
    },
    // a fact of the complaint itself, which older ones do not have
    {
      edit: addAfter(
        'src/domain/complaint/facts.ts',
        '  readonly filedOn?: Platform;',
        '  readonly site?: string;',
      ),
      named: ['src/storage/complaint-record.ts', 'src/storage/mongo/schema.ts'],
    },
  ],
  created: {},
  rest: [
    addAfter('src/app/intake/parse-form.ts', '    isPublic,', '    site: values.site,'),
    addAfter(
      'src/domain/commands/filing.ts',
      '    isPublic: () => [],',
      "    site: ({ site = '' }) => findLengthFaults('site', site, NAME_LIMIT),",
    ),
    addAfter(
      'src/domain/commands/filing.ts',
      '    desiredOutcome: trimText(details.desiredOutcome),',
      "    site: trimText(details.site ?? ''),",
    ),
    addAfter(
      'src/storage/history-record.ts',
      '  isPublic: details.shape.isPublic.exactOptional(),',
      '  site: details.shape.site,',
    ),
    addAfter(
      'src/storage/shapes.ts',
      '  isPublic: z.boolean(),',
      '  site: z.string().exactOptional(),',
    ),
    addAfter(
      'src/views/history/corrections.ts',
      '  means: (means) => [[labels.cameInBy, text.means[means]]],',
      '  site: (site) => [[labels.site, site]],',
    ),
    addAfter(
      'src/views/intake/intake-facts.ts',
      '  means: ({ means }) => [fact(words.cameInBy, [text.means[means]])],',
      "  site: ({ site = '' }) => (site === '' ? [] : [fact(words.site, [{ written: site }])]),",
    ),
    addAfter(
      'src/text/en/cards.ts',
      "    account: 'Account',",
      "    site: 'Where it happened',",
      'src/views/intake/intake-facts.ts',
    ),
    addAfter('src/views/forms/form-fields.ts', "  isPublic: 'tick',", "  site: 'text',"),
    addAfter(
      'src/views/forms/intake-forms.ts',
      '    isPublic: tickField(f.visibility, f.isPublic, known.isPublic ?? false),',
      '    site: optionalText(f.site, known.site),',
    ),
    addAfter(
      'src/text/en/forms.ts',
      "    account: 'Account or reference number',",
      "    site: 'Where did it happen?',",
      'src/views/forms/intake-forms.ts',
    ),
  ],
};
