import type { JsonObject } from '../json.js';
import { findPerson } from './channels.js';
import type { Placed } from './interactive.js';
import type { Core } from './state.js';
import type { Channel, Message, View } from './types.js';
import { messageOut, viewOut } from './wire.js';

function teamOut(core: Core): JsonObject {
  return { id: core.state.team.id, domain: core.state.team.domain };
}

function userOut(core: Core, user: string): JsonObject {
  const name = findPerson(core, user)?.name ?? '';
  return { id: user, username: name, name, team_id: core.state.team.id };
}

/** The name payloads give a conversation. */
export function channelLabel(channel: Channel): string {
  if (channel.kind === 'im') return 'directmessage';
  return channel.kind === 'private' ? 'privategroup' : channel.name;
}

/** What every interactive payload has. */
function base(core: Core, user: string): JsonObject {
  return {
    user: userOut(core, user),
    api_app_id: core.state.app.id,
    token: core.state.app.verificationToken,
    team: teamOut(core),
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A slash command as form fields. */
export function slashPayload(
  core: Core,
  input: {
    user: string;
    channel: Channel;
    command: string;
    text: string;
    trigger: string;
    responseUrl: string;
  },
): JsonObject {
  const { team, app } = core.state;
  return {
    token: app.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: input.channel.id,
    channel_name: channelLabel(input.channel),
    user_id: input.user,
    user_name: findPerson(core, input.user)?.name ?? '',
    command: input.command,
    text: input.text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: input.responseUrl,
    trigger_id: input.trigger,
  };
}

/** One entry of `actions`: the element as it is, and what was chosen in it. */
function actionOut(core: Core, placed: Placed, state: JsonObject | undefined): JsonObject {
  const { element } = placed;
  const shown = element.type === 'button' ? { text: element.text } : {};
  return {
    type: element.type,
    action_id: placed.actionId,
    block_id: placed.blockId,
    ...shown,
    ...(element.value === undefined ? {} : { value: element.value }),
    ...(element.style === undefined ? {} : { style: element.style }),
    ...(element.placeholder === undefined ? {} : { placeholder: element.placeholder }),
    ...state,
    action_ts: core.nextTs(),
  };
}

/** A use of an element in a message. Messages only one person sees are not sent along. */
export function messageActionPayload(
  core: Core,
  input: {
    user: string;
    channel: Channel;
    message: Message;
    placed: Placed;
    state?: JsonObject | undefined;
    values: JsonObject;
    trigger: string;
    responseUrl: string;
  },
): JsonObject {
  const { message, channel } = input;
  const ephemeral = message.ephemeralTo !== undefined;
  const thread = message.thread_ts ? { thread_ts: message.thread_ts } : {};
  return {
    type: 'block_actions',
    ...base(core, input.user),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...thread,
    },
    trigger_id: input.trigger,
    channel: { id: channel.id, name: channelLabel(channel) },
    ...(ephemeral ? {} : { message: messageOut(core, message, true) }),
    state: { values: input.values },
    response_url: input.responseUrl,
    actions: [actionOut(core, input.placed, input.state)],
  };
}

/** A use of a shortcut in a message's menu. */
export function shortcutPayload(
  core: Core,
  input: {
    user: string;
    channel: Channel;
    message: Message;
    callbackId: string;
    trigger: string;
    responseUrl: string;
  },
): JsonObject {
  const { channel, message } = input;
  return {
    type: 'message_action',
    ...base(core, input.user),
    action_ts: core.nextTs(),
    channel: { id: channel.id, name: channelLabel(channel) },
    callback_id: input.callbackId,
    trigger_id: input.trigger,
    response_url: input.responseUrl,
    message_ts: message.ts,
    message: messageOut(core, message, true),
  };
}

/** A use of an element in a modal or Home view. */
export function viewActionPayload(
  core: Core,
  input: { view: View; placed: Placed; state?: JsonObject | undefined; trigger: string },
): JsonObject {
  const { view } = input;
  return {
    type: 'block_actions',
    ...base(core, view.user),
    container: { type: 'view', view_id: view.id },
    trigger_id: input.trigger,
    view: viewOut(core, view),
    actions: [actionOut(core, input.placed, input.state)],
  };
}

/** A submitted modal. */
export function submissionPayload(
  core: Core,
  input: { view: View; trigger: string; responseUrls: JsonObject[] },
): JsonObject {
  return {
    type: 'view_submission',
    ...base(core, input.view.user),
    trigger_id: input.trigger,
    view: viewOut(core, input.view),
    response_urls: input.responseUrls,
  };
}

/** A modal closed without sending it. */
export function closedPayload(core: Core, view: View, cleared: boolean): JsonObject {
  return {
    type: 'view_closed',
    ...base(core, view.user),
    view: viewOut(core, view),
    is_cleared: cleared,
  };
}
