import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = '@sparticuz/chromium';

/** Unfinished work older than this belongs to a process that died, real ms. */
const ABANDONED_MS = 10 * 60_000;

/** A Chromium unpacked from its npm package. */
export interface UnpackedChromium {
  readonly program: string;
  /** Variables for its environment: fonts, for a machine without fonts. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder of libraries that a bare Linux lacks (NSS, NSPR, Expat), for LD_LIBRARY_PATH. */
  readonly libraries: string;
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium` once, beside the packages in
 * `node_modules/.cache`, which `npm ci` removes. Several processes may call it at once. The package itself
 * unpacks to fixed names in the temp folder, where two runs would find half-written files. `cache`: another
 * folder for it.
 *
 * @throws Error when it cannot be unpacked.
 */
export async function unpackChromium(
  cache = join(dirname(dirname(findPackageRoot())), '.cache'),
): Promise<UnpackedChromium> {
  const root = findPackageRoot();
  const { version } = JSON.parse(await fs.readFile(join(root, 'package.json'), 'utf8'));
  const folder = join(cache, `chromium-${version}`);
  const program = join(folder, 'chromium');
  if (!(await exists(program))) await unpack(root, cache, folder);
  return {
    program,
    env: { FONTCONFIG_FILE: join(folder, 'fonts.conf') },
    libraries: join(folder, 'al2023', 'lib'),
  };
}

/** The package's folder, two above the file that is imported. */
function findPackageRoot(): string {
  return resolve(dirname(createRequire(import.meta.url).resolve(PACKAGE)), '..', '..');
}

/** Unpacks to a temporary folder and renames it, so that the final folder is always complete. */
async function unpack(root: string, cache: string, folder: string): Promise<void> {
  await fs.mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const aside = await fs.mkdtemp(join(cache, 'unpacking-'));
  try {
    await inflate(root, aside);
    await fs.writeFile(join(aside, 'fonts.conf'), renderFontsConfig(folder));
    await fs.rename(aside, folder);
  } catch (error) {
    await fs.rm(aside, { recursive: true, force: true });
    if (!(await exists(join(folder, 'chromium')))) throw error;
  }
}

/** The package unpacks to the temp folder of its process, and libraries only in an environment of AWS Lambda. */
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
function renderFontsConfig(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}

async function removeAbandoned(cache: string): Promise<void> {
  const names = await fs.readdir(cache);
  for (const name of names.filter((one) => one.startsWith('unpacking-'))) {
    const path = join(cache, name);
    const { mtimeMs } = await fs.stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED_MS) await fs.rm(path, { recursive: true, force: true });
  }
}

function exists(path: string): Promise<boolean> {
  return fs.access(path).then(
    () => true,
    () => false,
  );
}
