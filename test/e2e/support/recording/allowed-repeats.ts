import type { Repeat, Witness } from './message-recorder.js';
import type { World } from '../harness.js';

/** What had happened when a step began. */
interface Counts {
  readonly lostAnswers: number;
  readonly kills: number;
}

/**
 * How often what a step posted may be there once more where nothing can be looked up: once for each
 * answer to a post that was lost in it; and where the bot was killed in it, once for each of its
 * posts, for any may have been on its way. A step without either may repeat nothing.
 */
export class Allowance {
  private readonly world: World;
  private readonly witness: Witness;
  private readonly begun: Counts[] = [];

  constructor(world: World, witness: Witness) {
    this.world = world;
    this.witness = witness;
  }

  /** A step begins; the one before has ended. */
  begin(step: number): void {
    this.witness.begin(step);
    this.begun[step] = this.counts();
  }

  /** How many repeats are allowed for in all so far. */
  total(): number {
    return this.begun.reduce((sum, _, step) => sum + this.lost(step) + this.onTheWay(step), 0);
  }

  /**
   * Whether there is a reason for each repeat: in the step it was posted in the time before, or in the
   * next, when it ended before the bot had the answer.
   */
  covers(repeats: readonly Repeat[]): boolean {
    const left = this.begun.map((_, step) => this.lost(step) + this.onTheWay(step));
    return repeats.every(({ of }) => {
      const step = [of, of + 1].find((one) => (left[one] ?? 0) > 0);
      if (step === undefined) return false;
      left[step] = (left[step] ?? 0) - 1;
      return true;
    });
  }

  /** Answers to posts that were lost in a step. */
  private lost(step: number): number {
    return this.during(step, 'lostAnswers');
  }

  /** Posts of a step, and one it found waiting, when the bot was killed in it. */
  private onTheWay(step: number): number {
    return this.during(step, 'kills') === 0 ? 0 : this.witness.forgettable(step) + 1;
  }

  private during(step: number, what: keyof Counts): number {
    const end = this.begun[step + 1] ?? this.counts();
    return end[what] - (this.begun[step]?.[what] ?? 0);
  }

  private counts(): Counts {
    const { towns, bot } = this.world;
    const lostAnswers = towns.reduce((sum, town) => sum + town.lostAnswers(), 0);
    return { lostAnswers, kills: bot.kills };
  }
}
