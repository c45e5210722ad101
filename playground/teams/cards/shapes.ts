import {
  action,
  count,
  either,
  element,
  type Fields,
  flag,
  like,
  list,
  may,
  need,
  number,
  object,
  oneOf,
  open,
  type Rule,
  text,
  words,
} from './rules.js';

// Names and values are those of the Adaptive Cards schema, version 1.5 (adaptivecards.io/schemas), and
// of Teams' additions (Microsoft Learn: "Format cards in Teams", "People Picker in Adaptive Cards").

const spacing = oneOf('default', 'none', 'small', 'medium', 'large', 'extraLarge', 'padding');
const horizontal = oneOf('left', 'center', 'right');
const vertical = oneOf('top', 'center', 'bottom');
const color = oneOf('default', 'dark', 'light', 'accent', 'good', 'warning', 'attention');
const containerStyle = oneOf('default', 'emphasis', 'good', 'attention', 'warning', 'accent');
const url = like(/^(https?:\/\/|data:image\/(png|jpeg|gif);base64,)/i);
const link = like(/^(https?:|mailto:|tel:|msteams:)/i);
const pixels = like(/^\d+px$/);
const date = like(/^\d{4}-\d{2}-\d{2}$/);
const time = like(/^([01]\d|2[0-3]):[0-5]\d$/);
const requires = { requires: may(open) } satisfies Fields;
const visible = { isVisible: may(flag), id: may(words) } satisfies Fields;
const selectAction = may(
  action('Action.OpenUrl', 'Action.Submit', 'Action.Execute', 'Action.ToggleVisibility'),
);

/** What every element may have. */
const common: Fields = {
  ...visible,
  ...requires,
  height: may(oneOf('auto', 'stretch')),
  separator: may(flag),
  spacing: may(spacing),
  horizontalAlignment: may(horizontal),
  lang: may(text),
  fallback: may(either(oneOf('drop'), element())),
};

const textStyle: Fields = {
  color: may(color),
  fontType: may(oneOf('default', 'monospace')),
  isSubtle: may(flag),
  size: may(oneOf('default', 'small', 'medium', 'large', 'extraLarge')),
  weight: may(oneOf('default', 'lighter', 'bolder')),
};

const backgroundImage = may(
  either(
    url,
    object({
      url: need(url),
      fillMode: may(oneOf('cover', 'repeatHorizontally', 'repeatVertically', 'repeat')),
      horizontalAlignment: may(horizontal),
      verticalAlignment: may(vertical),
    }),
  ),
);

const container: Fields = {
  ...common,
  selectAction,
  style: may(containerStyle),
  verticalContentAlignment: may(vertical),
  bleed: may(flag),
  backgroundImage,
  minHeight: may(pixels),
  rtl: may(flag),
  items: need(list(element())),
};

const input: Fields = {
  ...common,
  id: need(words),
  label: may(words),
  isRequired: may(flag),
  errorMessage: may(words),
};

const choice = object({ title: need(words), value: need(text) });

const width: Rule = either(oneOf('auto', 'stretch'), pixels, like(/^\d+$/), number);

