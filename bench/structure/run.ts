import { crowdedFolders, MOST_FILES } from './folders.js';
import { measureSource } from './source.js';
import { filesOfSubmission } from './submission-files.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Prints what can be counted of the structure of `src` and `adapters`; `--names` lists what was counted. */
async function main(args: readonly string[]): Promise<void> {
  const list = (names: readonly string[]): void => {
    if (args.includes('--names')) print(`  ${[...names].sort().join(' ')}`);
  };
  const source = measureSource(['src', 'adapters']);
  print(`files ${source.files}, lines ${source.lines}`);
  print(`functions over 50 lines: ${source.longFunctions}`);
  print(`exported functions with a doc comment: ${(100 * source.documented).toFixed(1)}%`);
  print(`exported names that several files declare: ${source.sharedNames.length}`);
  list(source.sharedNames);
  print(`functions called xOf: ${source.ofFunctions.length}`);
  list(source.ofFunctions);
  for (const { folder, files } of crowdedFolders(['src', 'adapters', 'test', 'bench'])) {
    print(`more than ${MOST_FILES} files beside each other: ${folder}, ${files}`);
  }
  for (const platform of ['slack', 'teams'] as const) {
    const files = await filesOfSubmission(platform);
    print(`files a submission in ${platform} runs through: ${files.length}`);
    list(files);
  }
}

await main(process.argv.slice(2));
process.exit();
