import type { Details } from '../../domain/intake/details.js';
import { text } from '../../text/index.js';

const labels = text.card.team;

/** One corrected value, in the words that people read; empty where there was or is none. */
export interface Correction {
  readonly label: string;
  readonly was: string;
  readonly is: string;
}

type LabelledValues = readonly (readonly [label: string, value: string])[];

/** Each detail with its labels and the words that people read. */
const LABELLED: {
  readonly [D in keyof Required<Details>]: (value: Required<Details>[D]) => LabelledValues;
} = {
  complainant: ({ name, account, phone, email, address, prefers, isAnonymous }) => [
    [labels.complainant, name],
    [labels.account, account],
    [labels.phone, phone ?? ''],
    [labels.email, email ?? ''],
    [labels.address, address ?? ''],
    [labels.prefers, prefers === undefined ? '' : text.means[prefers]],
    [labels.anonymous, isAnonymous === true ? labels.isAnonymous : ''],
  ],
  description: (description) => [[labels.happened, description]],
  desiredOutcome: (desiredOutcome) => [[labels.wanted, desiredOutcome]],
  impact: (impact) => [[labels.impact, text.impacts[impact]]],
  means: (means) => [[labels.cameInBy, text.means[means]]],
  isPublic: (isPublic) => [
    [labels.visibility, isPublic ? labels.isPublic : text.form.details.notPublic],
  ],
  representative: ({ name, authority }) => [
    [labels.representative, `${name}, ${text.authorities[authority]}`],
  ],
  isVulnerable: () => [[labels.vulnerable, labels.isVulnerable]],
  adjustments: (adjustments) => [[labels.adjustments, adjustments]],
};

/** Compares the details before and after a correction; a detail may be absent on either side. */
export function findCorrections(
  before: Partial<Details>,
  after: Partial<Details>,
): readonly Correction[] {
  const old = toLabelledValues(before);
  const present = toLabelledValues(after);
  const all = new Set([...old.keys(), ...present.keys()]);
  return [...all]
    .map((label) => ({ label, was: old.get(label) ?? '', is: present.get(label) ?? '' }))
    .filter(({ was, is }) => was !== is);
}

function toLabelledValues(details: Partial<Details>): ReadonlyMap<string, string> {
  const names = Object.keys(LABELLED) as (keyof Details)[];
  return new Map(names.flatMap((name) => toLabelled(name, details[name])));
}

function toLabelled<D extends keyof Details>(
  name: D,
  value: Required<Details>[D] | undefined,
): LabelledValues {
  return value === undefined ? [] : LABELLED[name](value);
}
