import type { ProblemStore } from '../../../ports/problems.js';
import { toJson } from '../../json.js';
import { readProblem } from '../../problem-record.js';
import type { Database } from '../database.js';

/** Creates the store of standing problems on the embedded file. */
export function createEmbeddedProblemStore(database: Database): ProblemStore {
  return {
    async list() {
      const rows = database.all<{ document: string }>('SELECT document FROM standing_problems');
      return rows.flatMap(({ document }) => readProblem(JSON.parse(document)) ?? []);
    },
    async put(problem) {
      const { key, version } = problem;
      const document = toJson({ ...problem, version: version + 1 });
      const { changes } =
        version === 0
          ? database.run(
              `INSERT INTO standing_problems (key, version, document) VALUES (?, 1, ?)
               ON CONFLICT (key) DO NOTHING`,
              [key, document],
            )
          : database.run(
              `UPDATE standing_problems SET version = version + 1, document = ?
               WHERE key = ? AND version = ?`,
              [document, key, version],
            );
      return changes === 1;
    },
    async remove(key, version) {
      const sql = 'DELETE FROM standing_problems WHERE key = ? AND version = ?';
      return database.run(sql, [key, version]).changes === 1;
    },
  };
}
