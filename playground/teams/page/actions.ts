import type { Body as ActionBody, PageAction } from '../../frame/actions.js';
import { isObject, type JsonObject } from '../../json.js';
import type { Inputs, MessageAt, TeamsTenant, WhichAction } from '../tenant.js';

/** The values of a body that are not text: which action of a card it is, and the card's inputs. */
export const STRUCTURED = ['which', 'inputs'] as const;
type Structured = (typeof STRUCTURED)[number];
type Body = ActionBody<Structured>;
type Action = PageAction<TeamsTenant, Structured>;

/** Inputs as Teams' client has them: every value is text. */
function parseInputs({ inputs }: Body): Inputs {
  const entered: JsonObject = isObject(inputs) ? inputs : {};
  return Object.fromEntries(
    Object.entries(entered).flatMap(([id, value]) =>
      typeof value === 'string' ? [[id, value]] : [],
    ),
  );
}

function parseWhich({ which }: Body): WhichAction {
  const { title, action, value }: JsonObject = isObject(which) ? which : {};
  return {
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof action === 'string' ? { action } : {}),
    ...(value === undefined ? {} : { value }),
  };
}

function parseMessage({ conversation = '', activity = '' }: Body): MessageAt {
  return { conversation, activity };
}

function extension(tenant: TeamsTenant, body: Body) {
  const { user = '', command = '', conversation, activity } = body;
  if (activity) return tenant.extension(user, command, { message: parseMessage(body) });
  return tenant.extension(user, command, conversation ? { conversation } : {});
}

/** An action without an answer. */
function withoutAnswer(run: (tenant: TeamsTenant, user: string) => void): Action {
  return (tenant, { user = '' }) => {
    run(tenant, user);
    return {};
  };
}

/** The actions of the page in a person's name, by the last part of the path. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  write: (tenant, { user = '', conversation = '', text = '', thread }) =>
    tenant.write(user, conversation, text, thread ? { thread } : {}),
  command: (tenant, { user = '', conversation = '', text = '', thread }) =>
    tenant.command(user, conversation, text, thread ? { thread } : {}),
  edit: (tenant, body) => tenant.edit(body.user ?? '', parseMessage(body), body.text ?? ''),
  extension,
  press: (tenant, body) =>
    tenant.press(body.user ?? '', parseMessage(body), parseWhich(body), parseInputs(body)),
  'dialog-press': (tenant, body) => {
    const { user = '', dialog = '' } = body;
    return tenant.pressInDialog(user, dialog, parseWhich(body), parseInputs(body));
  },
  submit: (tenant, body) => tenant.submit(body.user ?? '', body.dialog ?? '', parseInputs(body)),
  close: (tenant, { user = '', dialog = '' }) => {
    tenant.closeDialog(user, dialog);
    return {};
  },
  read: (tenant, { user = '', conversation = '' }) => {
    tenant.read(user, conversation);
    return {};
  },
  install: withoutAnswer((tenant, user) => tenant.install(user)),
  uninstall: withoutAnswer((tenant, user) => tenant.uninstall(user)),
  block: withoutAnswer((tenant, user) => tenant.block(user)),
  unblock: withoutAnswer((tenant, user) => tenant.unblock(user)),
  'add-to-team': withoutAnswer((tenant) => tenant.installInTeam()),
  'remove-from-team': withoutAnswer((tenant) => tenant.removeFromTeam()),
};
