import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  CHECK_METHODS,
  DEFAULT_COMMAND,
  EVENTS,
  METHODS,
  OPTIONAL_EVENTS,
  REQUEST_PATH,
  SHORTCUT,
} from '../../../adapters/slack/app-definition.js';
import { optionalScopes, requiredScopes, SCOPE_PURPOSES } from '../../../adapters/slack/scopes.js';

const ROOT = new URL('../../../', import.meta.url);
const SOURCES = new URL('adapters/slack/', ROOT);

const manifest = z.object({
  features: z.object({
    shortcuts: z.array(z.unknown()),
    slash_commands: z.array(z.object({ command: z.string(), url: z.string() })),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ request_url: z.string(), bot_events: z.array(z.string()) }),
    interactivity: z.object({ is_enabled: z.literal(true), request_url: z.string() }),
    socket_mode_enabled: z.literal(false),
  }),
});

/** What the first manifest asked for. A newer scope may not stop the start of an app that lacks it. */
const FIRST_SCOPES = [
  ...['channels:history', 'chat:write', 'commands', 'groups:history', 'im:history', 'im:write'],
  ...['users:read', 'users:read.email'],
];

async function readManifest() {
  return manifest.parse(parse(await readFile(new URL('manifest.yml', ROOT), 'utf8')));
}

async function readSources(): Promise<string> {
  const names = (await readdir(SOURCES, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && name !== 'app-definition.ts',
  );
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, SOURCES), 'utf8')));
  return texts.join('\n');
}

describe("The Slack app's manifest", () => {
  it('asks for the scopes the code needs and no others', async () => {
    const { oauth_config } = await readManifest();
    const used = [METHODS, CHECK_METHODS, EVENTS].flatMap((table) => Object.values(table)).flat();
    const scopes = [...new Set<string>(['commands', ...used])].sort();
    expect(oauth_config.scopes.bot).to.deep.equal(scopes);
    expect([...requiredScopes(), ...optionalScopes()].sort()).to.deep.equal(scopes);
  });

  it('starts with a token of an installation from before the online check', () => {
    expect(optionalScopes()).to.include.members([
      'channels:read',
      'groups:read',
      'usergroups:read',
    ]);
    expect(requiredScopes()).to.deep.equal(FIRST_SCOPES);
  });

  it('has each scope in the install guide, with what it is for', async () => {
    const guide = await readFile(new URL('docs/install-slack.md', ROOT), 'utf8');
    const rows = [...guide.matchAll(/^\| `([a-z]+(?::[a-z.]+)?)` \| (.+) \| (yes|no) \|$/gm)];
    const required: readonly string[] = requiredScopes();
    expect(rows.map((row) => row.slice(1))).to.deep.equal(
      Object.entries(SCOPE_PURPOSES).map(([scope, purpose]) => [
        ...[scope, purpose, required.includes(scope) ? 'no' : 'yes'],
      ]),
    );
  });

  it('subscribes to the events the code listens to and no others', async () => {
    const { settings } = await readManifest();
    const events = [...Object.keys(OPTIONAL_EVENTS), ...Object.keys(EVENTS)];
    expect(settings.event_subscriptions.bot_events).to.deep.equal(events);
  });

  it('needs no more scopes for the events that Redress runs without than those it starts without', () => {
    expect(Object.values(OPTIONAL_EVENTS).flat()).to.satisfy((scopes: string[]) =>
      scopes.every((scope) => optionalScopes().some((one) => one === scope)),
    );
  });

  it('declares the command and one URL for all requests', async () => {
    const { features, settings } = await readManifest();
    const url = `https://YOUR-HOST${REQUEST_PATH}`;
    expect(features.slash_commands).to.deep.equal([{ command: DEFAULT_COMMAND, url }]);
    expect(settings.event_subscriptions.request_url).to.equal(url);
    expect(settings.interactivity.request_url).to.equal(url);
  });

  it('declares the shortcut, within the lengths Slack allows', async () => {
    const { features } = await readManifest();
    const { id, name, description } = SHORTCUT;
    const declared = { name, type: 'message', callback_id: id, description };
    expect(features.shortcuts).to.deep.equal([declared]);
    expect(name.length).to.be.at.most(24);
    expect(description.length).to.be.at.most(150);
  });

  it('is based on a table of exactly the methods that the code calls', async () => {
    const named = (await readSources()).match(/'[a-z]+(\.[a-zA-Z]+)+'/g) ?? [];
    const calls = new Set(named.map((quoted) => quoted.slice(1, -1)));
    expect([...calls].sort()).to.deep.equal(Object.keys({ ...METHODS, ...CHECK_METHODS }).sort());
  });

  it('is based on a table of exactly the events that the code listens to', async () => {
    const listened = [...(await readSources()).matchAll(/app\.event\('([^']+)'/g)].map(
      (hit) => hit[1],
    );
    const kinds = new Set(
      Object.keys({ ...EVENTS, ...OPTIONAL_EVENTS }).map((event) => event.split('.')[0]),
    );
    expect(new Set(listened)).to.deep.equal(kinds);
  });
});
