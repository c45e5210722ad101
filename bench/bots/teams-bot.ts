import { readFileSync } from 'node:fs';
import { findDataFolderFault } from '../../src/config/environment/data-folder.js';
import { readProcessEnvironment } from '../../src/config/environment/process-environment.js';
import { loadConfig } from '../../src/config/load.js';
import { createLogger } from '../../src/log.js';
import { startBot } from '../../src/main.js';

/**
 * The production bot without a lab, beside a stub of Teams. The settings allow such a stub only with a lab,
 * whose journal of each request, delivery and job would be measured as well.
 */
async function main(): Promise<void> {
  const readText = (path: string): string => readFileSync(path, 'utf8');
  const outcome = loadConfig(readProcessEnvironment(readText), readText, findDataFolderFault);
  if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.faults));
  const { configuration } = outcome;
  const settings = { ...configuration.settings, labToken: null };
  const logger = createLogger({ level: settings.logLevel });
  const bot = await startBot({ ...configuration, settings }, logger);
  process.once('SIGTERM', () => void bot.stop().then(() => process.exit(0)));
}

await main();
