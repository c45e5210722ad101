import type { OpenBook } from './book.js';
import { TROUBLE, type Trouble, type TroubleKind, type TroubleParts } from './trouble-kinds.js';

/** How often is looked whether a trouble is over, real ms. */
const LOOK_MS = 100;
/** How many that are over are remembered. */
const PAST_KEPT = 20;
/** Interruptions remembered. */
const INTERRUPTIONS_KEPT = 200;

/** A trouble that lasts. Real ms UTC. */
export interface LastingTrouble {
  readonly kind: TroubleKind;
  readonly since: number;
  /** Null: it ends by being used up. */
  readonly until: number | null;
}

/** A trouble that is over. Real ms UTC. */
export interface PastTrouble {
  readonly kind: TroubleKind;
  readonly since: number;
  readonly over: number;
}

/** The troubles somebody made. Several may last at once, each kind once. */
export interface Troubles {
  now(): readonly LastingTrouble[];
  /** The last 20, newest last. */
  past(): readonly PastTrouble[];
  /** Until when it lasts, see {@link LastingTrouble}; undefined when the bot does not answer. */
  make(kind: TroubleKind): Promise<{ until: number | null } | undefined>;
  forget(): Promise<void>;
  stop(): void;
}

/** `changed` is called whenever one begins or ends. */
export function makeTroubles(
  parts: TroubleParts,
  { book, save }: OpenBook,
  changed: () => void,
): Troubles {
  const { now } = parts;
  let lasting: readonly LastingTrouble[] = [];
  let past: readonly PastTrouble[] = [];
  let timer: NodeJS.Timeout | undefined;
  const isOver = ({ kind, until }: LastingTrouble): boolean =>
    (until !== null && now() >= until) || TROUBLE[kind].isUsedUp(parts);
  const note = (kind: TroubleKind, moment: Trouble['interrupts']): void => {
    if (TROUBLE[kind].interrupts !== moment) return;
    book.interruptions = [...book.interruptions, now()].slice(-INTERRUPTIONS_KEPT);
    // in the background: lost is only a reason why something was said again
    void save().catch(() => undefined);
  };
  const look = (): void => {
    const ended = lasting.filter(isOver);
    if (ended.length === 0) return;
    lasting = lasting.filter((one) => !ended.includes(one));
    const over = now();
    past = [...past, ...ended.map(({ kind, since }) => ({ kind, since, over }))].slice(-PAST_KEPT);
    for (const { kind } of ended) note(kind, 'end');
    if (lasting.length === 0) stop();
    changed();
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    now: () => lasting,
    past: () => past,
    async make(kind) {
      const until = await TROUBLE[kind].start(parts);
      if (until === undefined) return undefined;
      const since = lasting.find((one) => one.kind === kind)?.since ?? now();
      lasting = [...lasting.filter((one) => one.kind !== kind), { kind, since, until }];
      note(kind, 'begin');
      timer ??= setInterval(look, LOOK_MS).unref();
      changed();
      return { until };
    },
    async forget() {
      stop();
      [lasting, past, book.interruptions] = [[], [], []];
      await save();
    },
    stop,
  };
}