/** Element types by name; those that stand in a body. */
const BODY: Readonly<Record<string, Fields>> = {
  TextBlock: {
    ...common,
    ...textStyle,
    text: need(text),
    maxLines: may(count),
    wrap: may(flag),
    style: may(oneOf('default', 'heading', 'columnHeader')),
  },
  RichTextBlock: { ...common, inlines: need(list(either(text, element('TextRun')), 1)) },
  Image: {
    ...common,
    url: need(url),
    // a text alternative for every picture (WCAG 1.1.1); the schema leaves it open
    altText: need(words),
    backgroundColor: may(text),
    height: may(either(oneOf('auto', 'stretch'), pixels)),
    width: may(pixels),
    selectAction,
    size: may(oneOf('auto', 'stretch', 'small', 'medium', 'large')),
    style: may(oneOf('default', 'person')),
    msteams: may(object({ allowExpand: may(flag) })),
  },
  ImageSet: {
    ...common,
    images: need(list(element('Image'), 1)),
    imageSize: may(oneOf('auto', 'stretch', 'small', 'medium', 'large')),
  },
  Media: {
    ...common,
    sources: need(list(object({ mimeType: need(words), url: need(url) }), 1)),
    poster: may(url),
    altText: need(words),
  },
  Container: container,
  ColumnSet: {
    ...common,
    columns: may(list(element('Column'))),
    selectAction,
    style: may(containerStyle),
    bleed: may(flag),
    minHeight: may(pixels),
  },
  FactSet: {
    ...common,
    facts: need(list(object({ title: need(text), value: need(text) }), 1)),
  },
  ActionSet: { ...common, actions: need(list(action(), 1)) },
  Table: {
    ...common,
    columns: need(
      list(
        object({
          width: may(either(pixels, number)),
          horizontalCellContentAlignment: may(horizontal),
          verticalCellContentAlignment: may(vertical),
        }),
        1,
      ),
    ),
    rows: need(list(element('TableRow'))),
    firstRowAsHeaders: may(flag),
    showGridLines: may(flag),
    gridStyle: may(containerStyle),
    horizontalCellContentAlignment: may(horizontal),
    verticalCellContentAlignment: may(vertical),
  },
  'Input.Text': {
    ...input,
    isMultiline: may(flag),
    maxLength: may(count),
    placeholder: may(text),
    regex: may(text),
    style: may(oneOf('text', 'tel', 'url', 'email', 'password')),
    inlineAction: may(action('Action.OpenUrl', 'Action.Submit', 'Action.Execute')),
    value: may(text),
  },
  'Input.Number': {
    ...input,
    min: may(number),
    max: may(number),
    placeholder: may(text),
    value: may(number),
  },
  'Input.Date': {
    ...input,
    min: may(date),
    max: may(date),
    placeholder: may(text),
    value: may(date),
  },
  'Input.Time': {
    ...input,
    min: may(time),
    max: may(time),
    placeholder: may(text),
    value: may(time),
  },
  'Input.Toggle': {
    ...input,
    title: need(words),
    value: may(text),
    valueOff: may(text),
    valueOn: may(text),
    wrap: may(flag),
  },
  'Input.ChoiceSet': {
    ...input,
    choices: may(list(choice)),
    'choices.data': may(
      object({ type: need(oneOf('Data.Query')), dataset: need(words), count: may(count) }),
    ),
    isMultiSelect: may(flag),
    style: may(oneOf('compact', 'expanded', 'filtered')),
    value: may(text),
    placeholder: may(text),
    wrap: may(flag),
  },
};

/** Element types that stand inside others only. */
const INNER: Readonly<Record<string, Fields>> = {
  TextRun: {
    ...textStyle,
    text: need(text),
    highlight: may(flag),
    italic: may(flag),
    strikethrough: may(flag),
    underline: may(flag),
    selectAction,
    lang: may(text),
  },
  Column: { ...container, items: may(list(element())), width: may(width) },
  TableRow: {
    ...common,
    cells: need(list(element('TableCell'))),
    style: may(containerStyle),
    horizontalCellContentAlignment: may(horizontal),
    verticalCellContentAlignment: may(vertical),
  },
  TableCell: container,
};

export const ELEMENTS: Readonly<Record<string, Fields>> = { ...BODY, ...INNER };
export const BODY_TYPES: readonly string[] = Object.keys(BODY);

const anyAction: Fields = {
  ...requires,
  id: may(words),
  title: may(words),
  iconUrl: may(url),
  style: may(oneOf('default', 'positive', 'destructive')),
  mode: may(oneOf('primary', 'secondary')),
  tooltip: may(text),
  isEnabled: may(flag),
  fallback: may(either(oneOf('drop'), action())),
};

const sends: Fields = { data: may(open), associatedInputs: may(oneOf('auto', 'none')) };
const target = either(words, object({ elementId: need(words), isVisible: may(flag) }));

/** Action types by name. */
export const ACTIONS: Readonly<Record<string, Fields>> = {
  'Action.OpenUrl': { ...anyAction, url: need(link) },
  'Action.Submit': { ...anyAction, ...sends },
  // "verb" is what tells one from another (Universal Actions for Adaptive Cards)
  'Action.Execute': { ...anyAction, ...sends, verb: need(words) },
  'Action.ShowCard': { ...anyAction, card: need({ is: 'card' }) },
  'Action.ToggleVisibility': { ...anyAction, targetElements: need(list(target, 1)) },
};

/** What a card itself may have, besides its type. */
export const CARD: Fields = {
  $schema: may(text),
  version: may(like(/^1\.[0-5]$/)),
  body: may(list(element())),
  actions: may(list(action())),
  fallbackText: may(text),
  speak: may(text),
  lang: may(text),
  minHeight: may(pixels),
  rtl: may(flag),
  selectAction,
  verticalContentAlignment: may(vertical),
  backgroundImage,
  refresh: may(
    object({
      action: need(action('Action.Execute')),
      userIds: may(list(text)),
      expires: may(text),
    }),
  ),
  metadata: may(object({ webUrl: may(url) })),
  msteams: may(object({ width: may(oneOf('full')), entities: may(list(open)) })),
};
