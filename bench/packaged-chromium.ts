import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = '@sparticuz/chromium';

/** Older unfinished work than this is of a process that died, real ms. */
const FORGOTTEN_MS = 10 * 60_000;

/** A Chromium that was unpacked from its npm package. */
export interface UnpackedChromium {
  readonly program: string;
  /** What it needs in its environment: fonts, for a machine that has none. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder of the libraries a bare Linux lacks (NSS, NSPR, Expat), for LD_LIBRARY_PATH. */
  readonly libraries: string;
}

/**
 * The Chromium that `@sparticuz/chromium` carries, unpacked once beside the packages, in
 * `node_modules/.cache`: `npm ci` removes it. Several processes may ask at once. The package's own way
 * unpacks to fixed names in the temp folder, where two runs meet half-written files. `cache`: another
 * folder to keep it in.
 *
 * @throws Error when it cannot be unpacked.
 */
export async function unpackedChromium(
  cache = join(dirname(dirname(packageRoot())), '.cache'),
): Promise<UnpackedChromium> {
  const root = packageRoot();
  const { version } = JSON.parse(await fs.readFile(join(root, 'package.json'), 'utf8'));
  const folder = join(cache, `chromium-${version}`);
  const program = join(folder, 'chromium');
  if (!(await isThere(program))) await unpack(root, cache, folder);
  return {
    program,
    env: { FONTCONFIG_FILE: join(folder, 'fonts.conf') },
    libraries: join(folder, 'al2023', 'lib'),
  };
}

/** Its folder, two above the file that is imported. */
function packageRoot(): string {
  return resolve(dirname(createRequire(import.meta.url).resolve(PACKAGE)), '..', '..');
}

/** Unpacks aside and moves all of it into its place at once: what is there is whole. */
async function unpack(root: string, cache: string, folder: string): Promise<void> {
  await fs.mkdir(cache, { recursive: true });
  await removeForgotten(cache);
  const aside = await fs.mkdtemp(join(cache, 'unpacking-'));
  try {
    await inflate(root, aside);
    await fs.writeFile(join(aside, 'fonts.conf'), fontsFile(folder));
    await fs.rename(aside, folder);
  } catch (error) {
    await fs.rm(aside, { recursive: true, force: true });
    if (!(await isThere(join(folder, 'chromium')))) throw error;
  }
}

/** The package unpacks to the temp folder of its process, and libraries only where it believes to be in AWS Lambda. */
async function inflate(root: string, folder: string): Promise<void> {
  const code = `import chromium from '${PACKAGE}'; await chromium.executablePath();`;
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    env,
    timeout: 120_000,
  });
}

/** The machine's fonts first; the package's own for a machine without any. */
function fontsFile(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}

async function removeForgotten(cache: string): Promise<void> {
  const names = await fs.readdir(cache);
  for (const name of names.filter((one) => one.startsWith('unpacking-'))) {
    const path = join(cache, name);
    const { mtimeMs } = await fs.stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > FORGOTTEN_MS) await fs.rm(path, { recursive: true, force: true });
  }
}

function isThere(path: string): Promise<boolean> {
  return fs.access(path).then(
    () => true,
    () => false,
  );
}
