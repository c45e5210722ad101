import { RedressError } from '../errors.js';
import { Pauses } from '../ports/waiting.js';

/** How often a write is tried while other processes change the same record. */
const MAX_ATTEMPTS = 20;
/** How long the tries may take together, ms. */
const LIMIT_MS = 2000;

/**
 * Repeats `attempt` until it returns something else than false: at once, and from the second time on with
 * pauses, because what it reads may be older than the write to which it lost (see `Pauses`). Throws
 * `STORE_CONFLICT` after {@link MAX_ATTEMPTS} or {@link LIMIT_MS}.
 */
export async function retryOnConflict<T>(attempt: () => Promise<T | false>): Promise<T> {
  const pauses = new Pauses(LIMIT_MS);
  for (let made = 1; ; made += 1) {
    const result = await attempt();
    if (result !== false) return result;
    const mayGoOn = made === 1 || (made < MAX_ATTEMPTS && (await pauses.pause()));
    if (!mayGoOn) throw new RedressError('STORE_CONFLICT', 'A person changed too often at once.');
  }
}
