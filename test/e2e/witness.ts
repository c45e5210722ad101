import type { Post, Town, Where } from './town.js';

/** A message that has to be there: exactly one for each of these, and no other. */
export interface Expected {
  readonly where: Where;
  /** Its delivery id, references written `C-n`; not looked at where the platform carries none. */
  readonly id: RegExp;
  /** What it said when it was posted. */
  readonly says: RegExp;
}

/** What is not as it should be. */
export interface Differences {
  /** Expected and not there. */
  readonly lost: readonly string[];
  /** There, and not expected or there already. */
  readonly doubled: readonly string[];
  /** There already, on a platform that gives no way to look up what an answer was lost of. */
  readonly repeated: readonly string[];
}

/** A post with the town it is in. */
interface Sighting {
  readonly town: Town;
  readonly post: Post;
}

/** Sees everything the bot posts at the moment it is posted, and remembers how it was first said. */
export class Witness {
  private readonly towns: readonly Town[];
  private readonly first = new Map<string, string>();
  private readonly watchers = new Set<() => void>();
  private readonly ends: readonly (() => void)[];

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
    return this.first.get(keyOf({ town, post })) ?? post.says;
  }

  /** Compares all the bot has posted with all it should have. */
  compare(expected: readonly Expected[]): Differences {
    const open = [...expected];
    const doubled: string[] = [];
    const repeated: string[] = [];
    const ids = new Set<string>();
    for (const sighting of this.sightings()) {
      const { town, post } = sighting;
      const found = open.findIndex((one) => this.isIt(one, sighting));
      const isTwin = post.id !== null && ids.has(post.id);
      if (post.id !== null) ids.add(post.id);
      if (found !== -1 && !isTwin) open.splice(found, 1);
      else {
        const isRepeat = town.forgets && expected.some((one) => this.isIt(one, sighting));
        (isRepeat ? repeated : doubled).push(`${post.where}: ${post.id}: ${post.says}`);
      }
    }
    return { lost: open.map((one) => `${one.where}: ${one.id} ${one.says}`), doubled, repeated };
  }

  /** Ends the watching, so that the process can end. Any later change must not be missed: call it last. */
  close(): void {
    for (const end of this.ends) end();
  }

  private look(): void {
    for (const sighting of this.sightings()) {
      const key = keyOf(sighting);
      if (!this.first.has(key)) this.first.set(key, sighting.post.says);
    }
    for (const watcher of [...this.watchers]) watcher();
  }

  private sightings(): readonly Sighting[] {
    return this.towns.flatMap((town) => town.said().map((post) => ({ town, post })));
  }

  private isIt(one: Expected, { town, post }: Sighting): boolean {
    if (one.where !== post.where || !one.says.test(this.firstSaid(town, post))) return false;
    return post.id === null || one.id.test(post.id);
  }
}

function keyOf({ town, post }: Sighting): string {
  return `${town.platform} ${post.key}`;
}

/** Throws with all that was lost or doubled, and with what was repeated though it may not be. */
export function assertSame({ lost, doubled, repeated }: Differences, mayRepeat = 0): void {
  const tooMany = repeated.length > mayRepeat ? repeated : [];
  if (lost.length + doubled.length + tooMany.length === 0) return;
  const list = (title: string, items: readonly string[]): string =>
    items.length === 0 ? '' : `\n${title}:\n  ${items.join('\n  ')}`;
  throw new Error(
    `The messages are not those expected.${list('lost', lost)}${list('doubled', doubled)}${list('repeated', tooMany)}`,
  );
}
