import {
  FAULTS,
  type FaultDependencies,
  type FaultKind,
  type InjectableFault,
} from './fault-kinds.js';
import type { StateFile } from './state-file.js';

/** How often it is checked whether a fault is over, real ms. */
const CHECK_MS = 100;
/** Number of past faults kept. */
const PAST_KEPT = 20;
/** Number of interruptions kept. */
const INTERRUPTIONS_KEPT = 200;

/** A fault that lasts. Real ms UTC. */
export interface ActiveFault {
  readonly kind: FaultKind;
  readonly since: number;
  /** Null: it ends when it is used up. */
  readonly until: number | null;
}

/** A fault that is over. Real ms UTC. */
export interface PastFault {
  readonly kind: FaultKind;
  readonly since: number;
  readonly over: number;
}

/** Injects faults. Several may last at once, each kind once. */
export interface FaultInjection {
  active(): readonly ActiveFault[];
  /** The last 20, newest last. */
  past(): readonly PastFault[];
  /** Resolves with its end, see {@link ActiveFault}; undefined when the bot does not answer. */
  inject(kind: FaultKind): Promise<{ until: number | null } | undefined>;
  clear(): Promise<void>;
  stop(): void;
}

/** `onChange` is called whenever a fault begins or ends. */
export function createFaultInjection(
  deps: FaultDependencies,
  { state, save }: StateFile,
  onChange: () => void,
): FaultInjection {
  const { now } = deps;
  let active: readonly ActiveFault[] = [];
  let past: readonly PastFault[] = [];
  let timer: NodeJS.Timeout | undefined;
  const isOver = ({ kind, until }: ActiveFault): boolean =>
    (until !== null && now() >= until) || FAULTS[kind].isUsedUp(deps);
  const noteInterruption = (kind: FaultKind, moment: InjectableFault['interrupts']): void => {
    if (FAULTS[kind].interrupts !== moment) return;
    state.interruptions = [...state.interruptions, now()].slice(-INTERRUPTIONS_KEPT);
    // in the background: a failed save loses only the explanation of a repeated message
    void save().catch(() => undefined);
  };
  const check = (): void => {
    const ended = active.filter(isOver);
    if (ended.length === 0) return;
    active = active.filter((one) => !ended.includes(one));
    const over = now();
    past = [...past, ...ended.map(({ kind, since }) => ({ kind, since, over }))].slice(-PAST_KEPT);
    for (const { kind } of ended) noteInterruption(kind, 'end');
    if (active.length === 0) stop();
    onChange();
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    active: () => active,
    past: () => past,
    async inject(kind) {
      const until = await FAULTS[kind].start(deps);
      if (until === undefined) return undefined;
      const since = active.find((one) => one.kind === kind)?.since ?? now();
      active = [...active.filter((one) => one.kind !== kind), { kind, since, until }];
      noteInterruption(kind, 'begin');
      timer ??= setInterval(check, CHECK_MS).unref();
      onChange();
      return { until };
    },
    async clear() {
      stop();
      [active, past, state.interruptions] = [[], [], []];
      await save();
    },
    stop,
  };
}
