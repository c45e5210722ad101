import type { Desk } from './desk.js';
import * as steps from './steps.js';

/** Told at each step of the way, for a picture. */
export type AtEachStep = (name: string) => Promise<void>;

/**
 * The whole way: Ann reports in Slack, Dev takes it on in Teams, is reminded of what he promised, and
 * resolves it; some days later he follows up, and Ann sees all of it.
 */
export async function walkWholeWay(
  desk: Desk,
  complaint: steps.Complaint,
  at: AtEachStep,
): Promise<void> {
  await desk.becomes('Ann Reporter');
  await desk.opens('general');
  await at('01-start');
  await steps.asksForForm(desk, 'Slack', complaint.words);
  await at('02-form');
  await steps.fillsInComplaint(desk, complaint);
  await desk.sends('Record');
  await desk.opens('Redress');
  await desk.reads(complaint.words);
  await at('03-filed');

  await desk.goes('Dev Desai', 'Teams', 'Repairs');
  await desk.reads(complaint.words);
  await at('04-team');
  await steps.takes(desk, 'Dev Desai');
  await at('05-taken');
  await steps.acknowledges(desk);
  await steps.promises(desk, 'Teams', 'A fitter comes in the afternoon');
  await at('06-promised');
  await isReminded(desk, at);
  await isResolved(desk, at);

  await desk.goes('Ann Reporter', 'Slack', 'Redress');
  await desk.reads(/Satisfaction: 4 of 5/);
  await desk.reads('The boiler was mended, and we apologised.');
  await at('11-reporter');
}

async function isReminded(desk: Desk, at: AtEachStep): Promise<void> {
  await desk.opens('Redress');
  await steps.waitsFor(desk, /a promise about C-\d+ is nearly due/, /A promise is due/);
  await at('07-nudged');
  await desk.presses('Done');
  await desk.reads(/nothing is left to do here/);
}

async function isResolved(desk: Desk, at: AtEachStep): Promise<void> {
  await desk.opens('Repairs');
  await steps.resolves(desk, 'The boiler was mended, and we apologised.');
  await desk.reads(/Resolved, to be followed up/);
  await at('08-resolved');
  await desk.opens('Redress');
  await steps.waitsFor(desk, /is really settled/, /Ask the complainant whether they are/);
  await at('09-follow-up');
  await steps.followsUp(desk);
  await desk.opens('Repairs');
  await desk.reads(/Satisfaction: 4 of 5/);
  await at('10-closed');
}
