import { asObjects, asString, isObject, type JsonObject } from '../json.js';
import { statesFor } from './entry.js';
import { identify } from './interactive.js';
import { Refusal } from './refusal.js';
import type { Core } from './state.js';
import type { View, ViewType } from './types.js';

/** Views one modal may stack (`push_limit_reached`, docs of `views.push`). */
const MOST_VIEWS = 3;

/** The open modals of a person, the one on top last. */
export function modalsOf(core: Core, user: string): View[] {
  const { modals } = core.state;
  return Object.hasOwn(modals, user) ? (modals[user] ?? []) : [];
}

/** Every view that can be updated: open modals and Home views. */
function allViews(core: Core): View[] {
  return [...Object.values(core.state.modals).flat(), ...Object.values(core.state.homes)];
}

/** The view with this id, or `undefined`. */
export function findView(core: Core, id: string): View | undefined {
  return allViews(core).find((view) => view.id === id);
}

/** The view with this `external_id`, or `undefined`. */
export function findByExternalId(core: Core, id: string): View | undefined {
  return id === '' ? undefined : allViews(core).find((view) => view.external_id === id);
}

function part(value: unknown): JsonObject | null {
  return isObject(value) ? structuredClone(value) : null;
}

function hashOf(core: Core): string {
  return `${Math.floor(core.now() / 1000)}.${core.nextId('').slice(-8)}`;
}

/** The content of a view from what the app sent (validated before). */
function content(core: Core, source: JsonObject) {
  const blocks = structuredClone(asObjects(source.blocks)).map((block) => identify(core, block));
  return {
    title: part(source.title) ?? {},
    submit: part(source.submit),
    close: part(source.close),
    blocks,
    private_metadata: asString(source.private_metadata) ?? '',
    callback_id: asString(source.callback_id) ?? '',
    external_id: asString(source.external_id) ?? '',
    clear_on_close: source.clear_on_close === true,
    notify_on_close: source.notify_on_close === true,
    hash: hashOf(core),
  };
}

function makeView(core: Core, user: string, type: ViewType, source: JsonObject): View {
  const external = asString(source.external_id) ?? '';
  if (findByExternalId(core, external)) throw new Refusal('duplicate_external_id');
  const id = core.nextId('V');
  const made = content(core, source);
  const state = { values: statesFor(made.blocks) };
  return { id, type, user, ...made, root_view_id: id, previous_view_id: null, state };
}

/** Opens a modal for a person in place of whatever modal they had open. */
export function openModal(core: Core, user: string, source: JsonObject): View {
  const view = makeView(core, user, 'modal', source);
  core.state.modals[user] = [view];
  core.touch({ kind: 'modal', user });
  return view;
}

/**
 * Puts a view on top of the open modal.
 *
 * @throws Refusal `push_limit_reached`, or `not_found` when no modal is open.
 */
export function pushModal(core: Core, user: string, source: JsonObject): View {
  const stack = modalsOf(core, user);
  const top = stack.at(-1);
  if (!top) throw new Refusal('not_found');
  if (stack.length >= MOST_VIEWS) throw new Refusal('push_limit_reached');
  const view = makeView(core, user, 'modal', source);
  view.root_view_id = top.root_view_id;
  view.previous_view_id = top.id;
  stack.push(view);
  core.touch({ kind: 'modal', user });
  return view;
}

/** Replaces a view's content; what was entered stays in elements that are still there. */
export function updateView(core: Core, view: View, source: JsonObject): View {
  const before = view.state.values;
  Object.assign(view, content(core, source));
  view.state = { values: statesFor(view.blocks, before) };
  core.touch({ kind: view.type, user: view.user });
  return view;
}

/** Publishes a person's Home view. */
export function publishHome(core: Core, user: string, source: JsonObject): View {
  const existing = core.state.homes[user];
  if (existing) return updateView(core, existing, source);
  const view = makeView(core, user, 'home', source);
  core.state.homes[user] = view;
  core.touch({ kind: 'home', user });
  return view;
}

/** Takes the top view away, or with `all` the whole modal; returns the views that are gone. */
export function closeModal(core: Core, user: string, all: boolean): View[] {
  const stack = modalsOf(core, user);
  const gone = all ? stack.splice(0) : stack.splice(-1);
  core.touch({ kind: 'modal', user });
  return gone;
}
