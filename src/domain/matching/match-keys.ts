import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';
import type { Complainant, Details } from '../intake/details.js';

/**
 * By what two complaints are known to be of one complainant. Stored and indexed, so the words before the
 * colon never change: an account, an e-mail address, a telephone number with its country code, or the digits
 * of one whose country is not known.
 */
export type MatchKey =
  | `account:${string}`
  | `email:${string}`
  | `tel:+${string}`
  | `digits:${string}`;

/** By what a complaint is found that is linked to another. Stored with the others, and no match of them. */
export type LinkKey = `link:${string}`;

/** Returns the key by which the complaints are found that are linked to this one. `id`: its reference. */
export function toLinkKey(id: string): LinkKey {
  return `link:${id}`;
}

/** What people write for an account when there is none. */
const NO_ACCOUNT: ReadonlySet<string> = new Set([
  ...[
    'none',
    'no',
    'na',
    'n/a',
    'nil',
    'null',
    'unknown',
    'notknown',
    'tbc',
    'tba',
    'x',
    'xx',
    'xxx',
  ],
]);

/** The extension of a telephone number, which is not the line's. */
const EXTENSION = /(?:ext\.?|x)\s*\d{1,6}$/i;
/** Fewer digits are not a number that only one complainant has. */
const LEAST_DIGITS = 5;

/** Does the library know this country? Two capitals, ISO 3166-1. */
export function isKnownCountry(country: string): country is CountryCode {
  return isSupportedCountry(country);
}

/**
 * Returns the keys by which other complaints of the same complainant are found, each once; none of somebody
 * who does not want to say who they are. `country`: numbers without a country code are read as of this country
 * (two capitals, ISO 3166-1); null: these match by their digits only.
 */
export function toMatchKeys(
  { complainant }: Pick<Details, 'complainant'>,
  country: string | null,
): readonly MatchKey[] {
  if (complainant.isAnonymous === true) return [];
  return [
    ...toAccountKeys(complainant.account),
    ...toEmailKeys(complainant.email ?? ''),
    ...toPhoneKeys(complainant.phone ?? '', country),
  ] satisfies readonly MatchKey[];
}

/** The names of what {@link toMatchKeys} reads of a complainant. */
export const MATCHED_CONTACTS = [
  'account',
  'email',
  'phone',
] as const satisfies readonly (keyof Complainant)[];

/** Folds letters of any width and case, and leaves out spaces, dashes and what cannot be seen. */
function toAccountKeys(account: string): readonly MatchKey[] {
  const folded = account
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Z}\p{Pd}\p{C}−]/gu, '');
  const isOne = /[\p{L}\p{N}]/u.test(folded) && !NO_ACCOUNT.has(folded);
  return isOne ? [`account:${folded}`] : [];
}

/** Some servers know two addresses that differ in case only; none is known to give them to two people. */
function toEmailKeys(email: string): readonly MatchKey[] {
  const folded = email
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Z}\p{C}]/gu, '');
  return folded.includes('@') ? [`email:${folded}`] : [];
}

function toPhoneKeys(phone: string, country: string | null): readonly MatchKey[] {
  const text = phone.normalize('NFKC').replace(/\p{C}/gu, '').trim();
  if (text === '') return [];
  const known = country !== null && isKnownCountry(country) ? country : undefined;
  const parsed = parsePhoneNumberFromString(text, known);
  if (parsed?.isPossible() === true) return [`tel:${parsed.number}` as `tel:+${string}`];
  const digits = text.replace(EXTENSION, '').replace(/\D/g, '');
  return digits.length < LEAST_DIGITS ? [] : [`digits:${digits}`];
}
