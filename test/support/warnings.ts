/** A warning that says nothing about our code. */
interface AllowedWarning {
  /** Node's code of a deprecation, else the warning's name. */
  readonly code: string;
  /** The file that raises it, as it stands in the warning's stack. */
  readonly source: RegExp;
}

/**
 * Warnings that libraries raise and that we cannot mend:
 * - DEP0040: `node-fetch` 2, which botframework-connector uses, parses URLs with Node's own `punycode`.
 *   Node says so from 21 on.
 */
const ALLOWED: readonly AllowedWarning[] = [
  { code: 'DEP0040', source: /node_modules\/(?:tr46|whatwg-url)\// },
];

/** A warning as `process` emits it: its name is its kind, deprecations have a code. */
export interface ProcessWarning {
  readonly name: string;
  readonly code?: string | undefined;
  readonly stack?: string | undefined;
}

/** Is it one that a library raises and that we cannot mend? */
export function isAllowedWarning({ name, code = name, stack = '' }: ProcessWarning): boolean {
  return ALLOWED.some((one) => one.code === code && one.source.test(stack));
}

/** Node prints `(node:PID) NAME: MESSAGE` or `(node:PID) [CODE] NAME: MESSAGE`, and then its stack. */
const PRINTED = /^\(node:\d+\) (?:\[(\w+)\] )?(\w+): .*(?:\n +at .*|\n(?![({]).*)*/gm;

/** What Node prints last when an error or a rejection that nobody handled ends the process. */
const UNHANDLED = /^Node\.js v\d+\./m;
/** How much is quoted of what stands before that, characters. */
const QUOTED = 2000;

/**
 * The warnings in the output of a Node process that runs with `--trace-warnings`, without allowed ones,
 * and the error that nobody handled.
 */
export function findPrintedFaults(output: string): readonly string[] {
  const warnings = [...output.matchAll(PRINTED)].flatMap(([printed, code, name = '']) =>
    isAllowedWarning({ name, code, stack: printed }) ? [] : [printed],
  );
  const end = output.search(UNHANDLED);
  return end < 0 ? warnings : [...warnings, output.slice(Math.max(0, end - QUOTED), end).trim()];
}
