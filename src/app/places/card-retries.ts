import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { decideSystem } from '../../domain/commands/decide.js';
import type { RetryCause } from '../../domain/complaint/command.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import { toPlaceKey } from '../../domain/organisation/place.js';
import type { InboundEvent } from '../../ports/intake.js';
import type { Dependencies } from '../dependencies.js';
import { skipUnreadable } from '../records/skip-unreadable.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';
import { type CommitHooks, commit } from '../scheduling/commit.js';

/** How many complaints one query finds. */
const BATCH_SIZE = 200;
/** The wait after a failure of the store, ms of real time. */
const RETRY_MS = 60_000;

/**
 * Tries cards again that channels refused, when there is a sign that they work now. Without a sign each
 * complaint does so at its own time, see `computeRetryAt`, so a sign may be lost.
 */
export interface CardRetries {
  /** After an event that Redress was let into channels: tries the cards of their teams. Never throws. */
  afterEvent(event: InboundEvent): void;
  /** After a start: tries all cards whose channel was changed in `redress.yml`, or tried a while ago. */
  start(): void;
}

/** Creates the tries. They run behind everything else, one complaint after the other. */
export function createCardRetries(
  deps: Dependencies,
  background: BackgroundTasks,
  hooks: CommitHooks,
): CardRetries {
  const run = (key: string, teams: readonly string[], because: RetryCause): void =>
    background.run('try cards again', async () => {
      try {
        for (const team of teams) await retryTeam({ deps, background, hooks }, team, because);
      } catch (error) {
        deps.logger.warn({ error }, 'cards not tried again, will retry');
        background.runLater(key, RETRY_MS, 'try cards again', async () => run(key, teams, because));
      }
    });
  const teams = [...deps.organisation.teams.values()];
  return {
    start: () =>
      run(
        'cards',
        teams.map(({ key }) => key),
        { kind: 'started' },
      ),
    afterEvent({ payload }) {
      if (payload.kind !== 'joined') return;
      const places = payload.places.map(toPlaceKey);
      const there = teams.filter(({ place }) => places.includes(toPlaceKey(place)));
      if (there.length === 0) return;
      const keys = there.map(({ key }) => key);
      run(`cards of ${keys.join()}`, keys, { kind: 'joined', places });
    },
  };
}

interface RetryParts {
  readonly deps: Dependencies;
  readonly background: BackgroundTasks;
  readonly hooks: CommitHooks;
}

/** Tries the stuck cards of one team again. Throws `STORE_UNAVAILABLE`, `STORE_CONFLICT`. */
async function retryTeam(
  { deps, background, hooks }: RetryParts,
  team: string,
  because: RetryCause,
): Promise<void> {
  const { complaints, clock, realNow, organisation, logger } = deps;
  let after: ComplaintId | null = null;
  let found = 0;
  for (;;) {
    const ids: readonly ComplaintId[] = await complaints.findStuckCards(team, after, BATCH_SIZE);
    for (const id of ids) {
      if (background.isClosed) return;
      await skipUnreadable(() =>
        commit(deps, hooks, id, null, (complaint) =>
          decideSystem(
            complaint,
            { kind: 'retry-cards', because },
            { now: clock.now(), realNow: realNow(), organisation },
          ),
        ),
      );
      await yieldToOthers();
    }
    found += ids.length;
    after = ids.at(-1) ?? null;
    if (ids.length < BATCH_SIZE) break;
  }
  if (found > 0)
    logger.info({ team, complaints: found }, 'cards that a channel refused tried again');
}
