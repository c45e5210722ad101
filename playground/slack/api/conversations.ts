import type { JsonObject } from '../../json.js';
import { findPerson, openDm, readableChannel, visibleChannel } from '../channels.js';
import { findMessage, isThreadOnly, messagesOf, repliesTo } from '../messages.js';
import { Refusal } from '../refusal.js';
import type { Channel, Message } from '../types.js';
import { channelOut, messageOut } from '../wire.js';
import { type Args, type Call, type Method, page } from './call.js';

const MOST = 1000;

const open: Method = ({ core, args }) => {
  const id = args.text('channel');
  if (id) return { channel: channelOut(core, visibleChannel(core, id)) };
  const users = args.list('users');
  if (users.length === 0) throw new Refusal('users_list_not_supplied');
  if (users.length > 1) throw new Refusal('too_many_users');
  const person = findPerson(core, users[0] ?? '');
  if (!person || person.isBot) throw new Refusal('user_not_found');
  if (person.deleted) throw new Refusal('user_disabled');
  const { channel, created } = openDm(core, person.id);
  const seen = created ? {} : { no_op: true, already_open: true };
  const shown = args.flag('return_im') ? channelOut(core, channel) : { id: channel.id };
  return { ...seen, channel: shown };
};

const info: Method = ({ core, args }) => ({
  channel: channelOut(core, visibleChannel(core, args.required('channel'))),
});

const KINDS: Readonly<Record<string, Channel['kind']>> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: 'mpim',
};

const list: Method = ({ core, args }) => {
  const types = args.text('types') === undefined ? ['public_channel'] : args.list('types');
  const kinds = types.map((type) => {
    const kind = KINDS[type];
    if (!kind) throw new Refusal('invalid_types');
    return kind;
  });
  const visible = core.state.channels.filter(
    (channel) =>
      kinds.includes(channel.kind) &&
      (channel.kind === 'public' || channel.members.includes(core.state.app.botUserId)) &&
      !(channel.archived && args.flag('exclude_archived')),
  );
  const { items, next } = page(visible, args.text('cursor'), args.count('limit', 100, MOST));
  const channels = items.map((channel) => channelOut(core, channel));
  return { channels, response_metadata: { next_cursor: next } };
};

const members: Method = ({ core, args }) => {
  const channel = visibleChannel(core, args.required('channel'));
  const { items, next } = page(
    channel.members,
    args.text('cursor'),
    args.count('limit', 100, MOST),
  );
  return { members: items, response_metadata: { next_cursor: next } };
};

/** A time argument: `seconds` or `seconds.micros`. */
function time(args: Args, name: 'oldest' | 'latest'): string | undefined {
  const value = args.text(name);
  if (value === undefined || value === '' || value === '0' || value === 'now') return undefined;
  if (!/^\d+(\.\d+)?$/.test(value)) throw new Refusal(`invalid_ts_${name}`);
  const [seconds = '', micros = ''] = value.split('.');
  return `${seconds}.${micros.padEnd(6, '0')}`;
}

function within(messages: Message[], args: Args): Message[] {
  const oldest = time(args, 'oldest');
  const latest = time(args, 'latest');
  const inclusive = args.flag('inclusive');
  return messages.filter(
    ({ ts }) =>
      (oldest === undefined || ts > oldest || (inclusive && ts === oldest)) &&
      (latest === undefined || ts < latest || (inclusive && ts === latest)),
  );
}

function pageOut(call: Call, messages: Message[], limit: number): JsonObject {
  const { core, args } = call;
  const { items, next } = page(messages, args.text('cursor'), limit);
  const metadata = args.flag('include_all_metadata');
  return {
    messages: items.map((message) => messageOut(core, message, metadata)),
    has_more: next !== '',
    ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
  };
}

/** Newest first, without the replies that show only in threads. */
const history: Method = (call) => {
  const channel = readableChannel(call.core, call.args.required('channel'));
  const shown = messagesOf(call.core, channel.id).filter((message) => !isThreadOnly(message));
  const found = within(shown, call.args).reverse();
  return { ...pageOut(call, found, call.args.count('limit', 100, 999)), pin_count: 0 };
};

/** The thread's first message always leads, then its replies, oldest first. */
const replies: Method = (call) => {
  const { core, args } = call;
  const channel = readableChannel(core, args.required('channel'));
  const message = findMessage(core, channel.id, args.required('ts'));
  if (!message) throw new Refusal('thread_not_found');
  const root = message.thread_ts ? findMessage(core, channel.id, message.thread_ts) : message;
  const parent = root ?? message;
  const found = [parent, ...within(repliesTo(core, channel.id, parent.ts), args)];
  return pageOut(call, found, args.count('limit', MOST, MOST));
};

/** The `conversations.*` methods. */
export const CONVERSATIONS: Readonly<Record<string, Method>> = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.list': list,
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
};
