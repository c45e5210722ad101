import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { strFromU8, unzipSync } from 'fflate';
import {
  BOT_COMMANDS,
  BOT_SCOPES,
  EXTENSION_COMMANDS,
  RESOURCE_PERMISSIONS,
} from '../../../../adapters/teams/app-definition.js';
import { runPackaging } from '../../../../adapters/teams/manifest/cli.js';
import {
  buildManifest,
  ICONS,
  MANIFEST_VERSION,
  type Manifest,
} from '../../../../adapters/teams/manifest/manifest.js';
import { buildPackage } from '../../../../adapters/teams/manifest/package.js';
import { findManifestFaults } from '../../../../adapters/teams/manifest/schema.js';

const ICON_FOLDER = fileURLToPath(new URL('../../../../adapters/teams/manifest/', import.meta.url));
const APP_ID = '3f1c9a52-7a0e-4d2b-9c6d-1b2a3c4d5e6f';
const VALUES = {
  appId: APP_ID,
  domain: 'redress.example.org',
  version: '1.0.0',
  developer: {
    name: 'Example Housing',
    website: 'https://example.org/',
    privacy: 'https://example.org/privacy',
    terms: 'https://example.org/terms',
  },
};
const manifest = buildManifest(VALUES);

describe("The Teams app's manifest", () => {
  it("is valid by Microsoft's published schema of its version", () => {
    expect(findManifestFaults(manifest)).to.deep.equal([]);
    expect(manifest.manifestVersion).to.equal(MANIFEST_VERSION);
    expect(manifest.$schema).to.contain(`/v${MANIFEST_VERSION}/`);
  });

  it('has a fault with its place when a part breaks the schema', () => {
    const [bot] = manifest.bots;
    const broken = { ...manifest, version: 1, bots: [{ ...bot, botId: 'me' }], colour: 'blue' };
    const faults = findManifestFaults(broken).join('\n');
    expect(faults).to.contain('/version must be string');
    expect(faults).to.contain('/bots/0/botId must match pattern');
    expect(faults).to.contain('"colour"');
  });

  it('offers the bot commands in every scope', () => {
    const [bot] = manifest.bots;
    expect(bot?.botId).to.equal(APP_ID);
    expect(bot?.scopes).to.deep.equal(['personal', 'team', 'groupChat']);
    expect(bot?.commandLists.map(({ scopes }) => scopes)).to.deep.equal(
      BOT_SCOPES.map((scope) => [scope]),
    );
    for (const list of bot?.commandLists ?? []) {
      const titles = list.commands.map(({ title }) => title);
      expect(titles).to.deep.equal([
        'complaint',
        'complaint list',
        'complaint away',
        'complaint back',
        'complaint reminders',
        'complaint help',
      ]);
      expect(list.commands).to.deep.equal(BOT_COMMANDS);
    }
  });

  it('declares a conversational bot without files', () => {
    expect(manifest.bots[0]).to.include({ supportsFiles: false, isNotificationOnly: false });
  });

  it('offers the commands of the message extension as the code defines them, each as a dialog', () => {
    const [extension] = manifest.composeExtensions;
    expect(extension?.botId).to.equal(APP_ID);
    expect(extension?.commands.map(({ id }) => id)).to.deep.equal(Object.keys(EXTENSION_COMMANDS));
    for (const { id, context, triggers, title, type, fetchTask } of extension?.commands ?? []) {
      const known = EXTENSION_COMMANDS[id as keyof typeof EXTENSION_COMMANDS];
      expect({ context, triggers, title }).to.deep.equal({
        context: known.contexts,
        triggers: known.triggers,
        title: known.title,
      });
      expect({ type, fetchTask }).to.deep.equal({ type: 'action', fetchTask: true });
    }
  });

  it('offers all of them after "/", and recording also in the menu of a message', () => {
    const commands = manifest.composeExtensions[0]?.commands ?? [];
    expect(commands.map(({ id }) => id)).to.deep.equal([
      'complaint',
      'complaint-list',
      'complaint-away',
      'complaint-back',
      'complaint-reminders',
      'complaint-help',
    ]);
    for (const { triggers } of commands) expect(triggers).to.deep.equal(['slash']);
    const onMessages = commands.filter(({ context }) => context.includes('message'));
    expect(onMessages.map(({ id }) => id)).to.deep.equal(['complaint']);
  });

  it('has each permission in the install guide', () => {
    const guide = readFileSync('docs/install-teams.md', 'utf8');
    const rows = guide.split('| permission | what it is for |')[1]?.split('\n\n')[0] ?? '';
    const listed = [...rows.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, name]) => name);
    const { permissions } = manifest.authorization;
    const resourceSpecific = permissions.resourceSpecific.map(({ name }) => name);
    expect(listed).to.deep.equal([...manifest.permissions, ...resourceSpecific]);
  });

  it('requests exactly the permissions that the code needs', () => {
    const asked = manifest.authorization.permissions.resourceSpecific;
    expect(asked).to.deep.equal(
      RESOURCE_PERMISSIONS.map((name) => ({ name, type: 'Application' })),
    );
    expect(manifest.webApplicationInfo.id).to.equal(APP_ID);
  });

  it('declares no valid domain, because the app shows no page', () => {
    expect(manifest).not.to.have.property('validDomains');
  });
});

