import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { unpackChromium } from './packaged-chromium.js';

/** Variable with the path of the Chromium to use. */
const VARIABLE = 'REDRESS_CHROMIUM';

/** A longer start counts as hanging. Real ms. */
const LAUNCH_MS = 30_000;

/** A started Chromium. */
export interface LaunchedChromium {
  readonly browser: Browser;
  /** Path of its program. */
  readonly program: string;
}

/** A Chromium to try. */
interface Candidate {
  readonly program: string;
  readonly env?: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Restricts it to loopback: it resolves no other name, and downloads nothing itself. */
const ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/**
 * Starts a headless Chromium, the first of these that starts: the one that REDRESS_CHROMIUM names (then no
 * other); on Linux x64 the one in `@sparticuz/chromium`; one of this machine.
 *
 * @throws Error that says what to install, and why each one failed.
 */
export async function launchChromium(
  environment: Environment = process.env,
): Promise<LaunchedChromium> {
  const tried: string[] = [];
  for await (const candidate of listCandidates(environment, tried)) {
    const { program, env = {} } = candidate;
    if (!isProgram(program)) {
      tried.push(`${program}: not found or not executable`);
      continue;
    }
    try {
      const browser = await chromium.launch({
        executablePath: program,
        args: ARGS,
        timeout: LAUNCH_MS,
        env: { ...withoutEmpty(environment), ...env },
      });
      return { browser, program };
    } catch (error) {
      tried.push(`${program}: ${findCause(error)}`);
    }
  }
  throw new Error(describeRemedy(environment, tried));
}

async function* listCandidates(
  environment: Environment,
  tried: string[],
): AsyncGenerator<Candidate> {
  const named = environment[VARIABLE]?.trim();
  if (named) {
    yield { program: named };
    return;
  }
  if (process.platform === 'linux' && process.arch === 'x64') yield* listPackaged(tried);
  for (const program of listInstalled(environment)) yield { program };
}

/** The packaged one with the libraries of this machine, then with those of the package. */
async function* listPackaged(tried: string[]): AsyncGenerator<Candidate> {
  try {
    const { program, env, libraries } = await unpackChromium();
    yield { program, env };
    yield { program, env: { ...env, LD_LIBRARY_PATH: libraries } };
  } catch (error) {
    tried.push(`the one in the npm package: ${findCause(error)}`);
  }
}

const PROGRAM_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
];

/** Where installers put Chrome, Chromium and Edge when they do not change the PATH. */
const INSTALL_PATHS: Readonly<Record<string, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
  linux: ['/opt/google/chrome/chrome', '/usr/lib/chromium/chromium', '/snap/bin/chromium'],
};

function listInstalled(environment: Environment): readonly string[] {
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = PROGRAM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...(INSTALL_PATHS[process.platform] ?? [])].filter(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not found or not executable
  }
}

function withoutEmpty(environment: Environment): Record<string, string> {
  const all = Object.entries(environment);
  return Object.fromEntries(all.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** The line with the cause in the long log of a failed launch. */
function findCause(error: unknown): string {
  const lines = String(error instanceof Error ? error.message : error).split('\n');
  const cause = lines.find((line) =>
    /error while loading|ENOENT|EACCES|not found|FATAL/.test(line),
  );
  return (cause ?? lines[0] ?? '').trim().slice(0, 300);
}

function describeRemedy(environment: Environment, tried: readonly string[]): string {
  const what = environment[VARIABLE]?.trim()
    ? `${VARIABLE} names no Chromium that starts: correct it or remove it.`
    : `No Chromium that starts was found. Install one (Debian, Ubuntu: apt-get install chromium; macOS: brew install --cask google-chrome; or google.com/chrome), or set ${VARIABLE} to the path of one.`;
  return [what, ...tried.map((line) => `  tried ${line}`)].join('\n');
}
