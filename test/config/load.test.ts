import { expect } from 'chai';
import fc from 'fast-check';
import { loadConfig } from '../../src/config/load.js';
import { DEFAULT_MOST_A_DAY, DEFAULT_POLICY } from '../../src/domain/organisation/organisation.js';
import {
  GOOD_ENVIRONMENT,
  loadFaults,
  loadValid,
  loadWith,
  readRootFile,
  SMALL_FILE,
} from './sample-settings.js';

describe('the configuration', () => {
  it('reports mistakes in three places at once, each with its variable or line', () => {
    const file = SMALL_FILE.replace('Europe/London', 'Europe/Lodnon').replace(
      'officers: [ben@example.org]',
      'officers: [bem@example.org]',
    );
    expect(loadFaults(file, { PORT: 'http' })).to.deep.equal([
      'PORT: "http" is no port; write a number from 1 to 65535.',
      'redress.yml:2: hours.zone: "Europe/Lodnon" is no IANA time zone; write it like Europe/London. Did you mean "Europe/London"?',
      'redress.yml:7: officers[0]: nobody with the e-mail or id "bem@example.org" is written out; write the person out once as {name, email, slack, teams}, then name them by e-mail. Did you mean "ben@example.org"?',
    ]);
  });

  it('says what to do when there is no file, and still reports other mistakes', () => {
    const outcome = loadConfig(
      { ...GOOD_ENVIRONMENT, PORT: '-1', REDRESS_CONFIG: 'my.yml' },
      () => {
        throw Object.assign(new Error('no'), { code: 'ENOENT' });
      },
    );
    expect(outcome).to.deep.equal({
      kind: 'faulty',
      faults: [
        { where: 'PORT', what: '"-1" is no port; write a number from 1 to 65535.' },
        {
          where: 'my.yml',
          what: 'there is no such file; copy redress.example.yml there, or set REDRESS_CONFIG to where it is.',
        },
      ],
    });
  });

  it('reports a file that it may not read', () => {
    const outcome = loadConfig(GOOD_ENVIRONMENT, () => {
      throw Object.assign(new Error('no'), { code: 'EACCES' });
    });
    expect(outcome).to.have.nested.property('faults[0].what', 'the file cannot be read (EACCES).');
  });

  it('accepts the example file unchanged', () => {
    const { organisation } = loadValid(readRootFile('redress.example.yml'));
    expect(organisation.teams.map((team) => team.key)).to.deep.equal(['billing', 'repairs']);
    expect(organisation.officers.map((person) => person.name)).to.deep.equal([
      'Omar Officer',
      'Lena Lead',
    ]);
    expect(organisation.policy, 'it shows the defaults').to.deep.equal(DEFAULT_POLICY);
    expect(organisation.mostADay, 'it shows the defaults').to.equal(DEFAULT_MOST_A_DAY);
  });

  it('reports the line of invalid YAML', () => {
    const [fault, ...more] = loadFaults('teams:\n  billing: [\n');
    expect(more).to.deep.equal([]);
    expect(fault).to.match(/^redress\.yml:3: this is not valid YAML: /);
  });

  it('reports a duplicate key and still reads the rest', () => {
    const faults = loadFaults(`${SMALL_FILE}officers: [zed@example.org]\n`);
    expect(faults[0]).to.match(
      /^redress\.yml:7: officers\[0\]|^redress\.yml:8: this key stands twice/,
    );
    expect(faults).to.include('redress.yml:8: this key stands twice; keep one of them.');
    expect(faults).to.have.length(2);
  });

  it('rejects aliases that multiply without end', () => {
    const bomb = ['a: &a [1,1,1,1,1,1,1,1,1,1]'];
    for (const [one, other] of ['ab', 'bc', 'cd', 'de', 'ef'].map((pair) => pair.split(''))) {
      bomb.push(`${other}: &${other} [${Array(10).fill(`*${one}`).join(',')}]`);
    }
    expect(loadFaults(bomb.join('\n'))).to.deep.equal([
      'redress.yml:1: has aliases that cannot be followed; write them out.',
    ]);
  });

  it('reports what an empty file lacks', () => {
    expect(loadFaults('')).to.deep.equal([
      'redress.yml:1: teams: is missing.',
      'redress.yml:1: officers: is missing.',
    ]);
  });

  it('never throws and always reports a fault for an invalid file', () => {
    const word = fc.constantFrom(
      'teams',
      'officers',
      'hours',
      'zone',
      'mon-fri',
      'nudges',
      'x',
      '__proto__',
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, 0, 'C0123456789', 'ben@example.org', '09:00-17:00', ''),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(word, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const outcome = loadWith(JSON.stringify(value));
        if (outcome.kind === 'valid')
          expect(outcome.configuration.organisation.teams).to.not.be.empty;
        else expect(outcome.faults).to.not.be.empty;
      }),
      { numRuns: 300 },
    );
  });
});
