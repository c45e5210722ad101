import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { ConfigFault } from '../faults.js';
import type { ConfigPath } from './reader.js';

/** A YAML file as plain data, with the line of each part. */
export interface ConfigDocument {
  /** The parsed data; undefined when the file cannot be read as YAML. */
  readonly value: unknown;
  /** The faults that the YAML parser found, each with its line. */
  readonly faults: readonly ConfigFault[];
  /** `NAME:LINE` of the part at this path, or of the nearest existing part around it. */
  readonly locate: (path: ConfigPath) => string;
}

/** Parses YAML 1.2. A duplicate key is a fault, but the rest is still read, to find all mistakes at once. */
export function parseConfigDocument(name: string, text: string): ConfigDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => `${name}:${Math.max(lines.linePos(offset).line, 1)}`;
  const faults = [...document.errors, ...document.warnings].map((problem) => ({
    where: at(problem.pos[0]),
    what: describeYamlError(problem.code, problem.message),
  }));
  const locate = (path: ConfigPath): string => at(findOffset(document.contents, path));
  const isReadable = document.errors.every((problem) => problem.code === 'DUPLICATE_KEY');
  if (!isReadable) return { value: undefined, faults, locate };
  try {
    return { value: document.toJS(), faults, locate };
  } catch (cause) {
    // The library rejects aliases that multiply without end.
    if (!(cause instanceof ReferenceError)) throw cause;
    const fault = { where: at(0), what: 'has aliases that cannot be followed; write them out.' };
    return { value: undefined, faults: [...faults, fault], locate };
  }
}

function describeYamlError(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key stands twice; keep one of them.';
  return `this is not valid YAML: ${message.replace(/\.?$/, '.')}`;
}

/** Offset of the deepest existing part of the path; of a map entry, the offset of its key. */
function findOffset(root: unknown, path: ConfigPath): number {
  let node = root;
  let offset = findStart(root);
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => toKeyText(item) === String(step));
      if (pair === undefined) return offset;
      offset = findStart(pair.key, offset);
      node = pair.value;
    } else if (isSeq(node) && node.items[Number(step)] !== undefined) {
      node = node.items[Number(step)];
      offset = findStart(node, offset);
    } else return offset;
  }
  return offset;
}

function toKeyText(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key);
}

function findStart(node: unknown, otherwise = 0): number {
  return (node as Partial<Node> | null)?.range?.[0] ?? otherwise;
}
