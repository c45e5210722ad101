/** Where a card is shown; some things are for one place only. */
export type Surface = 'message' | 'dialog';

/** What a field may hold. */
export type Rule =
  | { is: 'string'; min?: number; oneOf?: readonly string[]; like?: RegExp }
  | { is: 'boolean' }
  | { is: 'number'; min?: number }
  | { is: 'list'; of: Rule; min: number }
  | { is: 'object'; fields: Fields }
  /** One of several rules. */
  | { is: 'either'; rules: readonly Rule[] }
  /** An element of one of these types, or of any that may stand in a card's body. */
  | { is: 'element'; types?: readonly string[] }
  /** An action of one of these types, or of any. */
  | { is: 'action'; types?: readonly string[] }
  /** A card inside a card. */
  | { is: 'card' }
  | { is: 'open' };

/** A field's rule and whether it must be there. */
export interface Field {
  rule: Rule;
  required: boolean;
}

export type Fields = Readonly<Record<string, Field>>;

/** A field that must be there. */
export const need = (rule: Rule): Field => ({ rule, required: true });

/** A field that may be left out. */
export const may = (rule: Rule): Field => ({ rule, required: false });

export const text: Rule = { is: 'string' };
/** A string with something in it. */
export const words: Rule = { is: 'string', min: 1 };
export const flag: Rule = { is: 'boolean' };
export const number: Rule = { is: 'number' };
/** A number of at least 1. */
export const count: Rule = { is: 'number', min: 1 };
export const open: Rule = { is: 'open' };

/** One of these strings, in any case: Adaptive Cards compare enumerations without it. */
export const oneOf = (...values: string[]): Rule => ({ is: 'string', oneOf: values });

/** A string of this form. */
export const like = (pattern: RegExp): Rule => ({ is: 'string', like: pattern });

/** A list of `of`, of at least `min`. */
export const list = (of: Rule, min = 0): Rule => ({ is: 'list', of, min });

/** An object with these fields and no others. */
export const object = (fields: Fields): Rule => ({ is: 'object', fields });

export const either = (...rules: Rule[]): Rule => ({ is: 'either', rules });

/** An element; without types, any that may stand in a body. */
export const element = (...types: string[]): Rule =>
  types.length > 0 ? { is: 'element', types } : { is: 'element' };

/** An action; without types, any. */
export const action = (...types: string[]): Rule =>
  types.length > 0 ? { is: 'action', types } : { is: 'action' };
