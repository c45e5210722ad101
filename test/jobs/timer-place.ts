import { createTimerScheduler } from '../../src/jobs/timer-scheduler.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { sampleComplaint } from '../contracts/complaint-store/samples.js';
import type { SchedulerPlace } from '../contracts/scheduler/harness.js';
import { createSimulatedTime, type SimulatedTime } from './simulated-time.js';

/** An embedded store in simulated time. */
export interface TimerPlace extends SchedulerPlace {
  readonly time: SimulatedTime;
}

/** Opens a place on a new embedded store. */
export async function openTimerPlace(): Promise<TimerPlace> {
  const { complaints, close } = await openEmbeddedStores({ file: ':memory:' });
  const time = createSimulatedTime();
  return {
    time,
    create: (parts) => createTimerScheduler({ ...parts, complaints, time }),
    async store(id, nextActionAt) {
      const stored = await complaints.load(id);
      if (stored === undefined) {
        await complaints.insert(sampleComplaint({ id, nextActionAt }));
        return;
      }
      const set = { nextActionAt };
      await complaints.change(id, stored.version, {
        set,
        event: null,
        history: [],
        deliveries: [],
      });
    },
    sweepEveryMs: 30_000,
    now: () => time.now(),
    pause: (ms) => time.pass(ms),
    disconnect: close,
    destroy: close,
  };
}
