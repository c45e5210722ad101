import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { findFreePort } from '../../support/ports.js';
import { BotProcess } from '../support/bot-process.js';
import { type Harness, startHarness } from '../support/harness.js';
import { ORGANISATION } from '../support/organisation.js';

describe('the start with doubtful or wrong settings', function () {
  this.timeout(60_000);
  let harness: Harness;
  before(async () => {
    const organisation = `${ORGANISATION}nudges: { quiet: 2 days }\n`;
    harness = await startHarness({ organisation });
  });
  after(() => harness.close());

  it('names what is doubtful in the log, with its line, and goes on', () => {
    const lines = harness.bot.output.split('\n');
    const warning = JSON.parse(lines.find((line) => line.includes('doubtful setting')) ?? '{}');
    expect(warning.where).to.match(/redress\.yml:\d+$/);
    expect(warning.what).to.match(/^nudges\.quiet: "2 days" counts working days/);
  });

  const FOLDERS: Record<string, (folder: string) => string> = {
    'a file': (folder) => join(folder, 'redress.yml'),
    'a folder without parent': (folder) => join(folder, 'not-mounted', 'data'),
  };
  for (const [name, toData] of Object.entries(FOLDERS)) {
    it(`ends with 78 when the data folder is ${name}`, async () => {
      const data = toData(dirname(harness.config));
      const env = { ...harness.settings, REDRESS_CONFIG: harness.config, REDRESS_DATA: data };
      writeFileSync(harness.config, ORGANISATION);
      const bot = new BotProcess(await findFreePort(), env);
      expect((await bot.run()).code).to.equal(78);
      expect(bot.output).to.include(`REDRESS_DATA: ${data}`).and.not.include('Error:');
    });
  }
});
