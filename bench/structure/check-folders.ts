// Part of `npm run lint`: fails where more files lie beside each other than a reader takes in at a glance.
import { crowdedFolders, MOST_FILES } from './folders.js';

const crowded = crowdedFolders(['src', 'adapters', 'test', 'bench', 'scripts', 'docs']);
for (const { folder, files } of crowded) {
  process.stderr.write(
    `${folder} has ${files} files beside each other, ${MOST_FILES} are the most: sort them into folders.\n`,
  );
}
process.exitCode = crowded.length > 0 ? 1 : 0;
