import {
  either,
  type Fields,
  flag,
  like,
  list,
  may,
  need,
  oneOf,
  plain,
  type Rule,
  type Shape,
  string,
  whole,
} from './rules.js';

// The numbers are those of Slack's Block Kit reference (docs.slack.dev/reference/block-kit), also
// found in the comments of @slack/types.

const actionId = { action_id: may(string(255)) };
const placeholder = { placeholder: may(plain(150)) };
const focus = { focus_on_load: may(flag) };

const confirm = {
  confirm: may({
    is: 'object',
    fields: {
      title: may(plain(100)),
      text: need(either(300)),
      confirm: may(plain(30)),
      deny: may(plain(30)),
      style: may(oneOf('primary', 'danger')),
    },
  }),
} satisfies Fields;

/** Options: text 75, value 150, description 75; menus allow plain text only. */
const option = (text: Rule): Rule => ({
  is: 'object',
  fields: {
    text: need(text),
    value: may(string(150, 1)),
    description: may(text.is === 'text' && !text.plain ? either(75) : plain(75)),
    url: may(string(3000)),
  },
});
const menuOption = option(plain(75));
const boxOption = option(either(75));
const optionGroup: Rule = {
  is: 'object',
  fields: { label: need(plain(75)), options: need(list(menuOption, 100)) },
};
const menuOptions = {
  options: may(list(menuOption, 100)),
  option_groups: may(list(optionGroup, 100)),
};
const dispatch = {
  dispatch_action_config: may({
    is: 'object',
    fields: {
      trigger_actions_on: may(list(oneOf('on_enter_pressed', 'on_character_entered'), 2)),
    },
  }),
} satisfies Fields;

const anywhere = ['accessory', 'actions', 'input'] as const;
const select = { ...actionId, ...placeholder, ...focus, ...confirm };
const single = { ...select, response_url_enabled: may(flag) };
const many = { ...select, max_selected_items: may(whole(1)) };
const typed = { ...actionId, ...placeholder, ...focus, ...dispatch };
const date = /^\d{4}-\d{2}-\d{2}$/;
const time = /^([01]\d|2[0-3]):[0-5]\d$/;
const conversationFilter = {
  filter: may({
    is: 'object',
    fields: {
      include: may(list(oneOf('im', 'mpim', 'private', 'public'), 4)),
      exclude_external_shared_channels: may(flag),
      exclude_bot_users: may(flag),
    },
  }),
  default_to_current_conversation: may(flag),
} satisfies Fields;

const image: Fields = {
  image_url: may(string(3000)),
  slack_file: may({ is: 'open' }),
  alt_text: need(string(2000)),
};

