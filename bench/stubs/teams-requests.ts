import { randomUUID } from 'node:crypto';
import type { LoadRequest } from '../load.js';
import { APP, type TeamsStub } from './teams-stub.js';

/** The people, by number. Few, so that the bot knows all of them before the measurement. */
export const PEOPLE: readonly number[] = Array.from({ length: 20 }, (_, person) => person);

/** An activity of one of {@link PEOPLE} in their chat with the bot. */
function createRequest(
  { url, authorization }: TeamsStub,
  person: number,
  more: Readonly<Record<string, unknown>>,
): LoadRequest {
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

/** The call of the message extension that opens the form. */
export function createFetchForm(stub: TeamsStub, person: number): LoadRequest {
  return createRequest(stub, person, {
    type: 'invoke',
    name: 'composeExtension/fetchTask',
    value: { commandId: 'complaint', commandContext: 'commandBox', context: { theme: 'default' } },
  });
}

/** A submission with `data`: the data of the submit button in this person's form, and the entries. */
export function createSubmitForm(
  stub: TeamsStub,
  person: number,
  data: Readonly<Record<string, unknown>>,
): LoadRequest {
  return createRequest(stub, person, {
    type: 'invoke',
    name: 'composeExtension/submitAction',
    value: { commandId: 'complaint', commandContext: 'commandBox', data },
  });
}
