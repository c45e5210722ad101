import { isObject, type JsonObject } from '../../json.js';
import { faultsInView, isViewTooLarge } from '../blocks/validate.js';
import { findPerson } from '../channels.js';
import { Refusal } from '../refusal.js';
import type { View, ViewType } from '../types.js';
import {
  findByExternalId,
  findView,
  modalsOf,
  openModal,
  publishHome,
  pushModal,
  updateView,
} from '../views.js';
import { viewOut } from '../wire.js';
import type { Call, Method } from './call.js';

/**
 * A view as the bot sent it, checked.
 *
 * @throws Refusal `invalid_arguments` with Slack's reasons, or `view_too_large`.
 */
export function checkedView(value: unknown, type: ViewType): JsonObject {
  if (value === undefined) {
    throw new Refusal('invalid_arguments', ['missing required field: view']);
  }
  const faults = faultsInView(value, type);
  if (faults.length > 0 || !isObject(value)) throw new Refusal('invalid_arguments', faults);
  if (isViewTooLarge(value)) throw new Refusal('view_too_large');
  return value;
}

const open: Method = ({ core, args, triggers }) => {
  const view = checkedView(args.raw.view, 'modal');
  const { user } = triggers.redeem(args.required('trigger_id'));
  return { view: viewOut(core, openModal(core, user, view)) };
};

/** Only a trigger that came from inside a modal can push onto it. */
const push: Method = ({ core, args, triggers }) => {
  const source = checkedView(args.raw.view, 'modal');
  const trigger = triggers.redeem(args.required('trigger_id'));
  const from = modalsOf(core, trigger.user).some((view) => view.id === trigger.view);
  if (!from) throw new Refusal('not_found');
  return { view: viewOut(core, pushModal(core, trigger.user, source)) };
};

function named({ core, args }: Call): View {
  const id = args.text('view_id');
  const external = args.text('external_id');
  if (!id && !external) {
    throw new Refusal('invalid_arguments', ['one of `view_id` and `external_id` is required']);
  }
  const view = id ? findView(core, id) : findByExternalId(core, external ?? '');
  if (!view) throw new Refusal('not_found');
  return view;
}

const update: Method = (call) => {
  const { core, args } = call;
  const view = named(call);
  const source = checkedView(args.raw.view, view.type);
  const hash = args.text('hash');
  if (hash && hash !== view.hash) throw new Refusal('hash_conflict');
  return { view: viewOut(core, updateView(core, view, source)) };
};

const publish: Method = ({ core, args }) => {
  const user = args.required('user_id');
  const source = checkedView(args.raw.view, 'home');
  const person = findPerson(core, user);
  if (!person || person.isBot) throw new Refusal('user_not_found');
  const hash = args.text('hash');
  const before = core.state.homes[user];
  if (hash && before && hash !== before.hash) throw new Refusal('hash_conflict');
  return { view: viewOut(core, publishHome(core, user, source)) };
};

/** The `views.*` methods. */
export const VIEWS: Readonly<Record<string, Method>> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