/** Element types by name. */
export const ELEMENTS: Readonly<Record<string, Shape>> = {
  button: {
    slots: ['accessory', 'actions'],
    fields: {
      ...actionId,
      ...confirm,
      text: need(plain(75)),
      value: may(string(2000)),
      url: may(string(3000)),
      style: may(oneOf('primary', 'danger')),
      accessibility_label: may(string(75)),
    },
  },
  overflow: {
    slots: ['accessory', 'actions'],
    fields: { ...actionId, ...confirm, options: need(list(menuOption, 5)) },
  },
  checkboxes: {
    slots: anywhere,
    fields: {
      ...actionId,
      ...confirm,
      ...focus,
      options: need(list(boxOption, 10)),
      initial_options: may(list(boxOption, 10)),
    },
  },
  radio_buttons: {
    slots: anywhere,
    fields: {
      ...actionId,
      ...confirm,
      ...focus,
      options: need(list(boxOption, 10)),
      initial_option: may(boxOption),
    },
  },
  static_select: {
    slots: anywhere,
    fields: { ...select, ...menuOptions, initial_option: may(menuOption) },
  },
  multi_static_select: {
    slots: ['accessory', 'input'],
    fields: { ...many, ...menuOptions, initial_options: may(list(menuOption, 100)) },
  },
  external_select: {
    slots: anywhere,
    fields: { ...select, initial_option: may(menuOption), min_query_length: may(whole(0)) },
  },
  users_select: { slots: anywhere, fields: { ...select, initial_user: may(string(255)) } },
  multi_users_select: {
    slots: ['accessory', 'input'],
    fields: { ...many, initial_users: may(list(string(255), 100)) },
  },
  channels_select: { slots: anywhere, fields: { ...single, initial_channel: may(string(255)) } },
  conversations_select: {
    slots: anywhere,
    fields: { ...single, ...conversationFilter, initial_conversation: may(string(255)) },
  },
  datepicker: {
    slots: anywhere,
    fields: { ...select, initial_date: may(like(date)) },
  },
  timepicker: {
    slots: anywhere,
    fields: { ...select, initial_time: may(like(time)), timezone: may(string(255)) },
  },
  datetimepicker: {
    slots: ['actions', 'input'],
    surfaces: ['message', 'modal'],
    fields: {
      ...actionId,
      ...focus,
      ...confirm,
      initial_date_time: may(whole(1_000_000_000, 9_999_999_999)),
    },
  },
  plain_text_input: {
    slots: ['input'],
    fields: {
      ...typed,
      multiline: may(flag),
      initial_value: may(string(3000)),
      min_length: may(whole(0, 3000)),
      max_length: may(whole(1, 3000)),
    },
  },
  number_input: {
    slots: ['input'],
    surfaces: ['modal', 'message'],
    fields: {
      ...typed,
      is_decimal_allowed: need(flag),
      initial_value: may(string(255)),
      min_value: may(string(255)),
      max_value: may(string(255)),
    },
  },
  email_text_input: { slots: ['input'], fields: { ...typed, initial_value: may(string(3000)) } },
  url_text_input: { slots: ['input'], fields: { ...typed, initial_value: may(string(3000)) } },
  image: { slots: ['accessory', 'context'], fields: image },
};

const blockId = { block_id: may(string(255)) };

/** Block types by name. */
export const BLOCKS: Readonly<Record<string, Shape>> = {
  section: {
    fields: {
      ...blockId,
      text: may(either(3000)),
      fields: may(list(either(2000), 10)),
      accessory: may({ is: 'element', slot: 'accessory' }),
      expand: may(flag),
    },
  },
  header: { fields: { ...blockId, text: need(plain(150)) } },
  divider: { fields: blockId },
  context: { fields: { ...blockId, elements: need(list({ is: 'contextItem' }, 10)) } },
  actions: {
    fields: { ...blockId, elements: need(list({ is: 'element', slot: 'actions' }, 25)) },
  },
  input: {
    fields: {
      ...blockId,
      label: need(plain(2000)),
      element: need({ is: 'element', slot: 'input' }),
      hint: may(plain(2000)),
      optional: may(flag),
      dispatch_action: may(flag),
    },
  },
  image: { fields: { ...blockId, ...image, title: may(plain(2000)) } },
  markdown: { surfaces: ['message'], fields: { ...blockId, text: need(string(12_000, 1)) } },
  rich_text: { fields: { ...blockId, elements: need(list({ is: 'open' }, 1000, 0)) } },
};

/** The fields of a modal (24 for its three texts, 3,000 for `private_metadata`). */
export const MODAL: Fields = {
  type: need(oneOf('modal')),
  title: need(plain(24)),
  submit: may(plain(24)),
  close: may(plain(24)),
  blocks: need({ is: 'open' }),
  private_metadata: may(string(3000)),
  callback_id: may(string(255)),
  external_id: may(string(255)),
  clear_on_close: may(flag),
  notify_on_close: may(flag),
  submit_disabled: may(flag),
};

/** The fields of a Home view. */
export const HOME: Fields = {
  type: need(oneOf('home')),
  blocks: need({ is: 'open' }),
  private_metadata: may(string(3000)),
  callback_id: may(string(255)),
  external_id: may(string(255)),
};
