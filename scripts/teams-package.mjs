// `npm run teams:package -- --app-id GUID --domain HOST`: creates the app package for Microsoft Teams.
// The code is in adapters/teams/manifest.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runPackaging } from '../dist/adapters/teams/manifest/cli.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

process.exitCode = runPackaging(process.argv.slice(2), {
  icons: join(root, 'adapters', 'teams', 'manifest'),
  save: (path, bytes) => writeFileSync(path, bytes),
  print: (text) => process.stdout.write(text),
});
