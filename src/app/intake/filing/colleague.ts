import type { CommandOf } from '../../../domain/complaint/command.js';
import { type Refusal, refusal } from '../../../domain/document/refusal.js';
import type { Account, Person, PersonId } from '../../../domain/organisation/person.js';
import type { FieldValue } from '../../../ports/intake.js';
import { readFormValues } from '../../../views/forms/form-fields.js';
import type { Dependencies } from '../../dependencies.js';
import { hasProfile } from '../../organisation/refresh-person.js';
import { findOrCreatePerson } from '../resolve-person.js';

type ColleagueDependencies = Pick<Dependencies, 'people' | 'channels' | 'organisation' | 'logger'>;

/** A colleague who was chosen in a form, by every id of theirs, or why they cannot be. */
export type ChosenColleague =
  | { readonly ok: true; readonly ids: readonly PersonId[] }
  | { readonly ok: false; readonly why: Refusal };

/**
 * Finds or creates the colleague whom a form names in `field`; no ids if it names nobody. An app, and an account
 * that its platform does not know, are refused; one that the platform says nothing of is taken as it is. Throws
 * `STORE_UNAVAILABLE`.
 */
export async function findColleague(
  deps: ColleagueDependencies,
  account: Account | null,
  field: string,
): Promise<ChosenColleague> {
  if (account === null) return { ok: true, ids: [] };
  const known = await deps.people.findByAccount(account);
  if (known !== undefined && hasProfile(known)) return toChosen(known);
  const channel = deps.channels.get(account.platform);
  const profile = await channel?.fetchProfile(account);
  if (profile?.isApp === true) return { ok: false, why: refusal('colleague-app', field) };
  if (profile === undefined && known === undefined) {
    const state = await channel?.checkAccount(account);
    if (state === 'deactivated') return { ok: false, why: refusal('colleague-unknown', field) };
  }
  return toChosen(await findOrCreatePerson(deps, account, profile?.name ?? null));
}

function toChosen({ id, aliases }: Person): ChosenColleague {
  return { ok: true, ids: [id, ...aliases] };
}

/** Reads the form that says which colleague a complaint is about. Throws `STORE_UNAVAILABLE`. */
export async function readNaming(
  deps: ColleagueDependencies,
  values: Readonly<Record<string, FieldValue>>,
): Promise<CommandOf<'name-colleague'> | Refusal> {
  const { colleague: account, nobody } = readFormValues('name-colleague', values);
  const chosen = await findColleague(deps, account, 'colleague');
  if (!chosen.ok) return chosen.why;
  const [colleague = null, ...aliases] = chosen.ids;
  return { kind: 'name-colleague', colleague, aliases, nobody };
}
