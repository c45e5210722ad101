import { randomUUID } from 'node:crypto';
import type { LoadRequest } from './load.js';
import { APP, type TeamsStub } from './teams-stub.js';

/** Few, so that all of them are known before anything is measured. */
const PEOPLE = 20;

let count = 0;

/** An activity of a person in their chat with the bot, each of one of twenty people. */
function request(
  { url, authorization }: TeamsStub,
  more: Readonly<Record<string, unknown>>,
): LoadRequest {
  count += 1;
  const person = count % PEOPLE;
  const object = `5b0c7a14-3d52-4f0e-9a86-${String(person).padStart(12, '0')}`;
  const activity = {
    id: `f:${randomUUID()}`,
    channelId: 'msteams',
    serviceUrl: `${url}/`,
    timestamp: new Date().toISOString(),
    localTimezone: 'Europe/London',
    locale: 'en-GB',
    from: { id: `29:${person}`, name: `Person ${person}`, aadObjectId: object },
    recipient: { id: `28:${APP.id}`, name: 'Redress' },
    conversation: { conversationType: 'personal', tenantId: APP.tenant, id: `a:${person}` },
    channelData: { tenant: { id: APP.tenant } },
    entities: [{ type: 'clientInfo', locale: 'en-GB', platform: 'Web', timezone: 'Europe/London' }],
    ...more,
  };
  return {
    method: 'POST',
    path: '/api/messages',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify(activity),
  };
}

/** The message extension, which opens the form. */
export function fetchForm(stub: TeamsStub): LoadRequest {
  return request(stub, {
    type: 'invoke',
    name: 'composeExtension/fetchTask',
    value: { commandId: 'complaint', commandContext: 'commandBox', context: { theme: 'default' } },
  });
}

/** The form filled in and sent, with what its submit button carries. */
export function submitForm(stub: TeamsStub, data: Readonly<Record<string, unknown>>): LoadRequest {
  return request(stub, {
    type: 'invoke',
    name: 'composeExtension/submitAction',
    value: { commandId: 'complaint', commandContext: 'commandBox', data },
  });
}
