// Bundles the built bot into a few files. Without its libraries it is what starts in production: Node spends
// more time on finding and reading 300 small files than on running them. With them it is for the end-to-end
// tests, which start it hundreds of times.
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');

const COMMON = {
  entryPoints: [join(dist, 'src', 'main.js')],
  bundle: true,
  // what is loaded on demand stays in files of its own
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'error',
};

/** What CommonJS libraries expect of a module, in a bundle of ES modules. */
const BANNER = `
import { createRequire as createRequireOfBundle } from 'node:module';
import { dirname as dirnameOfBundle } from 'node:path';
import { fileURLToPath as pathOfBundle } from 'node:url';
const require = createRequireOfBundle(import.meta.url);
globalThis.__filename = pathOfBundle(import.meta.url);
globalThis.__dirname = dirnameOfBundle(globalThis.__filename);
`;

/** Takes libraries of a hundred small files into the bundle: the start of each would take 80 ms. */
const WITH_SMALL_FILES = {
  name: 'with-small-files',
  setup({ onResolve }) {
    onResolve({ filter: /^(chrono-node\/en|libphonenumber-js\/min)$/ }, ({ path }) => ({
      path: fileURLToPath(import.meta.resolve(path)),
    }));
  },
};

/** Writes the bot without its libraries to `dist/bot`, with maps to its sources. */
async function bundleBot() {
  const outdir = join(dist, 'bot');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    ...COMMON,
    outdir,
    packages: 'external',
    plugins: [WITH_SMALL_FILES],
    // for the stacks of errors, with --enable-source-maps; the sources themselves are in the repository
    sourcemap: true,
    sourcesContent: false,
  });
}

/** Writes the bot with its libraries below `dist`, and resolves with the path of its program. */
export async function bundleTestBot() {
  const outdir = join(dist, 'test-bot');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    ...COMMON,
    outdir,
    outExtension: { '.js': '.mjs' },
    banner: { js: BANNER },
    // less to parse; names stay, so that stacks can be read
    minifyWhitespace: true,
    minifySyntax: true,
    // it reads its WebAssembly file beside itself
    external: ['node-sqlite3-wasm'],
  });
  return join(outdir, 'main.mjs');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleBot();
