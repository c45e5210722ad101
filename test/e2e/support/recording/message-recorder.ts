import type { Post, Where } from '../../../../playground/users/user-driver.js';
import type { PlatformDriver } from '../drivers/platform-driver.js';

/** A message that must be there exactly once. */
export interface ExpectedMessage {
  readonly where: Where;
  /** Its delivery id, references written `C-n`; not checked where the platform carries none. */
  readonly id: RegExp;
  /** The text when it was posted. */
  readonly text: RegExp;
  /** The step it belongs to: messages posted in an earlier step do not match. */
  readonly step?: number;
}

/** A message that was posted again on a platform where the bot cannot look up a lost answer. */
export interface Repeat {
  readonly what: string;
  /** The step in which it was posted before. */
  readonly firstStep: number;
}

/** How the recorded messages differ from the expected ones. */
export interface Differences {
  /** Expected and not there. */
  readonly lost: readonly string[];
  /** There, but not expected or there before. */
  readonly doubled: readonly string[];
  /** There before, on a platform where the bot can look nothing up. */
  readonly repeated: readonly Repeat[];
}

/** A post with the platform it is on. */
interface RecordedPost {
  readonly driver: PlatformDriver;
  readonly post: Post;
}

/** A message at the time when it was posted. */
interface FirstVersion {
  readonly text: string;
  readonly step: number;
}

/** Records every message of the bot at the moment it is posted, with its first text. */
export class MessageRecorder {
  private readonly drivers: readonly PlatformDriver[];
  private readonly first = new Map<string, FirstVersion>();
  private readonly listeners = new Set<() => void>();
  private readonly stops: readonly (() => void)[];
  /** Until {@link startStep} is called, every message may belong to any step. */
  private step = Number.POSITIVE_INFINITY;

  constructor(drivers: readonly PlatformDriver[]) {
    this.drivers = drivers;
    this.stops = drivers.map((driver) => driver.onChange(() => this.look()));
  }

  /** Calls back at every change on a platform, before the bot knows of it. Returns the function that ends this. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The text of a message when it was posted. */
  firstText(driver: PlatformDriver, post: Post): string {
    return this.first.get(toKey({ driver, post }))?.text ?? post.text;
  }

  /** Messages posted from now on belong to this step. */
  startStep(step: number): void {
    this.step = step;
  }

  /** How many messages of a step were posted on platforms that keep no ids. */
  countWithoutIds(step: number): number {
    const all = this.allRecorded().filter(({ driver }) => driver.keepsNoIds);
    return all.filter((recorded) => this.findStep(recorded) === step).length;
  }

  /** Compares all messages the bot has posted with all it should have posted. */
  compare(expected: readonly ExpectedMessage[]): Differences {
    const open = [...expected];
    const doubled: string[] = [];
    const repeated: Repeat[] = [];
    const ids = new Set<string>();
    const before: RecordedPost[] = [];
    for (const recorded of this.allRecorded()) {
      const { post } = recorded;
      const found = open.findIndex((one) => this.matches(one, recorded));
      const isTwin = post.id !== null && ids.has(post.id);
      if (post.id !== null) ids.add(post.id);
      if (found !== -1 && !isTwin) open.splice(found, 1);
      else {
        const what = `${post.where}: ${post.id}: ${post.text}`;
        const firstStep = this.findStepOfTwin(recorded, before, expected);
        if (firstStep === undefined) doubled.push(what);
        else repeated.push({ what, firstStep });
      }
      before.push(recorded);
    }
    return { lost: open.map((one) => `${one.where}: ${one.id} ${one.text}`), doubled, repeated };
  }

  /** The step of the last equal message before this one, on a platform that keeps no ids. */
  private findStepOfTwin(
    recorded: RecordedPost,
    before: readonly RecordedPost[],
    expected: readonly ExpectedMessage[],
  ): number | undefined {
    if (!recorded.driver.keepsNoIds) return undefined;
    const same = expected.filter((one) => this.matches(one, recorded));
    const last = before.findLast((one) =>
      same.some((expectation) => this.matches(expectation, one)),
    );
    return last === undefined ? undefined : this.findStep(last);
  }

  private findStep(recorded: RecordedPost): number {
    return this.first.get(toKey(recorded))?.step ?? this.step;
  }

  /** Stops recording, so that the process can end. It must not miss a change: call it last. */
  close(): void {
    for (const stop of this.stops) stop();
  }

  private look(): void {
    for (const recorded of this.allRecorded()) {
      const key = toKey(recorded);
      if (!this.first.has(key)) {
        this.first.set(key, { text: recorded.post.text, step: this.step });
      }
    }
    for (const listener of [...this.listeners]) listener();
  }

  private allRecorded(): readonly RecordedPost[] {
    return this.drivers.flatMap((driver) => driver.posts().map((post) => ({ driver, post })));
  }

  private matches(one: ExpectedMessage, recorded: RecordedPost): boolean {
    const { driver, post } = recorded;
    if (one.step !== undefined && this.findStep(recorded) < one.step) return false;
    if (one.where !== post.where || !one.text.test(this.firstText(driver, post))) return false;
    return post.id === null || one.id.test(post.id);
  }
}

function toKey({ driver, post }: RecordedPost): string {
  return `${driver.platform} ${post.key}`;
}

/** Throws an error that lists all lost and doubled messages, and repeats that were not allowed. */
export function assertNoDifferences(
  { lost, doubled, repeated }: Differences,
  mayRepeat: (repeats: readonly Repeat[]) => boolean = (repeats) => repeats.length === 0,
): void {
  const tooMany = mayRepeat(repeated) ? [] : repeated;
  if (lost.length + doubled.length + tooMany.length === 0) return;
  const list = (title: string, items: readonly string[]): string =>
    items.length === 0 ? '' : `\n${title}:\n  ${items.join('\n  ')}`;
  const again = tooMany.map(({ what, firstStep }) => `of step ${firstStep}: ${what}`);
  throw new Error(
    `The messages are not those expected.${list('lost', lost)}${list('doubled', doubled)}${list('repeated', again)}`,
  );
}
