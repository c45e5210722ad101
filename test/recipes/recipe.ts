/** Puts text into a file of the project, beside or in the place of a text that stands there exactly once. */
export interface Edit {
  /** From the root of the project. */
  readonly file: string;
  readonly find: string;
  readonly put: string;
  /**
   * The file whose error leads here, where this file has none: it uses a word or a function that is
   * not there yet.
   */
  readonly ledBy?: string;
}

/** A change that must not compile alone, and the files in which the compiler must find a fault then. */
export interface FirstLine {
  readonly edit: Edit;
  readonly named: readonly string[];
}

/** How to add one kind of thing: what somebody writes first, and where the compiler then leads. */
export interface Recipe {
  /** The name of the file that has the recipe, in `test/recipes`. */
  readonly name: string;
  /** What it adds, for people. */
  readonly adds: string;
  readonly first: FirstLine;
  /** Other changes of the same kind that must not compile. They are not followed further. */
  readonly others: readonly FirstLine[];
  /** What is written to follow the compiler. */
  readonly rest: readonly Edit[];
  /** Files that are new: nothing of the project is changed by them. */
  readonly created: Readonly<Record<string, string>>;
  /** What a test demands, not the compiler: the docs, and the words of that test's name. */
  readonly docs?: { readonly edit: Edit; readonly test: string };
}

/** The texts of files that differ from the project's, by path. */
export type Overlay = ReadonlyMap<string, string>;

/** A recipe that does not do what it says. */
export class RecipeError extends Error {}

/** Creates an edit that adds lines after `line`, which stands once in the file, its indentation included. */
export function addAfter(file: string, line: string, lines: string, ledBy?: string): Edit {
  return toEdit(file, line, `${line}\n${lines}`, ledBy);
}

/** Creates an edit that adds lines before `line`, which stands once in the file. */
export function addBefore(file: string, line: string, lines: string, ledBy?: string): Edit {
  return toEdit(file, line, `${lines}\n${line}`, ledBy);
}

function toEdit(file: string, find: string, put: string, ledBy: string | undefined): Edit {
  return { file, find, put, ...(ledBy === undefined ? {} : { ledBy }) };
}

/** Returns the overlay with these edits made too. `read` gives the project's own text of a file. */
export function applyEdits(
  recipe: Pick<Recipe, 'name'>,
  edits: readonly Edit[],
  overlay: Overlay,
  read: (file: string) => string,
): Overlay {
  const changed = new Map(overlay);
  for (const { file, find, put } of edits) {
    const [head, tail, ...more] = (changed.get(file) ?? read(file)).split(find);
    if (head === undefined || tail === undefined || more.length > 0) {
      throw new RecipeError(
        `it no longer applies: ${file} has ${tail === undefined ? 'no' : 'more than one'} “${find}”. ` +
          `Mend it in test/recipes/${recipe.name}.ts.`,
      );
    }
    changed.set(file, head + put + tail);
  }
  return changed;
}
