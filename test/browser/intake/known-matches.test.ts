import { savePicture } from '../browser-window.js';
import { describeInBrowser } from '../harness.js';
import * as steps from '../page-steps.js';
import type { PageUser } from '../page-user.js';

const BILL = { ...steps.BILL, account: 'B-204' };

describeInBrowser('a complaint that may be known already, in the browser', (harness) => {
  const answer = async (user: PageUser, label: RegExp) => {
    await user.form.getByRole('radio', { name: label }).check();
  };

  it('is told while the account is entered in Slack, and added to', async () => {
    const user = await harness.openPage('Slack');
    await user.goTo('Ann Reporter', 'Slack', 'general');
    const id = await steps.fileComplaint(user, BILL);
    await user.openConversation('general');
    await steps.openComplaintForm(user, 'She rang again, still no money');
    await user.fillIn({ complainant: 'Mrs Smith', account: 'b 204' });
    await user.page.keyboard.press('Tab');
    await user.form.getByText(steps.KNOWN).first().waitFor();
    await savePicture(user.window, 'known-slack');
    await answer(user, new RegExp(`^Add to ${id}`));
    await user.pressInForm('Record');
    await user.waitForForm('Add to this complaint');
    await savePicture(user.window, 'add-slack');
    await user.pressInForm('Add');
    await user.form.getByText(new RegExp(`${id}: Added`)).waitFor();
    await savePicture(user.window, 'added-slack');
    await user.closeForm();
    await user.goTo('Ben Baker', 'Slack', 'billing');
    await user.waitForText(/Complained again/);
    await savePicture(user.window, 'added-slack-team');
  });

  it('is asked at Record in Teams, with what was entered kept, and recorded as a new one', async () => {
    const user = await harness.openPage('Teams');
    await user.goTo('Ann Reporter', 'Teams', 'Redress');
    const id = await steps.fileComplaint(user, { ...steps.REPAIR, account: 'R-7' });
    await steps.openComplaintForm(user, 'The lift is out of order');
    await user.fillIn({ complainant: 'Mr O’Neil', account: 'r7', category: 'A late repair' });
    await user.pressInForm('Record');
    await user.form.getByText(steps.KNOWN).first().waitFor();
    await user.form.getByRole('radio', { name: new RegExp(`^Add to ${id}`) }).waitFor();
    await savePicture(user.window, 'known-teams');
    await steps.recordAsNew(user);
    await user.waitForText('The lift is out of order');
  });
});
