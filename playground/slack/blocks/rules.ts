/** Where blocks are shown; some blocks and elements are for one place only. */
export type Surface = 'message' | 'modal' | 'home';

/** Where inside a block an element stands. */
export type Slot = 'accessory' | 'actions' | 'input' | 'context';

/** What a field may hold. */
export type Rule =
  | { is: 'text'; plain: boolean; max: number; min?: number }
  | { is: 'string'; max: number; min?: number; oneOf?: readonly string[]; like?: RegExp }
  | { is: 'boolean' }
  | { is: 'integer'; min?: number; max?: number }
  | { is: 'list'; of: Rule; min: number; max: number }
  | { is: 'object'; fields: Fields }
  | { is: 'element'; slot: Slot }
  | { is: 'contextItem' }
  | { is: 'open' };

/** A field's rule and whether it must be there. */
export interface Field {
  rule: Rule;
  required: boolean;
}

export type Fields = Readonly<Record<string, Field>>;

/** A block or element type: its fields, and where it may be. */
export interface Shape {
  fields: Fields;
  /** Missing means everywhere. */
  surfaces?: readonly Surface[];
  /** For elements: the places in blocks it may take. */
  slots?: readonly Slot[];
}

/** A field that must be there. */
export const need = (rule: Rule): Field => ({ rule, required: true });

/** A field that may be left out. */
export const may = (rule: Rule): Field => ({ rule, required: false });

/** A `plain_text` object of at most `max` characters. */
export const plain = (max: number): Rule => ({ is: 'text', plain: true, max });

/** A text object of either kind of at most `max` characters. */
export const either = (max: number): Rule => ({ is: 'text', plain: false, max });

/** A string of at most `max` characters. */
export const string = (max: number, min = 0): Rule => ({ is: 'string', max, min });

/** One of these strings. */
export const oneOf = (...values: string[]): Rule => ({ is: 'string', max: 255, oneOf: values });

/** A string of this form. */
export const like = (pattern: RegExp): Rule => ({ is: 'string', max: 255, like: pattern });

/** A list of `of` with `min` to `max` items. */
export const list = (of: Rule, max: number, min = 1): Rule => ({ is: 'list', of, min, max });

export const flag: Rule = { is: 'boolean' };
export const whole = (min?: number, max?: number): Rule => ({
  is: 'integer',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
