import type { Harness } from '../harness.js';
import type { MessageRecorder, Repeat } from './message-recorder.js';

/** The counts when a step began. */
interface Counts {
  readonly lostAnswers: number;
  readonly kills: number;
}

/**
 * How many repeats of posts are allowed on a platform where the bot can look nothing up: one for each
 * lost answer to a post in a step; and in a step in which the bot was killed, one for each post of
 * that step, since any of them may have been under way. All other steps may repeat nothing.
 */
export class AllowedRepeats {
  private readonly harness: Harness;
  private readonly recorder: MessageRecorder;
  private readonly starts: Counts[] = [];

  constructor(harness: Harness, recorder: MessageRecorder) {
    this.harness = harness;
    this.recorder = recorder;
  }

  /** Starts a step and ends the one before. */
  startStep(step: number): void {
    this.recorder.startStep(step);
    this.starts[step] = this.count();
  }

  /** How many repeats are allowed in all steps so far. */
  total(): number {
    return this.starts.reduce((sum, _, step) => sum + this.allowedIn(step), 0);
  }

  /**
   * Whether each repeat has a reason: in the step in which the message was posted before, or in the
   * next one, when the step ended before the bot had the answer.
   */
  covers(repeats: readonly Repeat[]): boolean {
    const left = this.starts.map((_, step) => this.allowedIn(step));
    return repeats.every(({ firstStep }) => {
      const step = [firstStep, firstStep + 1].find((one) => (left[one] ?? 0) > 0);
      if (step === undefined) return false;
      left[step] = (left[step] ?? 0) - 1;
      return true;
    });
  }

  private allowedIn(step: number): number {
    return this.difference(step, 'lostAnswers') + this.underWay(step);
  }

  /** The posts of a step in which the bot was killed, and one that waited when the step began. */
  private underWay(step: number): number {
    const isKilled = this.difference(step, 'kills') > 0;
    return isKilled ? this.recorder.countWithoutIds(step) + 1 : 0;
  }

  private difference(step: number, what: keyof Counts): number {
    const end = this.starts[step + 1] ?? this.count();
    return end[what] - (this.starts[step]?.[what] ?? 0);
  }

  private count(): Counts {
    const { drivers, bot } = this.harness;
    const lostAnswers = drivers.reduce((sum, driver) => sum + driver.countLostAnswers(), 0);
    return { lostAnswers, kills: bot.kills };
  }
}
