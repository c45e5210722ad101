import type { Generation, GenerationStore } from '../../../ports/stores/generation-store.js';
import type { Database } from '../database.js';

/** Creates the generation store on the embedded file. */
export function createEmbeddedGenerationStore(database: Database): GenerationStore {
  const findNewest = (): Generation | undefined =>
    database.all<Generation>(
      'SELECT number, hash FROM generations ORDER BY number DESC LIMIT 1',
    )[0];
  return {
    async findNewest() {
      return findNewest();
    },
    async begin(hash) {
      return database.transaction(() => {
        const newest = findNewest();
        if (newest?.hash === hash) return newest;
        const number = (newest?.number ?? 0) + 1;
        database.run('INSERT INTO generations (number, hash) VALUES (?, ?)', [number, hash]);
        return { number, hash };
      });
    },
  };
}
