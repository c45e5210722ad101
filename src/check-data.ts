import { existsSync } from 'node:fs';
import type { Configuration } from './config/load.js';
import { RedressError } from './errors.js';
import type { UnknownUse, UsedField } from './ports/stores/complaint-store.js';
import { toEmbeddedPlace } from './storage/installation/place.js';
import { text } from './text/index.js';

const words = text.problems;

/**
 * Looks for teams and categories that open complaints use and `redress.yml` lacks. Changes nothing that is
 * stored, and may run beside a bot on MongoDB.
 * @returns a sentence for each sort that is missing, or one on why it could not look; empty when all is right.
 */
export async function checkData(configuration: Configuration): Promise<readonly string[]> {
  try {
    const { team, category } = await findUnknownUses(configuration);
    return [
      ...(team.length > 0 ? [words.teamsMissing.stands(words.uses(team, 0))] : []),
      ...(category.length > 0 ? [words.categoriesMissing.stands(words.uses(category, 0))] : []),
    ];
  } catch (error) {
    if (!(error instanceof RedressError)) throw error;
    return [`Open complaints cannot be checked. ${explain(error)}`];
  }
}

function explain({ code, message }: RedressError): string {
  if (code === 'STORE_LOCKED') {
    return 'Redress runs on this data folder: what they lack is in /readyz, under "configuration".';
  }
  if (code === 'STORE_SCHEMA')
    return `${message} The start upgrades them, and then says what is missing.`;
  return message;
}

type UnknownUses = Readonly<Record<UsedField, readonly UnknownUse[]>>;

/** Loads only the libraries of the store that is used. */
async function findUnknownUses({ settings, organisation }: Configuration): Promise<UnknownUses> {
  const known = {
    team: organisation.teams.map(({ key }) => key),
    category: organisation.categories.map(({ key }) => key),
  };
  const { store } = settings;
  if (store.kind === 'mongo') {
    const { findUnknownUsesOfDatabase } = await import(
      './storage/mongo/configuration/unknown-uses-of-database.js'
    );
    return findUnknownUsesOfDatabase(store.uri, known);
  }
  const { file } = toEmbeddedPlace(store.folder);
  if (!existsSync(file)) return { team: [], category: [] };
  const { findUnknownUsesOfFile } = await import(
    './storage/embedded/configuration/unknown-uses-of-file.js'
  );
  return findUnknownUsesOfFile(file, known);
}
