import { parse } from 'dotenv';
import { createConfigError } from '../faults.js';
import type { Environment, ReadFile } from './variables.js';

/**
 * Reads the process's variables, and those of the file `.env` if it exists. A variable of the process
 * wins, even an empty one; `process.env` is not changed.
 * @throws RedressError `CONFIG_INVALID` when `.env` exists and cannot be read.
 */
export function readProcessEnvironment(
  readFile: ReadFile,
  own: Environment = process.env,
): Environment {
  return { ...readDotenvFile(readFile), ...own };
}

function readDotenvFile(readFile: ReadFile): Environment {
  try {
    return parse(readFile('.env'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw createConfigError([{ where: '.env', what: 'the file cannot be read.' }], cause);
  }
}
