import { expect } from 'chai';
import { isFromPerson, parseExtension } from '../../../../adapters/teams/inbound/parse.js';
import {
  activitySchema,
  type PersonActivity,
} from '../../../../adapters/teams/inbound/payloads.js';
import { fileForm } from '../../../../src/views/forms/intake-forms.js';
import { createOrganisation, MONDAY } from '../../../support/domain.js';
import { type ActivityJson, type Fixture, fixture, TENANT } from '../fixtures.js';

function parsePersonActivity(name: Fixture, changes: ActivityJson = {}): PersonActivity {
  const parsed = activitySchema.parse(fixture(name, changes));
  if (!isFromPerson(parsed)) throw new Error('no account in the activity');
  return parsed;
}

describe('The message extension', () => {
  const LINK =
    'https://teams.microsoft.com/l/message/19:7a1e4b8cd2f34095a6b7c8d9e0f1a2b3@thread.tacv2/1741003100000?context=%7B%22contextType%22:%22channel%22%7D';

  it('is cut if the message is longer than the form takes', () => {
    const body = { contentType: 'text', content: 'A long story. '.repeat(500) };
    const value = { commandId: 'complaint', messagePayload: { linkToMessage: LINK, body } };
    const payload = parseExtension(
      parsePersonActivity('extension-on-message', { value }),
      TENANT,
    )?.payload;
    const form = fileForm(createOrganisation(), {
      description: payload?.kind === 'quote' ? payload.text : '',
      now: MONDAY,
    });
    const description = form.fields.find(({ name }) => name === 'description');
    expect(description)
      .to.have.property('initial')
      .that.includes('A long story.')
      .and.does.not.include(LINK);
  });

  it('takes the text of a message, line by line, and knows its link and its thread', () => {
    const event = parseExtension(parsePersonActivity('extension-on-message'), TENANT);
    expect(event?.payload).to.deep.equal({
      kind: 'quote',
      text: 'Mrs Smith rang:\nthe lift is "stuck" & dark\nFlat 7',
      source: {
        thread:
          '19:3c8f51d2a7b94e6c80f1d2e3c4b5a697@thread.tacv2 19:7a1e4b8cd2f34095a6b7c8d9e0f1a2b3@thread.tacv2 1741000000000 1741003100000',
        ...{ link: LINK, isPrivate: true },
        message: {
          ...{ by: 'Ben Example', at: Date.parse('2025-03-03T11:58:20Z') },
          text: 'Mrs Smith rang:\nthe lift is "stuck" & dark\nFlat 7',
        },
      },
    });
  });

  it('names no thread of a message in a chat, and names and links its files', () => {
    const attachments = [
      {
        id: '1',
        contentType: 'reference',
        contentUrl: 'https://example.sharepoint.com/a b.docx',
        name: 'a b.docx',
      },
      { id: '2', contentType: 'application/vnd.microsoft.card.adaptive', content: '{}' },
    ];
    const messagePayload = {
      id: '1741003100000',
      body: { contentType: 'html', content: '<p>Look</p>' },
      attachments,
    };
    const payload = parseExtension(
      parsePersonActivity('extension-on-message', {
        conversation: { id: '19:abc@unq.gbl.spaces', conversationType: 'personal' },
        channelData: { tenant: { id: TENANT } },
        value: { commandId: 'complaint', messagePayload },
      }),
      TENANT,
    )?.payload;
    expect(payload).to.deep.equal({
      ...{ kind: 'quote', text: 'Look' },
      source: {
        ...{ thread: '', link: '', isPrivate: true },
        message: {
          ...{ by: 'someone', at: 1_741_003_100_000, text: 'Look' },
          files: [{ name: 'a b.docx', link: 'https://example.sharepoint.com/a%20b.docx' }],
        },
      },
    });
  });

  it('maps its commands, and ignores unknown ones', () => {
    const text = (commandId: string) => {
      const value = { commandId, commandContext: 'compose' };
      const payload = parseExtension(
        parsePersonActivity('extension-on-message', { value }),
        TENANT,
      )?.payload;
      return payload?.kind === 'command' ? payload.text : undefined;
    };
    expect(['complaint', 'complaint-list', 'complaint-help', 'toString'].map(text)).to.deep.equal([
      '',
      'list',
      'help',
      undefined,
    ]);
  });
});
