import { expect } from 'chai';
import fc from 'fast-check';
import { parseFormValues } from '../../../../adapters/teams/inbound/parse.js';
import { parseActionData, type SubmitData } from '../../../../adapters/teams/render/action-data.js';
import { parseDateInputs, toDateInputs } from '../../../../adapters/teams/render/dates.js';
import { renderForm } from '../../../../adapters/teams/render/form/dialog.js';
import type { Field } from '../../../../src/views/elements.js';
import { BEN, TENANT } from '../render/arbitraries.js';

const ask = { required: false } as const;

const FIELDS: readonly Field[] = [
  { ...ask, kind: 'text', name: 'what', label: 'What?', lines: 'many', max: 100 },
  {
    ...ask,
    kind: 'choice',
    name: 'means',
    label: 'How?',
    look: 'menu',
    options: [{ value: 'a', label: 'A' }],
  },
  { ...ask, kind: 'moment', name: 'due', label: 'When?' },
  { ...ask, kind: 'tick', name: 'told', label: 'Told?', text: 'Yes' },
  { ...ask, kind: 'person', name: 'who', label: 'Who?' },
];

function renderAndParse(zone: string | null): SubmitData {
  const dialog = renderForm(
    {
      id: 'f',
      submissionId: 's',
      context: '',
      title: 'T',
      submit: 'S',
      blocks: [],
      fields: FIELDS,
    },
    { tenant: TENANT, zone, seal: () => 'sealed' },
  );
  const [action] = dialog.card.content.actions ?? [];
  const data = action !== undefined && 'data' in action ? parseActionData(action.data) : undefined;
  if (data?.kind !== 'submit') throw new Error('the dialog cannot be submitted');
  return data;
}

const NOTHING = { what: null, means: null, due: null, told: false, who: null };

describe('The values of a submission in Teams', () => {
  it('are parsed by the kind of their field, moments in the zone of the form', () => {
    const inputs = {
      'f.what': 'late\nagain',
      'f.means': 'a',
      'f.due.date': '2026-07-01',
      'f.due.time': '12:05',
      'f.told': 'true',
      'f.who': BEN,
    };
    const expected = {
      what: 'late\nagain',
      means: 'a',
      due: Date.UTC(2026, 6, 1, 10, 5),
      told: true,
      who: { platform: 'teams', workspace: TENANT, userId: BEN },
    };
    expect(parseFormValues(renderAndParse('Europe/Berlin'), inputs, TENANT)).to.deep.equal(
      expected,
    );
    expect(parseFormValues(renderAndParse(null), inputs, TENANT)).to.deep.equal({
      ...expected,
      due: Date.UTC(2026, 6, 1, 12, 5),
    });
  });

  it('contain no moment for a date without a time, or a time without a date, which is not nothing', () => {
    for (const half of [{ 'f.due.date': '2026-07-01' }, { 'f.due.time': '12:00' }]) {
      const values = parseFormValues(renderAndParse('UTC'), half, TENANT);
      expect(values.due).to.satisfy(Number.isNaN);
    }
  });

  it('are null when they are empty, missing or malformed', () => {
    const strange = {
      'f.what': ['x'],
      'f.means': 7,
      'f.due.date': '1 July',
      'f.due.time': '12:00',
      'f.told': 'yes',
      'f.who': 'ben@example.com',
    };
    for (const inputs of [undefined, null, 'x', [], {}, strange]) {
      expect(parseFormValues(renderAndParse('UTC'), inputs, TENANT)).to.deep.equal(NOTHING);
    }
    expect(parseDateInputs('2026-07-01', 'noon', 'UTC')).to.equal(null);
    expect(parseDateInputs('2026-02-30', '', 'UTC')).to.equal(null);
  });

  it('contain a shown moment unchanged, to the minute, in any zone', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu');
    const minutes = fc.integer({ min: 0, max: 60_000_000 });
    fc.assert(
      fc.property(minutes, zones, (minute, zone) => {
        const shown = toDateInputs(minute * 60_000, zone);
        const back = parseDateInputs(shown?.date, shown?.time, zone) ?? Number.NaN;
        // an hour that the clock repeats is parsed as the first one
        expect([0, 3_600_000]).to.include(minute * 60_000 - back);
      }),
    );
  });
});
