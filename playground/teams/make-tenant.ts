import { until } from '../changes.js';
import type { Journal } from '../journal.js';
import { findChannel, findPerson, findPersonalChat, whereIs } from './directory.js';
import type { Faults } from './faults.js';
import type { JournalEntry } from './journal.js';
import { newKey, signToken } from './keys.js';
import { makeMembership } from './membership.js';
import { findMessage } from './messages.js';
import { closeDialog, openedDialog } from './people/dialogs.js';
import { extension } from './people/extension.js';
import { actor, type Parts, placeOf } from './people/parts.js';
import { press } from './people/press.js';
import { pressInDialog, submit } from './people/submit.js';
import { edit, write } from './people/write.js';
import type { Core } from './state.js';
import type { TeamsTenant } from './tenant.js';

function makeActions(parts: Parts) {
  const { core } = parts;
  return {
    write: (user, conversation, text, options) =>
      write(parts, { user, conversation, text, ...options }),
    edit: (user, at, text) => edit(parts, { user, ...at, text }),
    command: (user, conversation, text, options) => {
      // in a chat with the bot the menu puts no mention before the words
      const where = placeOf(core, actor(core, user), conversation);
      const mention = where.kind === 'channel';
      return write(parts, { user, conversation, text, mention, ...options });
    },
    extension: (user, commandId, where) => extension(parts, { user, commandId, ...where }),
    press: (user, message, which, inputs = {}) => press(parts, { user, message, which, inputs }),
    pressInDialog: (user, dialogId, which, inputs = {}) =>
      pressInDialog(parts, { user, dialogId, which, inputs }),
    submit: (user, dialogId, inputs) => submit(parts, { user, dialogId, inputs }),
    closeDialog: (user, dialogId) => closeDialog(core, openedDialog(core, user, dialogId)),
    read: (user, conversation) => markRead(core, user, conversation),
  } satisfies Partial<TeamsTenant>;
}

/** Marks a channel or chat as read by this person up to its newest message. */
function markRead(core: Core, user: string, conversation: string): void {
  const { chat } = placeOf(core, actor(core, user), conversation);
  const newest = core.state.messages[chat]?.at(-1);
  const reads = core.state.reads[user] ?? {};
  if (!newest || reads[chat] === newest.id) return;
  core.state.reads[user] = { ...reads, [chat]: newest.id };
  core.touch({ kind: 'read', user, chat });
}

function makeReadings(core: Core) {
  const idOf = (idOrName: string) => findChannel(core, idOrName)?.channel.id ?? idOrName;
  const there = (chat: string) => (core.state.messages[chat] ?? []).filter((one) => !one.deleted);
  return {
    person: (id) => findPerson(core, id),
    channel: (idOrName) => findChannel(core, idOrName)?.channel,
    channelMessages: (idOrName) => there(idOf(idOrName)),
    thread: (channel, root) => there(idOf(channel)).filter((message) => message.root === root),
    personalChat: (user) => there(findPersonalChat(core, user)?.id ?? ''),
    personalConversation: (user) => findPersonalChat(core, user)?.id,
    message: ({ conversation, activity }) =>
      findMessage(core, whereIs(core, idOf(conversation))?.chat ?? conversation, activity),
    dialogs: (user) => {
      const dialog = core.state.dialogs[user];
      return dialog ? [dialog] : [];
    },
  } satisfies Partial<TeamsTenant>;
}

function makeKeys(core: Core) {
  return {
    rotateKeys: () => {
      const { keys } = core.state;
      keys.splice(0, keys.length, newKey(core.nextId('playground-key-')));
      core.touch({ kind: 'team' });
    },
    sign: (claims, header) => {
      const key = core.state.keys.at(-1);
      if (!key) throw new Error('The tenant has no signing key; its state file is damaged.');
      return signToken(key, claims, header);
    },
  } satisfies Partial<TeamsTenant>;
}

/** Forgets what was on its way before what was there: nothing old arrives in the new tenant. */
function reset(parts: Parts, faults: Faults, journal: Journal<JournalEntry>): Promise<void> {
  const { core, events } = parts;
  events.drop();
  faults.clear();
  journal.clear();
  core.reset();
  return core.saved();
}

/** Puts a tenant together from its parts. */
export function makeTenant(input: {
  parts: Parts;
  faults: Faults;
  journal: Journal<JournalEntry>;
  url: () => string;
  stop: () => Promise<void>;
}): TeamsTenant {
  const { parts, faults, journal, url, stop } = input;
  const { core, events } = parts;
  return {
    get url() {
      return url();
    },
    state: core.state,
    botId: core.botId,
    stop,
    ...makeActions(parts),
    ...makeReadings(core),
    ...makeMembership(parts),
    ...makeKeys(core),
    fault: faults.add,
    faultsLeft: faults.left,
    requests: journal.all,
    reset: () => reset(parts, faults, journal),
    eventsIdle: events.idle,
    listen: core.listen,
    until: (check, what = 'a change', timeoutMs = 2000) =>
      until(core.listen, check, what, timeoutMs),
  };
}
