import { startPlayground } from './browser/playground-process.js';
import { PageUser } from './browser/page-user.js';
import { NARROW } from './browser/browser-window.js';
import * as steps from './browser/page-steps.js';
const shot = async (user: PageUser, name: string) => { await user.page.waitForTimeout(300); await user.page.screenshot({ path: `/tmp/work/shots/${name}.png` }); };
const playground = await startPlayground();
try {
  for (const [size, dark, tag] of [[undefined, false, 'wide'], [NARROW, true, 'narrow']] as const) {
    for (const platform of ['Slack', 'Teams'] as const) {
      const user = await PageUser.open(playground as never, platform, { ...(size ? { size } : {}), dark } as never);
      user.page.setDefaultTimeout(8000);
      try {
        await user.goTo('Ann Reporter', platform, platform === 'Slack' ? 'general' : 'Redress');
        await steps.openComplaintForm(user, `no heating ${tag}`);
        await shot(user, `${tag}-${platform}-1-form`);
        await user.form.getByRole('button', { name: 'More details' }).click();
        await user.page.waitForTimeout(900);
        await shot(user, `${tag}-${platform}-2-more`);
        await user.fillIn({ complainant: 'Mr O’Neil', desiredOutcome: 'Heat today', category: 'A late repair' });
        await user.form.getByRole('button', { name: 'Record', exact: true }).click();
        await user.page.waitForTimeout(1200);
        await shot(user, `${tag}-${platform}-3-next`);
        await user.form.getByRole('button', { name: 'They have been told', exact: true }).click();
        await user.page.waitForTimeout(1200);
        await shot(user, `${tag}-${platform}-4-told`);
        await user.openConversation('Redress');
        await shot(user, `${tag}-${platform}-5-card`);
      } catch (e) { console.error(tag, platform, e); await shot(user, `${tag}-${platform}-error`); }
      await user.window.close();
    }
  }
} finally { await playground.stop(); }
process.exit(0);
