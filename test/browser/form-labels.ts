/** Labels of fields on the page, by the field names that entries use. */
const FIELD_LABELS: Readonly<Record<string, string | RegExp>> = {
  complainant: /Who complained\?/,
  account: /Account or reference number/,
  description: /What happened\?/,
  desiredOutcome: /What do they want\?/,
  category: /What is it about\?/,
  means: /How did you tell them\?/,
  words: /What did you say\?/,
  what: /What did you promise the complainant\?/,
  basis: /What makes you sure\?/,
  done: /What was done\?/,
  told: /Has the complainant been told\?/,
  toldWords: /What was said\?/,
  outcome: /Did you reach them\?/,
};

/** The label of a field. Throws for an unknown field. */
export function findLabel(name: string): string | RegExp {
  const label = FIELD_LABELS[name];
  if (label === undefined) throw new Error(`The tests know no label of the field ${name}.`);
  return label;
}

/** Fields whose choices are radio buttons: each choice has a label of its own. */
export const RADIO_FIELDS: ReadonlySet<string> = new Set([
  'delivered',
  'satisfaction',
  'told',
  'outcome',
]);

/** Fields of the form for a new complaint that stand behind “More details”. */
export const MORE_FIELDS: ReadonlySet<string> = new Set(['account']);