describe("The Teams app's icons", () => {
  it('are PNG files of the sizes that Teams requires', () => {
    expect(readPngSize(ICONS.color)).to.deep.equal([192, 192]);
    expect(readPngSize(ICONS.outline)).to.deep.equal([32, 32]);
  });
});

describe("The Teams app's package", () => {
  it('contains the manifest and the two icons at its root, and nothing else', () => {
    const files = unzipSync(buildPackageBytes());
    expect(Object.keys(files)).to.deep.equal(['manifest.json', 'color.png', 'outline.png']);
    expect(readManifest(buildPackageBytes())).to.deep.equal(JSON.parse(JSON.stringify(manifest)));
    for (const name of Object.values(ICONS)) {
      expect(Buffer.from(files[name] ?? [])).to.deep.equal(readFileSync(ICON_FOLDER + name));
    }
  });

  it('has the same bytes for the same values', () => {
    expect(Buffer.from(buildPackageBytes())).to.deep.equal(Buffer.from(buildPackageBytes()));
  });

  it('is not built when the schema refuses the values', () => {
    const website = `https://example.org/${'x'.repeat(2048)}`;
    const outcome = buildPackage(
      { ...VALUES, developer: { ...VALUES.developer, website } },
      ICON_FOLDER,
    );
    expect(outcome.kind).to.equal('faults');
  });
});

