/** The kinds of documents with a life: each decides by itself, delivers, and is woken at its time. */
export const DOCUMENT_KINDS = ['complaint', 'inbox'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Names one document. */
export interface DocumentRef<K extends string = DocumentKind> {
  readonly kind: K;
  /** Unique among the documents of its kind, e.g. `C-1042`. */
  readonly id: string;
}

/** A document's kind and id as one text, e.g. `complaint:C-1042`. */
export type DocumentKey = `${string}:${string}`;

/** Returns the key of a document. */
export function toDocumentKey({ kind, id }: DocumentRef<string>): DocumentKey {
  return `${kind}:${id}`;
}
