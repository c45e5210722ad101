import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { launchChromium } from '../../bench/chromium.js';
import { unpackChromium } from '../../bench/packaged-chromium.js';

describe('the Chromium of the browser tests', function () {
  this.timeout(60_000);

  it('is the one that REDRESS_CHROMIUM names; if that fails, the error says what to correct', async () => {
    const named = { ...process.env, REDRESS_CHROMIUM: '/nowhere/chromium' };
    const error = await launchChromium(named).catch((reason: Error) => reason);
    expect(error).to.be.instanceOf(Error);
    expect(String(error)).to.include('REDRESS_CHROMIUM names no Chromium that starts');
    expect(String(error)).to.include('/nowhere/chromium');
  });

  it('is found on this machine or in its package, and can show a page', async () => {
    const { browser, program } = await launchChromium();
    try {
      expect(existsSync(program)).to.equal(true);
      const page = await browser.newPage();
      await page.setContent('<h1>It works</h1>');
      expect(await page.getByRole('heading', { name: 'It works' }).count()).to.equal(1);
    } finally {
      await browser.close();
    }
  });

  it('is unpacked completely, also by several processes at once, without leftovers', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'redress-chromium-'));
    try {
      const [one, other] = await Promise.all([unpackChromium(cache), unpackChromium(cache)]);
      expect(one).to.deep.equal(other);
      expect(existsSync(one.program)).to.equal(true);
      expect(existsSync(one.libraries)).to.equal(true);
      expect(readdirSync(cache)).to.have.length(1);
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  });
});
