import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The most files beside each other that a reader takes in at a glance. */
export const MOST_FILES = 15;

/** Folders that were written by a program or are looked at one by one. */
const PASSED_OVER: readonly string[] = ['screenshots'];

/** The folder, and all folders below it. */
export function foldersBelow(folder: string): readonly string[] {
  const inner = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !PASSED_OVER.includes(entry.name))
    .flatMap(({ name }) => foldersBelow(join(folder, name)));
  return [folder, ...inner];
}

/** Paths of the files in a folder, without those in folders below it. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name));
}

/** Folders below `folders` with more than {@link MOST_FILES} files beside each other, largest first. */
export function crowdedFolders(
  folders: readonly string[],
): readonly { readonly folder: string; readonly files: number }[] {
  return folders
    .flatMap(foldersBelow)
    .map((folder) => ({ folder, files: filesIn(folder).length }))
    .filter(({ files }) => files > MOST_FILES)
    .sort((a, b) => b.files - a.files);
}
