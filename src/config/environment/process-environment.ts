import { parse } from 'dotenv';
import { configError } from '../faults.js';
import type { Environment, ReadFile } from './variables.js';

/**
 * The process's variables, completed by the file `.env` where there is one. A variable of the
 * process wins, an empty one included; `process.env` itself is left as it is.
 * @throws RedressError `CONFIG_INVALID` when `.env` is there and cannot be read.
 */
export function processEnvironment(
  readFile: ReadFile,
  own: Environment = process.env,
): Environment {
  return { ...dotenvFile(readFile), ...own };
}

function dotenvFile(readFile: ReadFile): Environment {
  try {
    return parse(readFile('.env'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw configError([{ where: '.env', what: 'the file cannot be read.' }], cause);
  }
}
