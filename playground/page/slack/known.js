/**
 * What this page knows of Block Kit: by type its properties, each with what it may hold
 * (docs.slack.dev/reference/block-kit). What is not listed here is shown as an error, not skipped.
 */

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Words for what is there, short enough for a line. */
function named(value) {
  const words = isObject(value) && 'type' in value ? `type “${value.type}”` : JSON.stringify(value);
  return String(words).slice(0, 80);
}

const check = (fits) => (value) => (fits(value) ? undefined : named(value));
const string = check((value) => typeof value === 'string');
const flag = check((value) => typeof value === 'boolean');
const number = check((value) => typeof value === 'number');
const object = check(isObject);
const list = check(Array.isArray);
const oneOf = (...values) => check((value) => values.includes(value));
const must = (rule) => Object.assign((value) => rule(value), { must: true });
const listOf = (rule) => (value) =>
  Array.isArray(value) ? value.map(rule).find(Boolean) : named(value);

/** The first thing wrong with an object's properties, or `undefined`. */
function faultIn(value, rules, known = []) {
  if (!isObject(value)) return named(value);
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(rules, key) && !known.includes(key)) return `“${key}” in ${named(value)}`;
  }
  for (const [key, rule] of Object.entries(rules)) {
    const inner = value[key];
    const isThere = inner !== undefined && inner !== null;
    const fault = isThere ? rule(inner) : rule.must && 'missing';
    if (fault) return `${key}: ${fault}`;
  }
  return undefined;
}

const of = (rules) => (value) => faultIn(value, rules);

const TEXT = {
  plain_text: { type: string, text: must(string), emoji: flag },
  mrkdwn: { type: string, text: must(string), verbatim: flag },
};
const textOf = (kinds) => (value) => {
  if (!isObject(value) || !kinds.includes(value.type)) return named(value);
  return faultIn(value, TEXT[value.type]);
};
const plain = textOf(['plain_text']);
const either = textOf(['plain_text', 'mrkdwn']);

/** What is wrong with a text object, or `undefined`. */
export const faultInText = either;

const confirm = of({
  title: plain,
  text: must(either),
  confirm: plain,
  deny: plain,
  style: oneOf('primary', 'danger'),
});
const option = of({ text: must(either), value: string, description: either, url: string });
const groups = listOf(of({ label: must(plain), options: must(listOf(option)) }));
const dispatch = of({
  trigger_actions_on: listOf(oneOf('on_enter_pressed', 'on_character_entered')),
});

const base = { type: string, action_id: string, confirm };
const asked = { ...base, placeholder: plain, focus_on_load: flag };
const chosen = { ...asked, options: listOf(option), option_groups: groups };
const boxed = { ...base, focus_on_load: flag, options: must(listOf(option)) };
const typed = { ...asked, initial_value: string, dispatch_action_config: dispatch };
const several = { ...chosen, max_selected_items: number };
const picture = { type: string, image_url: string, slack_file: object, alt_text: must(string) };

const ELEMENTS = {
  button: {
    ...base,
    text: must(plain),
    value: string,
    url: string,
    style: oneOf('primary', 'danger'),
    accessibility_label: string,
  },
  overflow: { ...base, options: must(listOf(option)) },
  image: picture,
  static_select: { ...chosen, initial_option: option },
  multi_static_select: { ...several, initial_options: listOf(option) },
  users_select: { ...asked, initial_user: string },
  multi_users_select: { ...asked, initial_users: listOf(string), max_selected_items: number },
  channels_select: { ...asked, initial_channel: string, response_url_enabled: flag },
  radio_buttons: { ...boxed, initial_option: option },
  checkboxes: { ...boxed, initial_options: listOf(option) },
  datepicker: { ...asked, initial_date: string },
  timepicker: { ...asked, initial_time: string },
  datetimepicker: { ...base, focus_on_load: flag, initial_date_time: number },
  plain_text_input: { ...typed, multiline: flag, min_length: number, max_length: number },
  email_text_input: typed,
  url_text_input: typed,
  number_input: {
    ...typed,
    is_decimal_allowed: flag,
    min_value: string,
    max_value: string,
  },
};

const BLOCKS = {
  section: { text: either, fields: listOf(either), accessory: object, expand: flag },
  header: { text: must(plain) },
  divider: {},
  context: { elements: must(list) },
  actions: { elements: must(list) },
  input: {
    label: must(plain),
    element: must(object),
    hint: plain,
    optional: flag,
    dispatch_action: flag,
  },
  image: { ...picture, title: plain },
  rich_text: { elements: must(list) },
};

function faultByType(value, table, what, known) {
  if (!isObject(value) || !Object.hasOwn(table, String(value.type))) {
    return `${what} of ${isObject(value) ? `type “${value.type}”` : named(value)}`;
  }
  const fault = faultIn(value, table[value.type], known);
  return fault && `${what} of type “${value.type}”, ${fault}`;
}

/** What is wrong with a block itself (not with the elements in it), or `undefined`. */
export function faultInBlock(block) {
  return faultByType(block, BLOCKS, 'a block', ['type', 'block_id']);
}

/** What is wrong with an element, or `undefined`. */
export function faultInElement(element) {
  return faultByType(element, ELEMENTS, 'an element', []);
}

const style = of({
  bold: flag,
  italic: flag,
  strike: flag,
  code: flag,
  underline: flag,
  highlight: flag,
  client_highlight: flag,
  unlink: flag,
});
const styled = { type: string, style };
const inside = { type: string, elements: must(list), border: number };

const RICH = {
  rich_text_section: inside,
  rich_text_quote: inside,
  rich_text_preformatted: { ...inside, language: string },
  rich_text_list: {
    ...inside,
    style: must(oneOf('bullet', 'ordered')),
    indent: number,
    offset: number,
  },
  text: { ...styled, text: must(string) },
  link: { ...styled, url: must(string), text: string, unsafe: flag },
  emoji: { ...styled, name: must(string), unicode: string, skin_tone: number },
  user: { ...styled, user_id: must(string) },
  usergroup: { ...styled, usergroup_id: must(string) },
  channel: { ...styled, channel_id: must(string) },
  broadcast: { ...styled, range: must(oneOf('here', 'channel', 'everyone')) },
  date: {
    ...styled,
    timestamp: must(number),
    format: must(string),
    url: string,
    fallback: string,
  },
  color: { ...styled, value: must(string) },
};

/** What is wrong with a part of rich text itself (not with what is in it), or `undefined`. */
export function faultInRichText(part) {
  return faultByType(part, RICH, 'rich text', []);
}
