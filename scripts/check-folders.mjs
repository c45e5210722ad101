// Fails where more files lie beside each other than a reader takes in at a glance.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['src', 'adapters', 'test', 'bench', 'scripts', 'docs'];
const MOST = 15;

function* foldersBelow(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  yield { folder, files: entries.filter((entry) => entry.isFile()).length };
  for (const entry of entries) {
    if (entry.isDirectory() && entry.name !== 'screenshots') yield* foldersBelow(join(folder, entry.name));
  }
}

const crowded = FOLDERS.flatMap((folder) => [...foldersBelow(folder)]).filter(({ files }) => files > MOST);
for (const { folder, files } of crowded) {
  process.stderr.write(`${folder} has ${files} files beside each other, ${MOST} are the most: sort them into folders.\n`);
}
process.exitCode = crowded.length > 0 ? 1 : 0;
