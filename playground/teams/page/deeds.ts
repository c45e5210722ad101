import type { Deed as DeedIn, Body as SentBody } from '../../frame/deeds.js';
import { isObject, type JsonObject } from '../../json.js';
import type { Inputs, MessageAt, TeamsTenant, WhichAction } from '../tenant.js';

/** What of a body is no words: which action of a card it is, and what was entered into the card. */
export const MORE = ['which', 'inputs'] as const;
type More = (typeof MORE)[number];
type Body = SentBody<More>;
type Deed = DeedIn<TeamsTenant, More>;

/** Inputs as Teams' client has them: every value is text. */
function inputsOf({ inputs }: Body): Inputs {
  const entered: JsonObject = isObject(inputs) ? inputs : {};
  return Object.fromEntries(
    Object.entries(entered).flatMap(([id, value]) =>
      typeof value === 'string' ? [[id, value]] : [],
    ),
  );
}

function whichOf({ which }: Body): WhichAction {
  const { title, action, value }: JsonObject = isObject(which) ? which : {};
  return {
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof action === 'string' ? { action } : {}),
    ...(value === undefined ? {} : { value }),
  };
}

function messageOf({ conversation = '', activity = '' }: Body): MessageAt {
  return { conversation, activity };
}

function extension(tenant: TeamsTenant, body: Body) {
  const { user = '', command = '', conversation, activity } = body;
  if (activity) return tenant.extension(user, command, { message: messageOf(body) });
  return tenant.extension(user, command, conversation ? { conversation } : {});
}

/** A deed without an answer. */
function silently(run: (tenant: TeamsTenant, user: string) => void): Deed {
  return (tenant, { user = '' }) => {
    run(tenant, user);
    return {};
  };
}

/** What the page can do in a person's name, by the last part of the path. */
export const DEEDS: Readonly<Record<string, Deed>> = {
  write: (tenant, { user = '', conversation = '', text = '', thread }) =>
    tenant.write(user, conversation, text, thread ? { thread } : {}),
  command: (tenant, { user = '', conversation = '', text = '', thread }) =>
    tenant.command(user, conversation, text, thread ? { thread } : {}),
  edit: (tenant, body) => tenant.edit(body.user ?? '', messageOf(body), body.text ?? ''),
  extension,
  press: (tenant, body) =>
    tenant.press(body.user ?? '', messageOf(body), whichOf(body), inputsOf(body)),
  'dialog-press': (tenant, body) => {
    const { user = '', dialog = '' } = body;
    return tenant.pressInDialog(user, dialog, whichOf(body), inputsOf(body));
  },
  submit: (tenant, body) => tenant.submit(body.user ?? '', body.dialog ?? '', inputsOf(body)),
  close: (tenant, { user = '', dialog = '' }) => {
    tenant.closeDialog(user, dialog);
    return {};
  },
  read: (tenant, { user = '', conversation = '' }) => {
    tenant.read(user, conversation);
    return {};
  },
  install: silently((tenant, user) => tenant.install(user)),
  uninstall: silently((tenant, user) => tenant.uninstall(user)),
  block: silently((tenant, user) => tenant.block(user)),
  unblock: silently((tenant, user) => tenant.unblock(user)),
  'add-to-team': silently((tenant) => tenant.installInTeam()),
  'remove-from-team': silently((tenant) => tenant.removeFromTeam()),
};
