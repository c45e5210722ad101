import {
  AuthenticationConfiguration,
  BotFrameworkAuthenticationFactory,
  ConnectorClient,
  MicrosoftAppCredentials,
  PasswordServiceClientCredentialFactory,
} from 'botframework-connector';
import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/teams/seed.js';
import type { Received } from './fake-bot.js';
import { APP_ID, askToken, newChat, newPost, openRoom, type Room } from './harness.js';

/** Microsoft's credentials with a token that was fetched from the simulator. */
class FetchedToken extends MicrosoftAppCredentials {
  private readonly token: string;

  constructor(token: string) {
    super(APP_ID, 'unused');
    this.token = token;
  }

  override getToken(): Promise<string> {
    return Promise.resolve(this.token);
  }
}

describe("the simulated tenant and Microsoft's own libraries", () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.stop());

  const client = async () => {
    const token = (await askToken(room.teams)).body.access_token;
    const options = { baseUri: `${room.teams.url}/`, noRetryPolicy: true };
    return new ConnectorClient(new FetchedToken(token), options);
  };

  /** Microsoft's check of an activity, with the simulator's key document. */
  const check = ({ activity, headers }: Received) =>
    BotFrameworkAuthenticationFactory.create(
      '',
      true,
      `https://login.microsoftonline.com/${room.teams.state.tenantId}`,
      'https://api.botframework.com',
      'https://api.botframework.com',
      'https://token.botframework.com',
      `${room.teams.url}/openid/.well-known/openidconfiguration`,
      `${room.teams.url}/openid/.well-known/openidconfiguration`,
      '',
      new PasswordServiceClientCredentialFactory(APP_ID, 'unused'),
      new AuthenticationConfiguration(),
    ).authenticateRequest(activity, String(headers.authorization));

  const hear = async () => {
    await room.teams.write(PEOPLE.ann, 'personal', 'complaint');
    await room.teams.eventsIdle();
    return room.bot.last('message');
  };

  it('understand each other in posting, replying, changing, chatting and paging', async () => {
    const connector = await client();
    const { id, activityId = '' } = await connector.conversations.createConversation(
      newPost(CHANNELS.billing, { type: 'message', text: 'Hello' }) as never,
    );
    const reply = { type: 'message', text: 'There' };
    await connector.conversations.sendToConversation(id, reply as never);
    await connector.conversations.replyToActivity(id, activityId, reply as never);
    const changed = { type: 'message', text: 'Changed' };
    await connector.conversations.updateActivity(id, activityId, changed as never);
    const texts = room.teams.thread(CHANNELS.billing, activityId).map(({ text }) => text);
    expect(texts).to.deep.equal(['Changed', 'There', 'There']);
    const chat = await connector.conversations.createConversation(
      newChat(room.teams, PEOPLE.ann) as never,
    );
    expect(chat.id).to.equal(room.teams.personalConversation(PEOPLE.ann));
    const page = await connector.conversations.getConversationPagedMembers(CHANNELS.billing);
    expect(page.members).to.have.length(7);
  });

  it('carry a refusal with its status and code', async () => {
    const connector = await client();
    room.teams.removeFromTeam();
    const refused = await connector.conversations
      .createConversation(newPost(CHANNELS.billing, { type: 'message', text: 'Hello' }) as never)
      .then(
        () => undefined,
        (error: unknown) => error as { statusCode: number; code: string },
      );
    expect(refused).to.include({ statusCode: 403, code: 'BotNotInConversationRoster' });
  });

  it('verify the token of an activity, its endorsement and its service URL', async () => {
    const heard = await hear();
    expect(heard.activity.serviceUrl).to.equal(`${room.teams.url}/`);
    const { claimsIdentity } = await check(heard);
    expect(claimsIdentity?.getClaimValue('aud')).to.equal(APP_ID);
    const elsewhere = { ...heard.activity, serviceUrl: 'https://elsewhere.example/' };
    expect(await isTaken(check({ ...heard, activity: elsewhere }))).to.equal(false);
  });

  it('refuse a token of a key that has been rotated away', async () => {
    const before = await hear();
    room.teams.rotateKeys();
    const after = await hear();
    expect(await isTaken(check(after))).to.equal(true);
    expect(await isTaken(check(before))).to.equal(false);
  });
});

function isTaken(checking: Promise<unknown>): Promise<boolean> {
  return checking.then(
    () => true,
    () => false,
  );
}
