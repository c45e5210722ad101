import type { en } from './en/index.js';

/** The shape of a catalogue: the same sentences, each with the same parts, in any words. */
type Translated<T> = T extends string
  ? string
  : T extends (...parts: infer Parts) => infer Sentence
    ? (...parts: Parts) => Sentence extends string ? string : Sentence
    : { readonly [K in keyof T]: Translated<T[K]> };

/** All sentences that people read. A second language is another value of this type. */
export type Catalogue = Translated<typeof en>;
