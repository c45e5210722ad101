import { expect } from 'chai';
import type { Compiled } from './compiler.js';
import { followCompiler } from './follow.js';
import { addAfter, type Overlay, type Recipe, RecipeError } from './recipe.js';

const PROJECT: Readonly<Record<string, string>> = {
  'list.ts': 'one\n',
  'table.ts': 'one: 1\n',
  'words.ts': 'one: “One”\n',
};
const read = (file: string): string => PROJECT[file] ?? '';

const RECIPE: Recipe = {
  name: 'number',
  adds: 'two',
  first: { edit: addAfter('list.ts', 'one', 'two'), named: ['table.ts'] },
  others: [],
  created: {},
  rest: [
    addAfter('table.ts', 'one: 1', 'two: 2'),
    addAfter('words.ts', 'one: “One”', 'two: “Two”', 'table.ts'),
  ],
};

/** A compiler that demands an entry in each of these files for each line of the list. */
function createCompiler(demanding: readonly string[]) {
  return {
    compile(overlay: Overlay): Compiled {
      const isAdded = (file: string): boolean => overlay.get(file)?.includes('two') === true;
      const faultsIn = (file: string): readonly string[] =>
        isAdded('list.ts') && demanding.includes(file) && !isAdded(file) ? [`${file}:1 two`] : [];
      return {
        // the table uses the words
        faultsIn: (file) => [
          ...faultsIn(file),
          ...(file === 'table.ts' && isAdded(file) ? faultsIn('words.ts') : []),
        ],
        allFaults: () => demanding.flatMap(faultsIn),
      };
    },
  };
}

function expectFailure(recipe: Recipe, demanding: readonly string[], why: string): void {
  expect(() => followCompiler(recipe, createCompiler(demanding), read)).to.throw(RecipeError, why);
}

describe('a recipe', () => {
  it('is followed where the compiler leads, and gives the changed files', () => {
    const overlay = followCompiler(RECIPE, createCompiler(['table.ts', 'words.ts']), read);
    expect(Object.fromEntries(overlay)).to.deep.equal({
      'list.ts': 'one\ntwo\n',
      'table.ts': 'one: 1\ntwo: 2\n',
      'words.ts': 'one: “One”\ntwo: “Two”\n',
    });
  });

  it('fails when a file that it names compiles with only the first line', () => {
    expectFailure(RECIPE, ['words.ts'], 'table.ts still compiles, so nobody is led there');
  });

  it('fails when another first line leads nowhere', () => {
    const other = { edit: addAfter('list.ts', 'one', 'two'), named: ['words.ts'] };
    expectFailure({ ...RECIPE, others: [other] }, ['table.ts'], 'words.ts still compiles');
  });

  it('fails when the compiler does not lead to one of its edits', () => {
    expectFailure(RECIPE, ['table.ts'], 'the compiler does not lead to words.ts');
  });

  it('fails when faults are left', () => {
    const rest = RECIPE.rest.filter(({ file }) => file !== 'words.ts');
    expectFailure({ ...RECIPE, rest }, ['table.ts', 'words.ts'], 'left after the recipe:\n  words');
  });

  it('says where to mend it when an edit no longer applies', () => {
    const rest = [addAfter('table.ts', 'uno: 1', 'two: 2')];
    expectFailure(
      { ...RECIPE, rest },
      ['table.ts'],
      'it no longer applies: table.ts has no “uno: 1”. Mend it in test/recipes/number.ts.',
    );
  });
});
