/** Reads a text file; throws Node's errors (`ENOENT` and so on). */
export type ReadFile = (path: string) => string;
