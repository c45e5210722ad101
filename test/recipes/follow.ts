import type { Compiled, Compiler } from './compiler.js';
import {
  applyEdits,
  type Edit,
  type FirstLine,
  type Overlay,
  type Recipe,
  RecipeError,
} from './recipe.js';

/**
 * Follows a recipe the way somebody does who only listens to the compiler: writes the first line, then
 * edits the files in which it finds a fault, until they have none. Returns the changed files. Throws
 * {@link RecipeError} when a file that must have a fault compiles, when the compiler does not lead to
 * an edit, or when faults are left in these files.
 */
export function followCompiler(
  recipe: Recipe,
  compiler: Pick<Compiler, 'compile'>,
  read: (file: string) => string,
): Overlay {
  const apply = (edits: readonly Edit[], to: Overlay): Overlay =>
    applyEdits(recipe, edits, to, read);
  for (const other of recipe.others) {
    expectNamed(other, compiler.compile(apply([other.edit], new Map())));
  }
  let overlay = apply([recipe.first.edit], new Map());
  let compiled = compiler.compile(overlay);
  expectNamed(recipe.first, compiled);
  let left = recipe.rest;
  while (left.length > 0) {
    const due = left.filter((edit) => isLedTo(edit, left, compiled));
    if (due.length === 0) throw new RecipeError(describeForgotten(left));
    left = left.filter((edit) => !due.includes(edit));
    overlay = apply(due, new Map([...overlay, ...Object.entries(recipe.created)]));
    compiled = compiler.compile(overlay);
  }
  const faults = [...overlay.keys()].flatMap((file) => compiled.faultsIn(file));
  if (faults.length > 0) {
    throw new RecipeError(
      `faults are left after the recipe:\n  ${faults.slice(0, 5).join('\n  ')}`,
    );
  }
  return overlay;
}

function expectNamed({ edit, named }: FirstLine, compiled: Compiled): void {
  const silent = named.filter((file) => compiled.faultsIn(file).length === 0);
  if (silent.length === 0) return;
  throw new RecipeError(
    `with only “${edit.put.trim()}” in ${edit.file}, ${silent.join(', ')} still compiles, so nobody is led there.`,
  );
}

/** Is there a fault in the edit's file, or, once all edits there are made, in the file that leads to it? */
function isLedTo(edit: Edit, left: readonly Edit[], compiled: Compiled): boolean {
  const { file, ledBy } = edit;
  if (ledBy === undefined) return compiled.faultsIn(file).length > 0;
  return left.every((other) => other.file !== ledBy) && compiled.faultsIn(ledBy).length > 0;
}

function describeForgotten(left: readonly Edit[]): string {
  const files = [...new Set(left.map(({ file }) => file))];
  return `the compiler does not lead to ${files.join(', ')}.`;
}

/** The files that a recipe speaks of and that are there without it. */
export function findFiles({ first, others, rest }: Recipe): readonly string[] {
  const lines = [first, ...others];
  const edited = [...rest, ...lines.map(({ edit }) => edit)].map(({ file }) => file);
  return [...new Set([...edited, ...lines.flatMap(({ named }) => named)])];
}

/** Makes the changes of several recipes in the same files. */
export function mergeRecipes(recipes: readonly Recipe[], read: (file: string) => string): Overlay {
  let overlay: Overlay = new Map();
  for (const recipe of recipes) {
    const created = new Map([...overlay, ...Object.entries(recipe.created)]);
    overlay = applyEdits(recipe, [recipe.first.edit, ...recipe.rest], created, read);
  }
  return overlay;
}
