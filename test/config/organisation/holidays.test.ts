import { expect } from 'chai';
import fc from 'fast-check';
import { hashConfiguration } from '../../../src/app/configuration/hash-configuration.js';
import {
  createNationalHolidays,
  findYears,
} from '../../../src/config/organisation/national-holidays.js';
import { createOrganisation, createTeam } from '../../support/domain.js';
import { loadFaults, loadValid, SMALL_FILE } from '../sample-settings.js';

const general = (holidays: string): string => `${SMALL_FILE}holidays: ${holidays}\n`;

function withTeam(holidays: string, file = SMALL_FILE): string {
  return file.replace('    members', `    holidays: ${holidays}\n    members`);
}

function holidaysOf(file: string): readonly string[] {
  return loadValid(file).organisation.teams[0]?.calendar.holidays ?? [];
}

const in2026 = (dates: readonly string[]): readonly string[] =>
  dates.filter((date) => date.startsWith('2026'));

/** gov.uk/bank-holidays; 26 December 2026 is a Saturday, and the Monday after it is taken. */
const ENGLAND_2026 = [
  '2026-01-01',
  '2026-04-03',
  '2026-04-06',
  '2026-05-04',
  '2026-05-25',
  '2026-08-31',
  '2026-12-25',
  '2026-12-26',
  '2026-12-28',
];

describe('national holidays in redress.yml', () => {
  it('are the public holidays of the country and region, with the days taken in place of a weekend', () => {
    expect(in2026(holidaysOf(general('{ country: GB, region: ENG }')))).to.deep.equal(ENGLAND_2026);
    const scotland = holidaysOf(general('{ country: gb, region: sct }'));
    expect(scotland).to.include('2026-01-02').and.not.include('2026-04-06');
  });

  it('leave out what is no day off, and days of which only a part is one', () => {
    const germany = holidaysOf(general('{ country: DE, region: BY }'));
    expect(germany).to.include('2026-01-06').and.include('2026-10-03');
    expect(germany).to.not.include('2026-12-24').and.not.include('2026-05-10');
    expect(holidaysOf(general('{ country: DE, region: BY-A }'))).to.include('2026-08-08');
  });

  it('of several days are each of these days', () => {
    const emirates = holidaysOf(general('{ country: AE }'));
    expect(emirates).to.include.members(['2026-05-27', '2026-05-28', '2026-05-29']);
  });

  it('stand beside own dates', () => {
    const dates = holidaysOf(general('{ country: GB, region: ENG, dates: [2026-12-24] }'));
    expect(in2026(dates)).to.deep.equal([...ENGLAND_2026, '2026-12-24'].sort());
    expect(holidaysOf(general('{ dates: [2026-12-24] }'))).to.deep.equal(['2026-12-24']);
  });

  it('of a team take the place of those of the general country, and its dates add to the general ones', () => {
    const file = general('{ country: GB, region: ENG, dates: [2026-12-24] }');
    const added = holidaysOf(withTeam('[2026-08-03]', file));
    expect(in2026(added)).to.deep.equal([...ENGLAND_2026, '2026-08-03', '2026-12-24'].sort());
    const french = holidaysOf(withTeam('{ country: FR, dates: [2026-08-03] }', file));
    expect(french).to.include.members(['2026-07-14', '2026-08-03', '2026-12-24']);
    expect(french).to.not.include('2026-08-31');
  });

  const mistakes: Readonly<Record<string, string>> = {
    '{ country: UK }':
      'holidays.country: "UK" is no code of a country whose holidays are known; write it like GB. Did you mean "GB"?',
    '{ country: United Kingdon }':
      'holidays.country: "United Kingdon" is no code of a country whose holidays are known; write it like GB. Did you mean "GB" (United Kingdom)?',
    '{ country: Germany }':
      'holidays.country: "Germany" is no code of a country whose holidays are known; write it like GB. Did you mean "DE"?',
    '{ country: XX }':
      'holidays.country: "XX" is no code of a country whose holidays are known; write it like GB. Known with X: XK (Kosovo).',
    '{ country: GB, region: England }':
      'holidays.region: United Kingdom has no region "England" with holidays of its own. Did you mean "ENG"?',
    '{ country: GB, region: EN }':
      'holidays.region: United Kingdom has no region "EN" with holidays of its own. There are: ALD (Alderney), ENG (England), NIR (Northern Ireland), SCT (Scotland), WLS (Wales).',
    '{ country: PL, region: MZ }':
      'holidays.region: Poland has no region "MZ" with holidays of its own. Leave it out: there are none.',
    '{ region: ENG }': 'holidays.region: needs its country beside it, such as "country: GB".',
    '{ country: [GB] }':
      'holidays.country: must be a code, such as GB for a country or ENG for a region.',
    '{ country: GB, dates: [Christmas] }':
      'holidays.dates[0]: "Christmas" is no date; write it like 2026-12-25.',
    '{ contry: GB }': 'holidays.contry: is not a setting. Did you mean "country"?',
    GB: 'holidays: must be a list, not text.',
  };
  for (const [holidays, sentence] of Object.entries(mistakes)) {
    it(`are refused in one sentence with their line as ${holidays}`, () => {
      expect(loadFaults(general(holidays))).to.deep.equal([`redress.yml:8: ${sentence}`]);
    });
  }

  it('name the team in a fault', () => {
    expect(loadFaults(withTeam('{ country: GB, region: EN }'))[0]).to.match(
      /^redress\.yml:6: teams\.billing\.holidays\.region: United Kingdom has no region "EN"/,
    );
  });
});

describe('the years of national holidays', () => {
  it('reach at least five years ahead and one back, whenever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 2100 }), (year) => {
        const { first, last } = findYears(year);
        expect(first).to.be.lessThan(year);
        expect(last - year).to.be.within(5, 9);
      }),
    );
  });

  it('make a start in a new year the same configuration, and the next years known once in five', () => {
    const hashIn = (year: number): string => {
      const holidays = createNationalHolidays(year).listDates('GB', 'ENG');
      const calendar = { ...createTeam('repairs').calendar, holidays };
      const teams = new Map([['repairs', createTeam('repairs', { calendar })]]);
      return hashConfiguration(createOrganisation({ teams }));
    };
    const hashes = [2025, 2026, 2029, 2030].map(hashIn);
    expect(new Set(hashes.slice(0, 3)).size).to.equal(1);
    expect(hashes[3]).to.not.equal(hashes[0]);
  });

  it('make the same dates in whatever zone the process runs', () => {
    const zone = process.env.TZ;
    const dates = ['Pacific/Auckland', 'America/Los_Angeles'].map((TZ) => {
      process.env.TZ = TZ;
      return createNationalHolidays(2026).listDates('GB', 'ENG');
    });
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(dates[0]).to.deep.equal(dates[1]);
    expect(in2026(dates[0] ?? [])).to.deep.equal(ENGLAND_2026);
  });
});
