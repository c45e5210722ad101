import type { Post, Town, Where } from '../drivers/platform-driver.js';

/** A message that has to be there: exactly one for each of these, and no other. */
export interface Expected {
  readonly where: Where;
  /** Its delivery id, references written `C-n`; not looked at where the platform carries none. */
  readonly id: RegExp;
  /** What it said when it was posted. */
  readonly says: RegExp;
  /** The step it belongs to: what was posted in an earlier one is none of it. */
  readonly step?: number;
}

/** Something that was said again on a platform that gives no way to look up what an answer was lost of. */
export interface Repeat {
  readonly what: string;
  /** The step in which it was posted the time before. */
  readonly of: number;
}

/** What is not as it should be. */
export interface Differences {
  /** Expected and not there. */
  readonly lost: readonly string[];
  /** There, and not expected or there already. */
  readonly doubled: readonly string[];
  /** There already, where nothing can be looked up. */
  readonly repeated: readonly Repeat[];
}

/** A post with the town it is in. */
interface Sighting {
  readonly town: Town;
  readonly post: Post;
}

/** How a message was when it was posted. */
interface First {
  readonly said: string;
  readonly step: number;
}

/** Sees everything the bot posts at the moment it is posted, and remembers how it was first said. */
export class Witness {
  private readonly towns: readonly Town[];
  private readonly first = new Map<string, First>();
  private readonly watchers = new Set<() => void>();
  private readonly ends: readonly (() => void)[];
  /** Until somebody tells of steps, everything may belong to any. */
  private step = Number.POSITIVE_INFINITY;

  constructor(towns: readonly Town[]) {
    this.towns = towns;
    this.ends = towns.map((town) => town.onChange(() => this.look()));
  }

  /** Calls back at every change in a town, before the bot hears of it. Returns what ends that. */
  onChange(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** How a message was said when it was posted. */
  firstSaid(town: Town, post: Post): string {
    return this.first.get(keyOf({ town, post }))?.said ?? post.says;
  }

  /** What is posted from now on belongs to this step. */
  begin(step: number): void {
    this.step = step;
  }

  /** How many messages were posted in a step in towns where nothing can be looked up. */
  forgettable(step: number): number {
    const all = this.sightings().filter(({ town }) => town.forgets);
    return all.filter((sighting) => this.stepOf(sighting) === step).length;
  }

  /** Compares all the bot has posted with all it should have. */
  compare(expected: readonly Expected[]): Differences {
    const open = [...expected];
    const doubled: string[] = [];
    const repeated: Repeat[] = [];
    const ids = new Set<string>();
    const before: Sighting[] = [];
    for (const sighting of this.sightings()) {
      const { post } = sighting;
      const found = open.findIndex((one) => this.isIt(one, sighting));
      const isTwin = post.id !== null && ids.has(post.id);
      if (post.id !== null) ids.add(post.id);
      if (found !== -1 && !isTwin) open.splice(found, 1);
      else {
        const what = `${post.where}: ${post.id}: ${post.says}`;
        const of = this.lastLike(sighting, before, expected);
        if (of === undefined) doubled.push(what);
        else repeated.push({ what, of });
      }
      before.push(sighting);
    }
    return { lost: open.map((one) => `${one.where}: ${one.id} ${one.says}`), doubled, repeated };
  }

  /** The step of the last one before that was the same, where it could not be looked up. */
  private lastLike(
    sighting: Sighting,
    before: readonly Sighting[],
    expected: readonly Expected[],
  ): number | undefined {
    if (!sighting.town.forgets) return undefined;
    const same = expected.filter((one) => this.isIt(one, sighting));
    const last = before.findLast((one) => same.some((expectation) => this.isIt(expectation, one)));
    return last === undefined ? undefined : this.stepOf(last);
  }

  private stepOf(sighting: Sighting): number {
    return this.first.get(keyOf(sighting))?.step ?? this.step;
  }

  /** Ends the watching, so that the process can end. Any later change must not be missed: call it last. */
  close(): void {
    for (const end of this.ends) end();
  }

  private look(): void {
    for (const sighting of this.sightings()) {
      const key = keyOf(sighting);
      if (!this.first.has(key)) this.first.set(key, { said: sighting.post.says, step: this.step });
    }
    for (const watcher of [...this.watchers]) watcher();
  }

  private sightings(): readonly Sighting[] {
    return this.towns.flatMap((town) => town.said().map((post) => ({ town, post })));
  }

  private isIt(one: Expected, sighting: Sighting): boolean {
    const { town, post } = sighting;
    if (one.step !== undefined && this.stepOf(sighting) < one.step) return false;
    if (one.where !== post.where || !one.says.test(this.firstSaid(town, post))) return false;
    return post.id === null || one.id.test(post.id);
  }
}

function keyOf({ town, post }: Sighting): string {
  return `${town.platform} ${post.key}`;
}

/** Throws with all that was lost or doubled, and with what was repeated and may not have been. */
export function assertSame(
  { lost, doubled, repeated }: Differences,
  mayRepeat: (repeats: readonly Repeat[]) => boolean = (repeats) => repeats.length === 0,
): void {
  const tooMany = mayRepeat(repeated) ? [] : repeated;
  if (lost.length + doubled.length + tooMany.length === 0) return;
  const list = (title: string, items: readonly string[]): string =>
    items.length === 0 ? '' : `\n${title}:\n  ${items.join('\n  ')}`;
  const again = tooMany.map(({ what, of }) => `of step ${of}: ${what}`);
  throw new Error(
    `The messages are not those expected.${list('lost', lost)}${list('doubled', doubled)}${list('repeated', again)}`,
  );
}
