import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { PAGE_HEADERS } from './guard.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The folder with `package.json` above this file; works from sources and from `dist`. */
function findPackageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('The package this file belongs to was not found.');
    folder = above;
  }
  return folder;
}

/** A file to send. */
interface PageFile {
  type: string;
  content: Buffer;
}

/** A file of the page by its folder and name, or undefined when there is none. */
async function readPageFile(name: string): Promise<PageFile | undefined> {
  const type = TYPES[extname(name)];
  if (!type || !/^(?:(?:frame|slack|teams)\/)?[a-z][a-z-]*\.[a-z]+$/.test(name)) return undefined;
  const path = join(findPackageRoot(), 'playground', 'page', name);
  if (!existsSync(path)) return undefined;
  return { type, content: await readFile(path) };
}

/** Files of packages that the page loads, by the name in its URL. */
const VENDOR: Readonly<Record<string, string>> = {
  'adaptivecards.js': 'adaptivecards/dist/adaptivecards.min.js',
  'adaptivecards.css': 'adaptivecards/dist/adaptivecards.css',
};

/** One of those files, or undefined for other names and when the package is not installed. */
async function readVendorFile(name: string): Promise<PageFile | undefined> {
  const type = TYPES[extname(name)];
  const file = Object.hasOwn(VENDOR, name) ? VENDOR[name] : undefined;
  if (!type || !file) return undefined;
  try {
    const path = createRequire(import.meta.url).resolve(file);
    return { type, content: await readFile(path) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND' || code === 'ENOENT') return undefined;
    throw error;
  }
}

async function send(reply: FastifyReply, file: PageFile | undefined): Promise<FastifyReply> {
  if (!file) return reply.code(404).send({ error: 'There is no such file.' });
  return reply.headers(PAGE_HEADERS).type(file.type).send(file.content);
}

/** The top of both pages: header, clock and banner. A comment with its name marks its place in a page. */
const TOP = 'frame/top.html';

/** A page with its top, in which the tab of this page is current. */
async function renderDocument(path: string, file: string): Promise<PageFile | undefined> {
  const [page, top] = await Promise.all([readPageFile(file), readPageFile(TOP)]);
  if (!page || !top) return undefined;
  const tab = `href="${path}"`;
  const own = top.content.toString().replace(tab, `${tab} aria-current="page"`);
  const content = page.content.toString().replace(`<!-- ${TOP} -->`, () => own);
  return { type: page.type, content: Buffer.from(content) };
}

/** Serves one page at a path. */
export function serveDocument(server: FastifyInstance, path: string, file: string): void {
  server.get(path, async (_request, reply) => send(reply, await renderDocument(path, file)));
}

const FILES = '/app/:folder/:name';

/** Serves the files of all pages at `/app`; a second call does nothing. */
export function serveFiles(server: FastifyInstance): void {
  if (server.hasRoute({ method: 'GET', url: FILES })) return;
  server.get<{ Params: { folder: string; name: string } }>(FILES, async ({ params }, reply) => {
    const { folder, name } = params;
    return send(
      reply,
      await (folder === 'vendor' ? readVendorFile(name) : readPageFile(`${folder}/${name}`)),
    );
  });
}
