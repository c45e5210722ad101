// Follows the recipes of docs/architecture.md in a scratch copy: the compiler must lead everywhere.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandRecipe } from './command.js';
import { Compiler } from './compiler.js';
import { fieldRecipe } from './field.js';
import { findFiles, followCompiler, mergeRecipes } from './follow.js';
import { platformRecipe } from './platform.js';
import { applyEdits, type Recipe, RecipeError } from './recipe.js';
import { ruleRecipe } from './rule.js';
import { Scratch } from './scratch.js';

const RECIPES: readonly Recipe[] = [commandRecipe, fieldRecipe, ruleRecipe, platformRecipe];

const root = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const started = Date.now();

function say(line: string): void {
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(`${line} (${seconds} s)\n`);
}

function fail(what: string, details: readonly string[] = []): void {
  process.exitCode = 1;
  say([`✗ ${what}`, ...details.slice(0, 10)].join('\n  '));
}

/** Follows one recipe; false when it does not do what it says. */
function follow(recipe: Recipe, compiler: Compiler): boolean {
  try {
    const { size } = followCompiler(recipe, compiler, read);
    say(`✓ a ${recipe.name} (${recipe.adds}): the compiler leads to each of ${size} files`);
    return true;
  } catch (error) {
    if (!(error instanceof RecipeError)) throw error;
    fail(`The recipe for a ${recipe.name}: ${error.message}`);
    return false;
  }
}

/** Compiles and tests what all recipes together make of the project. */
async function checkResult(recipes: readonly Recipe[], compiler: Compiler): Promise<void> {
  const overlay = mergeRecipes(recipes, read);
  const scratch = new Scratch(root);
  try {
    scratch.write(overlay);
    const tests = recipes.map(({ name }) => `test/recipes/behaviour/${name}.behaviour.ts`);
    const behaviour = scratch.test(tests);
    const faults = compiler.compile(overlay).allFaults();
    if (faults.length === 0) say('✓ nothing else has a fault');
    else fail('With the recipes the project does not compile:', faults);
    await checkDocs(recipes, scratch);
    const { passed, output } = await behaviour;
    if (passed) say('✓ each behaves as its test says');
    else fail('What the recipes add does not behave as its test says:', [output]);
  } finally {
    scratch.remove();
  }
}

/** The test of the docs must fail until the docs say what was added. */
async function checkDocs(recipes: readonly Recipe[], scratch: Scratch): Promise<void> {
  const docs = recipes.flatMap((recipe) => recipe.docs ?? []);
  const args = ['test/docs/docs.test.ts', '--grep', docs.map(({ test }) => test).join('|')];
  const without = await scratch.test(args);
  const isEachMissed = new RegExp(`^ *${docs.length} failing`, 'm').test(without.output);
  if (!isEachMissed) fail('A test of the docs passes before they say it:', [without.output]);
  for (const recipe of recipes) {
    const edits = recipe.docs === undefined ? [] : [recipe.docs.edit];
    scratch.write(applyEdits(recipe, edits, new Map(), (file) => scratch.read(file)));
  }
  const { passed, output } = await scratch.test(args);
  if (passed) say('✓ the docs are held equal');
  else fail('The test of the docs fails:', [output]);
}

const compiler = new Compiler(root);
const untouched = compiler.compile(new Map());
const faults = RECIPES.flatMap(findFiles).flatMap((file) => untouched.faultsIn(file));
if (faults.length > 0) fail('The project does not compile without any recipe:', faults);
else {
  const followed = RECIPES.filter((recipe) => follow(recipe, compiler));
  if (followed.length === RECIPES.length) await checkResult(followed, compiler);
}
