import { join, relative } from 'node:path';
import ts from 'typescript';
import type { Overlay } from './recipe.js';

/** What the compiler says of the project with an overlay. Faults are `file:line message`. */
export interface Compiled {
  /** The faults in one file. Checks no other file. */
  faultsIn(file: string): readonly string[];
  /** The faults in all files. */
  allFaults(): readonly string[];
}

interface CachedFile {
  readonly text: string;
  readonly file: ts.SourceFile;
}

/** Compiles `src` and `adapters`, again and again: files that did not change are parsed and bound once. */
export class Compiler {
  readonly #root: string;
  readonly #config: ts.ParsedCommandLine;
  readonly #files = new Map<string, CachedFile>();
  #overlay: Overlay = new Map();
  readonly #host: ts.CompilerHost;
  #last: ts.Program | undefined;

  /** `root`: the project's folder. */
  constructor(root: string) {
    this.#root = root;
    this.#config = readConfig(root);
    this.#host = this.#createHost();
  }

  /** Compiles the project with this overlay. */
  compile(overlay: Overlay): Compiled {
    this.#overlay = overlay;
    const { options, fileNames } = this.#config;
    const oldProgram = this.#last;
    const program = ts.createProgram({
      rootNames: fileNames,
      options,
      host: this.#host,
      ...(oldProgram === undefined ? {} : { oldProgram }),
    });
    this.#last = program;
    return {
      faultsIn: (file) => {
        const source = program.getSourceFile(join(this.#root, file));
        if (source === undefined) return [];
        const syntax = program.getSyntacticDiagnostics(source);
        return this.#describe([...syntax, ...program.getSemanticDiagnostics(source)]);
      },
      allFaults: () =>
        this.#describe([...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()]),
    };
  }

  #createHost(): ts.CompilerHost {
    const host = ts.createCompilerHost(this.#config.options);
    const { directoryExists: _anywhere, ...rest } = host;
    const read = (path: string): string | undefined =>
      this.#overlay.get(relative(this.#root, path)) ?? host.readFile(path);
    return {
      ...rest,
      readFile: read,
      fileExists: (path) => this.#overlay.has(relative(this.#root, path)) || host.fileExists(path),
      getSourceFile: (path, options) => {
        const text = read(path);
        if (text === undefined) return undefined;
        const known = this.#files.get(path);
        if (known?.text === text) return known.file;
        const file = ts.createSourceFile(path, text, options);
        this.#files.set(path, { text, file });
        return file;
      },
    };
  }

  #describe(faults: readonly ts.Diagnostic[]): readonly string[] {
    return faults.map(({ file, start, messageText }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, ' ');
      if (file === undefined) return message;
      const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
      return `${relative(this.#root, file.fileName)}:${line + 1} ${message}`;
    });
  }
}

function readConfig(root: string): ts.ParsedCommandLine {
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic({ messageText }) {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, ' '));
    },
  };
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    { noEmit: true },
    host,
  );
  if (config === undefined) throw new Error('tsconfig.json cannot be read');
  const fileNames = config.fileNames.filter((path) =>
    /^(src|adapters)[\\/]/.test(relative(root, path)),
  );
  return { ...config, fileNames };
}
