import * as steps from './page-steps.js';
import type { PageUser } from './page-user.js';

/** Called after each step, for a picture. */
export type OnStep = (name: string) => Promise<void>;

/**
 * Runs a complaint from filing to follow-up: Ann reports it in Slack; Dev takes it in Teams, is reminded
 * of his promise and resolves it; some days later he follows up, and Ann sees all of it.
 */
export async function runScenario(
  user: PageUser,
  complaint: steps.ComplaintEntries,
  onStep: OnStep,
): Promise<void> {
  await user.switchTo('Ann Reporter');
  await user.openConversation('general');
  await onStep('01-start');
  await steps.openComplaintForm(user, complaint.description);
  await onStep('02-form');
  await steps.fillInComplaint(user, complaint);
  await steps.recordAsNew(user);
  await user.openConversation('Redress');
  await user.waitForText(complaint.description);
  await onStep('03-filed');

  await user.goTo('Dev Desai', 'Teams', 'Repairs');
  await user.waitForText(complaint.description);
  await onStep('04-team');
  await steps.takeComplaint(user, 'Dev Desai');
  await onStep('05-taken');
  await steps.acknowledge(user);
  await steps.recordPromise(user, 'A fitter comes in the afternoon');
  await onStep('06-promised');
  await keepPromiseAfterReminder(user, onStep);
  await resolveAndFollowUp(user, onStep);

  await user.goTo('Ann Reporter', 'Slack', 'Redress');
  await user.waitForText(/Satisfaction: 4 of 5/);
  await user.waitForText('The boiler was mended, and we apologised.');
  await onStep('11-reporter');
}

async function keepPromiseAfterReminder(user: PageUser, onStep: OnStep): Promise<void> {
  await user.openConversation('Redress');
  await steps.moveClockUntil(user, /a promise about C-\d+ is nearly due/, /A promise is due/);
  await onStep('07-nudged');
  await user.pressButton('Done');
  await user.waitForText(/nothing is left to do here/);
}

async function resolveAndFollowUp(user: PageUser, onStep: OnStep): Promise<void> {
  await user.openConversation('Repairs');
  await steps.resolveComplaint(user, 'The boiler was mended, and we apologised.');
  await user.waitForText(/Resolved, to be followed up/);
  await onStep('08-resolved');
  await user.openConversation('Redress');
  await steps.moveClockUntil(user, /is really settled/, /Ask the complainant whether they are/);
  await onStep('09-follow-up');
  await steps.followUp(user);
  await user.openConversation('Repairs');
  await user.waitForText(/Satisfaction: 4 of 5/);
  await onStep('10-closed');
}
