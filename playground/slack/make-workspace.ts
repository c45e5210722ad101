import { until } from '../changes.js';
import type { Journal } from '../journal.js';
import { findChannel, findDm, findPerson } from './channels.js';
import type { Faults } from './faults.js';
import type { JournalEntry } from './journal.js';
import { makeMembership } from './membership.js';
import { findMessage, repliesTo } from './messages.js';
import type { Parts } from './people/parts.js';
import { press, pressInModal } from './people/press.js';
import { messageShortcut } from './people/shortcut.js';
import { slash } from './people/slash.js';
import { close, submit } from './people/submit.js';
import { markRead, openApp, write } from './people/write.js';
import type { Core } from './state.js';
import { modalsOf } from './views.js';
import type { SlackWorkspace } from './workspace.js';

function makeActions(parts: Parts) {
  return {
    slash: (user, channel, command, text) => slash(parts, { user, channel, command, text }),
    messageShortcut: (user, message, callbackId) =>
      messageShortcut(parts, { user, ...message, callbackId }),
    press: (user, message, actionId, value) => press(parts, { user, ...message, actionId, value }),
    pressInModal: (user, viewId, actionId, more) =>
      pressInModal(parts, { user, viewId, actionId, ...more }),
    submit: (user, viewId, values) => submit(parts, { user, viewId, values }),
    closeModal: (user, viewId, all) => close(parts, { user, viewId, all }),
    write: (user, channel, text, threadTs) => write(parts, { user, channel, text, threadTs }),
    read: (user, channel) => markRead(parts.core, user, channel),
    openApp: (user, tab) => openApp(parts, { user, tab: tab ?? 'messages' }),
  } satisfies Partial<SlackWorkspace>;
}

function makeReadings(core: Core) {
  const idOf = (idOrName: string) => findChannel(core, idOrName)?.id ?? idOrName;
  const messages = (idOrName: string) => [...(core.state.messages[idOf(idOrName)] ?? [])];
  return {
    channel: (idOrName) => findChannel(core, idOrName),
    person: (id) => findPerson(core, id),
    messages,
    thread: (idOrName, ts) => {
      const first = findMessage(core, idOf(idOrName), ts);
      return first ? [first, ...repliesTo(core, idOf(idOrName), ts)] : [];
    },
    dm: (user) => messages(findDm(core, user)?.id ?? ''),
    modals: (user) => [...modalsOf(core, user)],
    ephemerals: (user) => core.state.ephemerals.filter((item) => item.ephemeralTo === user),
    home: (user) => core.state.homes[user],
  } satisfies Partial<SlackWorkspace>;
}

/** Forgets what was on its way before what was there: nothing old arrives in the new workspace. */
function reset(parts: Parts, faults: Faults, journal: Journal<JournalEntry>): Promise<void> {
  const { core, events, triggers } = parts;
  events.drop();
  triggers.clear();
  faults.clear();
  journal.clear();
  core.reset();
  return core.saved();
}

/** Puts a workspace together from its parts. */
export function makeWorkspace(input: {
  parts: Parts;
  faults: Faults;
  journal: Journal<JournalEntry>;
  url: string;
  stop: () => Promise<void>;
}): SlackWorkspace {
  const { parts, faults, journal } = input;
  const { core } = parts;
  return {
    url: input.url,
    state: core.state,
    stop: input.stop,
    ...makeActions(parts),
    ...makeReadings(core),
    ...makeMembership(core, parts.events),
    fault: faults.add,
    faultsLeft: faults.left,
    requests: journal.all,
    reset: () => reset(parts, faults, journal),
    eventsIdle: parts.events.idle,
    until: (check, what = 'a change', timeoutMs = 2000) =>
      until(core.listen, check, what, timeoutMs),
  };
}
