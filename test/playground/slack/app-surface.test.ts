import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { SURFACE } from '../../../playground/slack/app-surface.js';

const text = z.string();

const manifest = z.object({
  display_information: z.object({ name: text, description: text }),
  features: z.object({
    app_home: z.object({
      home_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    slash_commands: z.array(z.object({ command: text, description: text, usage_hint: text })),
    shortcuts: z.array(
      z.object({ name: text, type: z.literal('message'), callback_id: text, description: text }),
    ),
  }),
});

describe('the app’s commands and shortcuts in the playground’s Slack', () => {
  it('are those that the app’s manifest declares', async () => {
    const file = new URL('../../../manifest.yml', import.meta.url);
    const { display_information, features } = manifest.parse(parse(await readFile(file, 'utf8')));
    expect(SURFACE).to.deep.equal({
      name: display_information.name,
      description: display_information.description,
      messagesReadOnly: features.app_home.messages_tab_read_only_enabled,
      homeTab: features.app_home.home_tab_enabled,
      commands: features.slash_commands.map(({ command, description, usage_hint }) => ({
        command,
        hint: usage_hint,
        description,
      })),
      shortcuts: features.shortcuts.map(({ callback_id: id, name, description }) => ({
        id,
        name,
        description,
      })),
    });
  });
});
