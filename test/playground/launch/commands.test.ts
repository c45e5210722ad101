import { expect } from 'chai';
import { BOT_COMMANDS, EXTENSION_COMMANDS } from '../../../adapters/teams/app-definition.js';
import { COMMANDS } from '../../../playground/teams/page/commands.js';

describe('the commands on the Teams page of the playground', () => {
  it('equal those of the bot’s menu', () => {
    const titles = COMMANDS.map(({ title }) => title);
    expect(titles).to.deep.equal(BOT_COMMANDS.map(({ title }) => title));
  });

  it('equal those of the message extension, each in its contexts', () => {
    const isOnMessage = (contexts: readonly string[]) => contexts.includes('message');
    const shown = COMMANDS.map(({ id, contexts }) => [id, isOnMessage(contexts)]);
    const declared = Object.entries(EXTENSION_COMMANDS).map(([id, { contexts }]) => [
      id,
      isOnMessage(contexts),
    ]);
    expect(shown).to.deep.equal(declared);
  });
});
