import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { NUDGE_RULES } from '../../src/domain/complaint/facts.js';
import { COMMAND_RULES } from '../../src/domain/complaint/permissions.js';
import { ERROR_CODES } from '../../src/errors.js';
import { createMetrics } from '../../src/http/metrics.js';

/** The rows of the first table of a page whose header begins with `first`, as cells. */
function table(page: string, first: string): readonly (readonly string[])[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${first} |`));
  expect(start, `${page} has a table of ${first}`).to.be.at.least(0);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end === -1 ? rest.length : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('the docs', () => {
  it('list every command with its states and its people, as the code has them', () => {
    const rows = table('docs/commands.md', 'command').map((row) => row.slice(0, 3));
    const rules = Object.entries(COMMAND_RULES).map(([command, { states, roles }]) => [
      `\`${command}\``,
      states.join(', '),
      roles.join(', '),
    ]);
    expect(rows).to.deep.equal(rules);
  });

  it('list every fault code with its remedy', () => {
    const rows = table('docs/operations.md', 'code');
    const codes = Object.entries(ERROR_CODES).map(([code, remedy]) => [`\`${code}\``, remedy]);
    expect(rows).to.deep.equal(codes);
  });

  it('list no fault code that nothing carries', () => {
    const sources = ['src', 'adapters', 'playground'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && name !== 'errors.ts')
        .map((name) => readFileSync(join(folder, name), 'utf8')),
    );
    const unused = Object.keys(ERROR_CODES).filter(
      (code) => !sources.some((source) => source.includes(`'${code}'`)),
    );
    expect(unused).to.deep.equal([]);
  });

  it('list every metric of Redress', async () => {
    const metrics = createMetrics();
    const none = async () => [];
    const nothing = { dueActions: none, upcoming: none, waitingDeliveries: none };
    const clock = { now: () => 0, toRealTime: (at: number) => at };
    const unreadable = { all: () => [] };
    const kinds = { complaint: nothing, inbox: nothing };
    metrics.watchBacklog({ stores: kinds, unreadable, clock, realNow: () => 0 });
    metrics.watchRecords(unreadable);
    const text = await metrics.text({ ready: true, checks: {} });
    const names = [...text.matchAll(/^# TYPE (redress_\w+)/gm)].map(([, name]) => `\`${name}\``);
    const listed = table('docs/operations.md', 'metric').map(([name]) => name);
    expect([...listed].sort()).to.deep.equal(names.sort());
  });

  it('list every nudge rule', () => {
    const rules = table('docs/nudges.md', 'rule').map(([rule]) => rule);
    expect(rules).to.deep.equal(NUDGE_RULES.map((rule) => `\`${rule}\``));
  });

  it('link only to files that are there', () => {
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      ...readdirSync('docs')
        .filter((name) => name.endsWith('.md'))
        .map((name) => `docs/${name}`),
    ];
    const missing = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
        .map(([, link = '']) => link)
        .filter((link) => !/^https?:/.test(link) && !existsSync(join(dirname(page), link)))
        .map((link) => `${page}: ${link}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('name only files, folders and exports that are there, in the page on architecture', () => {
    const page = readFileSync('docs/architecture.md', 'utf8');
    const code = [...page.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name);
    const inSrc = /^(?:domain|ports|app|views|text)\//;
    const paths = code
      .filter(
        (name) =>
          /^(?:src|adapters|test|docs|playground|bench)\/|^\.?[\w-]+\.(?:md|yml|cjs)$/.test(name) ||
          inSrc.test(name),
      )
      .map((name) => (inSrc.test(name) ? `src/${name}` : name))
      .flatMap((name) =>
        name.includes('*')
          ? ['slack', 'teams'].map((platform) => name.replace('*', platform))
          : [name],
      );
    expect(paths.length).to.be.greaterThan(40);
    expect(paths.filter((path) => path !== 'redress.yml' && !existsSync(path))).to.deep.equal([]);
    const source = ['src', 'adapters']
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
          join(folder, name),
        ),
      )
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(name, 'utf8'))
      .join('\n');
    const names = code.filter((name) =>
      /^(?:[A-Z][a-z]+[A-Z]?\w*|[A-Z]+_[A-Z_]+|accessOf)$/.test(name),
    );
    const variables = ['LOG_LEVEL', 'REDRESS_SEED', 'LIMITS'];
    const missing = names.filter(
      (name) =>
        !variables.includes(name) &&
        !new RegExp(`\\b(?:interface|type|const|function) ${name}\\b`).test(source),
    );
    expect(names.length).to.be.greaterThan(8);
    expect(missing).to.deep.equal([]);
  });

  it('show every picture there is, each of them as wide as the others', () => {
    const pages = ['README.md', ...readdirSync('docs').filter((name) => name.endsWith('.md'))];
    const text = pages
      .map((name) => readFileSync(name === 'README.md' ? name : join('docs', name), 'utf8'))
      .join('\n');
    const pictures = readdirSync('docs/images');
    expect(pictures).to.not.have.length(0);
    for (const name of pictures) {
      expect(text, `a page that shows ${name}`).to.include(`images/${name}`);
      // PNG specification, 11.2.2 IHDR: the width stands behind signature, length and type
      expect(readFileSync(join('docs/images', name)).readUInt32BE(16), name).to.equal(1280);
    }
  });

  it('name only scripts that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
    const named = [...readFileSync('README.md', 'utf8').matchAll(/npm run ([a-z:]+)/g)];
    expect(named.length).to.be.greaterThan(3);
    for (const [, name] of named) expect(scripts).to.have.property(name ?? '');
  });
});
