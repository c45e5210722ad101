import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';

const read = (path: string): string => readFileSync(path, 'utf8');

/** All that a pattern's first group matches in a file. */
function findAll(path: string, pattern: RegExp): readonly string[] {
  return [...read(path).matchAll(pattern)].map(([, found = '']) => found);
}

/** The one value of several. Fails when they differ, or when there is none. */
function findOnly(values: readonly string[]): string {
  const [only = '', ...others] = new Set(values);
  expect(others, only).to.deep.equal([]);
  expect(only).not.to.equal('');
  return only;
}

describe('the versions of Node', () => {
  const { engines } = z
    .object({ engines: z.object({ node: z.string() }) })
    .parse(JSON.parse(read('package.json')));
  const oldest = engines.node.replace('>=', '');
  const shipped = findOnly(findAll('Dockerfile', /^FROM (\S+)/gm)).replace(
    /^node:(.*)-slim$/,
    '$1',
  );

  it('have the same oldest one in package.json, the set-up and the guides', () => {
    const [wanted = ''] = findAll('scripts/setup.mjs', /^const OLDEST_NODE = \[(.*)\];/gm);
    expect(wanted.replace(', ', '.')).to.equal(oldest);
    for (const page of ['README.md', 'docs/install-slack.md', 'docs/install-teams.md']) {
      const said = findAll(page, /\(https:\/\/nodejs\.org\) (\S+) or later/g);
      expect(findOnly(said), page).to.equal(oldest);
    }
    const [major] = oldest.split('.');
    expect(findAll('scripts/bundle-bot.mjs', /target: 'node(\d+)'/g)).to.deep.equal([major]);
  });

  it('are pinned in the image, and told in the pages', () => {
    expect(shipped).to.match(/^\d+\.\d+\.\d+$/);
    expect(findAll('docs/operations.md', /image of Redress on Node (\S+)\. /g)).to.deep.equal([
      shipped,
    ]);
  });

  it('are the ones that CONTRIBUTING.md has the tests run on', () => {
    expect(findAll('CONTRIBUTING.md', /^\| (\d+\.[\d.]+) \|/gm)).to.deep.equal([oldest, shipped]);
  });

  it('include the one that runs these tests', () => {
    const [running = 0, wanted = 0] = [process.versions.node, oldest].map(Number.parseFloat);
    expect(running).to.be.at.least(wanted);
  });
});

describe('compose.yaml', () => {
  const service = z.object({
    image: z.string(),
    environment: z.record(z.string(), z.string()),
    volumes: z.array(z.string()),
    command: z.array(z.string()).optional(),
    entrypoint: z.array(z.string()).optional(),
    restart: z.string(),
    ports: z.array(z.string()).optional(),
    healthcheck: z.object({ test: z.array(z.string()) }).optional(),
    depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  });
  const compose = z
    .object({
      services: z.object({
        check: service.omit({ healthcheck: true }),
        redress: service,
        mongo: service,
      }),
      volumes: z.record(z.string(), z.null()),
    })
    .parse(parse(read('compose.yaml'), { merge: true }));
  const { check, redress, mongo } = compose.services;

  it('does not start without a password, which .env.example explains', () => {
    const required = /\$\{(MONGO_PASSWORD):\?[^}]*\.env[^}]*\}/;
    for (const value of [
      redress.environment.MONGODB_URI,
      check.environment.MONGODB_URI,
      mongo.environment.MONGO_INITDB_ROOT_PASSWORD,
    ]) {
      expect(value).to.match(required);
    }
    expect(read('.env.example')).to.match(/^# MONGO_PASSWORD=$/m);
  });

  it('logs in as the user that MongoDB makes, in the bot and in the health check', () => {
    const { MONGO_INITDB_ROOT_USERNAME: user } = mongo.environment;
    const uri = new URL(redress.environment.MONGODB_URI?.replace(/\$\{.*\}/, 'x') ?? '');
    expect(uri.username).to.equal(user);
    expect(uri.searchParams.get('authSource')).to.equal('admin');
    expect(mongo.healthcheck?.test.at(-1)).to.include('.auth({ user, pwd })');
    const set = uri.searchParams.get('replicaSet');
    expect(mongo.command?.join(' ')).to.include(`--replSet ${set} `);
    expect(mongo.healthcheck?.test.at(-1)).to.include(`_id: '${set}'`);
  });

  it('gives MongoDB the key file that its start writes, and publishes no port of it', () => {
    const key = mongo.command?.[(mongo.command ?? []).indexOf('--keyFile') + 1] ?? '';
    expect(key).to.match(/^\//);
    expect(mongo.entrypoint?.join('\n')).to.include(`> ${key}`).and.include('"$$@"');
    expect(mongo.ports).to.equal(undefined);
  });

  it('keeps the data of both in named volumes', () => {
    const named = [...redress.volumes, ...mongo.volumes].filter((one) => !/^[./]/.test(one));
    expect(named).to.deep.equal(['data:/app/data', 'mongo:/data/db']);
    expect(Object.keys(compose.volumes)).to.deep.equal(['data', 'mongo']);
    expect(read('Dockerfile')).to.match(/^VOLUME \/app\/data$/m);
  });

  it('pins the image of MongoDB, and the pages tell its version', () => {
    expect(mongo.image).to.match(/^mongo:\d+\.\d+\.\d+$/);
    expect(read('docs/operations.md')).to.include(
      `a MongoDB ${mongo.image.split(':')[1]} that has a password`,
    );
  });

  it('starts the bot only with settings that are right, and again with the computer', () => {
    expect(check.command).to.deep.equal(['node', 'dist/src/cli.js', 'check']);
    expect(check.restart).to.equal('no');
    expect(check.environment).to.deep.equal(redress.environment);
    expect(redress.depends_on).to.deep.equal({
      check: { condition: 'service_completed_successfully' },
      mongo: { condition: 'service_healthy' },
    });
    expect(redress.restart).to.equal('unless-stopped');
  });

  it('runs an image that is no root, and that tells whether it is well', () => {
    const [, last = ''] = read('Dockerfile').split(/^FROM [^\n]*-slim$/m);
    for (const line of [/^USER node$/m, /^HEALTHCHECK /m, /^STOPSIGNAL SIGTERM$/m]) {
      expect(last).to.match(line);
    }
  });
});
