import { RedressError } from '../errors.js';

/** How often a write is tried while other processes change the same record. */
const MAX_ATTEMPTS = 20;

/** Repeats `attempt` until it returns something else than false. Throws `STORE_CONFLICT` after {@link MAX_ATTEMPTS}. */
export async function retryOnConflict<T>(attempt: () => Promise<T | false>): Promise<T> {
  for (let left = MAX_ATTEMPTS; left > 0; left -= 1) {
    const result = await attempt();
    if (result !== false) return result;
  }
  throw new RedressError('STORE_CONFLICT', 'A person changed too often at once.');
}
