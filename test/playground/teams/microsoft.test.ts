import {
  AuthenticationConfiguration,
  BotFrameworkAuthenticationFactory,
  ConnectorClient,
  MicrosoftAppCredentials,
  PasswordServiceClientCredentialFactory,
} from 'botframework-connector';
import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/teams/seed.js';
import type { ReceivedActivity } from './fake-bot.js';
import {
  APP_ID,
  createChatBody,
  createPostBody,
  requestToken,
  startTeamsHarness,
  type TeamsHarness,
} from './harness.js';

/** Microsoft's credentials with a token from the simulator. */
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
  let harness: TeamsHarness;
  beforeEach(async () => {
    harness = await startTeamsHarness();
  });
  afterEach(() => harness.stop());

  const client = async () => {
    const token = (await requestToken(harness.teams)).body.access_token;
    const options = { baseUri: `${harness.teams.url}/`, noRetryPolicy: true };
    return new ConnectorClient(new FetchedToken(token), options);
  };

  /** Microsoft's check of an activity, with the simulator's key document. */
  const check = ({ activity, headers }: ReceivedActivity) =>
    BotFrameworkAuthenticationFactory.create(
      '',
      true,
      `https://login.microsoftonline.com/${harness.teams.state.tenantId}`,
      'https://api.botframework.com',
      'https://api.botframework.com',
      'https://token.botframework.com',
      `${harness.teams.url}/openid/.well-known/openidconfiguration`,
      `${harness.teams.url}/openid/.well-known/openidconfiguration`,
      '',
      new PasswordServiceClientCredentialFactory(APP_ID, 'unused'),
      new AuthenticationConfiguration(),
    ).authenticateRequest(activity, String(headers.authorization));

  const hear = async () => {
    await harness.teams.write(PEOPLE.ann, 'personal', 'complaint');
    await harness.teams.eventsIdle();
    return harness.bot.last('message');
  };

  it('work together for posts, replies, changes, chats and paging', async () => {
    const connector = await client();
    const { id, activityId = '' } = await connector.conversations.createConversation(
      createPostBody(CHANNELS.billing, { type: 'message', text: 'Hello' }) as never,
    );
    const reply = { type: 'message', text: 'There' };
    await connector.conversations.sendToConversation(id, reply as never);
    await connector.conversations.replyToActivity(id, activityId, reply as never);
    const changed = { type: 'message', text: 'Changed' };
    await connector.conversations.updateActivity(id, activityId, changed as never);
    const texts = harness.teams.thread(CHANNELS.billing, activityId).map(({ text }) => text);
    expect(texts).to.deep.equal(['Changed', 'There', 'There']);
    const chat = await connector.conversations.createConversation(
      createChatBody(harness.teams, PEOPLE.ann) as never,
    );
    expect(chat.id).to.equal(harness.teams.personalConversation(PEOPLE.ann));
    const page = await connector.conversations.getConversationPagedMembers(CHANNELS.billing);
    expect(page.members).to.have.length(7);
  });

  it('pass on a refusal with its status and code', async () => {
    const connector = await client();
    harness.teams.removeFromTeam();
    const refused = await connector.conversations
      .createConversation(
        createPostBody(CHANNELS.billing, { type: 'message', text: 'Hello' }) as never,
      )
      .then(
        () => undefined,
        (error: unknown) => error as { statusCode: number; code: string },
      );
    expect(refused).to.include({ statusCode: 403, code: 'BotNotInConversationRoster' });
  });

  it('verify the token of an activity, its endorsement and its service URL', async () => {
    const heard = await hear();
    expect(heard.activity.serviceUrl).to.equal(`${harness.teams.url}/`);
    const { claimsIdentity } = await check(heard);
    expect(claimsIdentity?.getClaimValue('aud')).to.equal(APP_ID);
    const elsewhere = { ...heard.activity, serviceUrl: 'https://elsewhere.example/' };
    expect(await isTaken(check({ ...heard, activity: elsewhere }))).to.equal(false);
  });

  it('refuse a token of a key that was rotated away', async () => {
    const before = await hear();
    harness.teams.rotateKeys();
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
