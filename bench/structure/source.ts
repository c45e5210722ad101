import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { filesIn, foldersBelow } from './folders.js';

/** What is counted in the source of one or more folders, see {@link measureSource}. */
export interface SourceFigures {
  readonly files: number;
  readonly lines: number;
  /** Functions, methods and arrow functions longer than 50 lines. */
  readonly longFunctions: number;
  /** Exported names that several files declare, each perhaps with a meaning of its own. */
  readonly sharedNames: readonly string[];
  /** Names of functions that say `xOf` instead of a direction (`toX`, `parseX`, `findX`). */
  readonly ofFunctions: readonly string[];
  /** Share of the exported functions with a doc comment, 0 to 1. */
  readonly documented: number;
}

const LONG = 50;

/** Counts in all TypeScript files below `folders`, by the compiler's own tree. */
export function measureSource(folders: readonly string[]): SourceFigures {
  const files = folders.flatMap(sourceFiles).map(parse);
  const functions = files.flatMap((file) => functionsIn(file));
  const exports = files.flatMap((file) => exportsOf(file));
  const names = new Map<string, number>();
  for (const { name } of exports) names.set(name, (names.get(name) ?? 0) + 1);
  const callable = exports.filter(({ isFunction }) => isFunction);
  return {
    files: files.length,
    lines: files.reduce((sum, file) => sum + file.getLineStarts().length - 1, 0),
    longFunctions: functions.filter(({ lines }) => lines > LONG).length,
    sharedNames: [...names].filter(([, count]) => count > 1).map(([name]) => name),
    ofFunctions: functions.map(({ name }) => name).filter((name) => /[a-z0-9]Of$/.test(name)),
    documented: callable.filter(({ isDocumented }) => isDocumented).length / callable.length,
  };
}

function sourceFiles(folder: string): readonly string[] {
  return foldersBelow(folder)
    .flatMap(filesIn)
    .filter((file) => file.endsWith('.ts'));
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

interface Exported {
  readonly name: string;
  readonly isFunction: boolean;
  readonly isDocumented: boolean;
}

function exportsOf(file: ts.SourceFile): readonly Exported[] {
  return file.statements.flatMap((statement): readonly Exported[] => {
    if (!isExported(statement)) return [];
    const isDocumented = ts.getJSDocCommentsAndTags(statement).length > 0;
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name, initializer }) => ({
        name: name.getText(),
        isFunction: initializer !== undefined && ts.isArrowFunction(initializer),
        isDocumented,
      }));
    }
    const { name } = statement as ts.DeclarationStatement;
    if (name === undefined) return [];
    return [{ name: name.text, isFunction: ts.isFunctionDeclaration(statement), isDocumented }];
  });
}

function isExported(node: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

/** Every function with the name it is called by; empty for one without. */
function functionsIn(
  file: ts.SourceFile,
): readonly { readonly name: string; readonly lines: number }[] {
  const found: { name: string; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const line = (at: number): number => file.getLineAndCharacterOfPosition(at).line;
      found.push({ name: nameOf(node), lines: line(node.end) - line(node.getStart()) + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  return ts.isVariableDeclaration(parent) ? parent.name.getText() : '';
}