describe('Packaging the Teams app', () => {
  it('writes the package for an app id and a domain, and prints the next step', () => {
    const { code, output, saved } = runWith([
      '--app-id',
      APP_ID.toUpperCase(),
      '--domain',
      'Redress.Example.org',
    ]);
    expect(code).to.equal(0);
    expect([...saved.keys()]).to.deep.equal(['redress-teams.zip']);
    const parsed = readManifest(saved.get('redress-teams.zip'));
    expect(parsed.id).to.equal(APP_ID);
    expect(parsed.developer.privacyUrl).to.equal('https://redress.example.org/');
    expect(output).to.contain('docs/install-teams.md');
  });

  it('accepts a file, a version and the developer', () => {
    const { code, saved } = runWith([
      ...['--app-id', APP_ID, '--domain', 'redress.example.org', '--out', 'x.zip'],
      ...['--app-version', '1.2.0', '--developer', 'Example Housing'],
      ...['--privacy', 'https://example.org/privacy'],
    ]);
    expect(code).to.equal(0);
    const parsed = readManifest(saved.get('x.zip'));
    expect(parsed.version).to.equal('1.2.0');
    expect(parsed.developer.name).to.equal('Example Housing');
    expect(parsed.developer.privacyUrl).to.equal('https://example.org/privacy');
  });

  const WRONG: readonly (readonly [string, readonly string[], string])[] = [
    ['no app id', ['--domain', 'redress.example.org'], '--app-id'],
    ['no domain', ['--app-id', APP_ID], '--domain'],
    [
      'an app id that is no GUID',
      toArguments('your-app-id', 'redress.example.org'),
      'is not a GUID',
    ],
    [
      'an app id of zeros',
      toArguments('00000000-0000-0000-0000-000000000000', 'redress.example.org'),
      'all zeros',
    ],
    [
      'a whole address as the domain',
      toArguments(APP_ID, 'https://redress.example.org/api/messages'),
      'takes only the host name: redress.example.org',
    ],
    [
      'a port in the domain',
      toArguments(APP_ID, 'redress.example.org:8443'),
      'takes only the host name: redress.example.org',
    ],
    ['a name without a dot', toArguments(APP_ID, 'localhost'), 'is not a public host name'],
    ['an IP address', toArguments(APP_ID, '192.0.2.7'), 'is not a public host name'],
    ['a wildcard', toArguments(APP_ID, '*.example.org'), 'is not a public host name'],
    ['the placeholder', toArguments(APP_ID, 'YOUR-HOST'), 'is not a public host name'],
    [
      'a version below 1',
      [...validArguments(), '--app-version', '0.1.0'],
      'is not a version that Teams accepts',
    ],
    ['no developer name', [...validArguments(), '--developer', ' '], '1 to 32 characters'],
    [
      'a page without TLS',
      [...validArguments(), '--privacy', 'http://example.org'],
      'is not an https:// address',
    ],
    ['an unknown option', [...validArguments(), '--colour', 'blue'], "unknown option '--colour'"],
  ];
  for (const [what, args, sentence] of WRONG) {
    it(`refuses ${what} with a clear message and writes nothing`, () => {
      const { code, output, saved } = runWith(args);
      expect(output).to.contain(sentence);
      expect(code).to.equal(2);
      expect(saved.size).to.equal(0);
    });
  }

  it('prints all faults at once', () => {
    const { output } = runWith(toArguments('x', 'y'));
    expect(output.split('\n').filter((line) => line !== '')).to.have.length(2);
  });

  it('prints an error when the file cannot be written', () => {
    const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
    const { code, output } = runWith(validArguments(), () => {
      throw denied;
    });
    expect(code).to.equal(73);
    expect(output).to.contain('redress-teams.zip cannot be written (EACCES)');
  });
});

function toArguments(appId: string, domain: string): readonly string[] {
  return ['--app-id', appId, '--domain', domain];
}

function validArguments(): readonly string[] {
  return toArguments(APP_ID, 'redress.example.org');
}

/** Runs the packaging with files in a map. */
function runWith(args: readonly string[], refuse?: () => void) {
  const saved = new Map<string, Uint8Array>();
  let output = '';
  const code = runPackaging(args, {
    icons: ICON_FOLDER,
    save: (path, bytes) => {
      refuse?.();
      saved.set(path, bytes);
    },
    print: (text) => {
      output += text;
    },
  });
  return { code, output, saved };
}

function buildPackageBytes(): Uint8Array {
  const outcome = buildPackage(VALUES, ICON_FOLDER);
  if (outcome.kind === 'faults') throw new Error(outcome.faults.join('\n'));
  return outcome.bytes;
}

function readManifest(zip: Uint8Array | undefined): Manifest {
  if (zip === undefined) throw new Error('nothing was written');
  const bytes = unzipSync(zip)['manifest.json'];
  return JSON.parse(strFromU8(bytes ?? new Uint8Array())) as Manifest;
}

/** Reads width and height of a PNG file from its first chunk (IHDR). */
function readPngSize(name: string): readonly number[] {
  const bytes = readFileSync(ICON_FOLDER + name);
  expect(bytes.subarray(0, 8).toString('latin1')).to.equal('\x89PNG\r\n\x1a\n');
  expect(bytes.subarray(12, 16).toString('latin1')).to.equal('IHDR');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}
