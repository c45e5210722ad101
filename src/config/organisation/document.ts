import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { ConfigFault } from '../faults.js';
import type { Path } from './reader.js';

/** A YAML file as plain data that still knows on which line each part of it stands. */
export interface ConfigDocument {
  /** The parsed data; undefined when the file cannot be read as YAML. */
  readonly value: unknown;
  /** What the YAML parser found wrong, each with its line. */
  readonly faults: readonly ConfigFault[];
  /** `NAME:LINE` of the part at this path, or of the nearest part around it that is there. */
  where(path: Path): string;
}

/** Parses YAML 1.2. A key written twice is a fault, but the rest is still read, to find all mistakes at once. */
export function openDocument(name: string, text: string): ConfigDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => `${name}:${Math.max(lines.linePos(offset).line, 1)}`;
  const faults = [...document.errors, ...document.warnings].map((problem) => ({
    where: at(problem.pos[0]),
    what: yamlSentence(problem.code, problem.message),
  }));
  const where = (path: Path): string => at(offsetOf(document.contents, path));
  const readable = document.errors.every((problem) => problem.code === 'DUPLICATE_KEY');
  if (!readable) return { value: undefined, faults, where };
  try {
    return { value: document.toJS(), faults, where };
  } catch (cause) {
    // the library refuses aliases that multiply without end
    if (!(cause instanceof ReferenceError)) throw cause;
    const fault = { where: at(0), what: 'has aliases that cannot be followed; write them out.' };
    return { value: undefined, faults: [...faults, fault], where };
  }
}

function yamlSentence(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key stands twice; keep one of them.';
  return `this is not valid YAML: ${message.replace(/\.?$/, '.')}`;
}

/** Offset of the deepest part along the path that exists; of a map's entry, its key. */
function offsetOf(root: unknown, path: Path): number {
  let node = root;
  let offset = startOf(root);
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => keyOf(item) === String(step));
      if (pair === undefined) return offset;
      offset = startOf(pair.key, offset);
      node = pair.value;
    } else if (isSeq(node) && node.items[Number(step)] !== undefined) {
      node = node.items[Number(step)];
      offset = startOf(node, offset);
    } else return offset;
  }
  return offset;
}

function keyOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key);
}

function startOf(node: unknown, otherwise = 0): number {
  return (node as Partial<Node> | null)?.range?.[0] ?? otherwise;
}
