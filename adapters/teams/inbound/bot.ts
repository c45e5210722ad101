import {
  type AdaptiveCardInvokeResponse,
  type InvokeResponse,
  type MessagingExtensionActionResponse,
  type TaskModuleResponse,
  TeamsActivityHandler,
  type TurnContext,
} from 'botbuilder';
import type { Running } from '../../shared/running.js';
import { handleInstallation, type InstallationOptions } from './installations.js';
import {
  answerCard,
  answerDialog,
  answerExtension,
  type InvokeAnswer,
  type InvokeOptions,
} from './invokes.js';
import { handleMessage, type MessageOptions } from './messages.js';
import { isFromPerson } from './parse.js';
import { type Activity, cardActionValue, type PersonActivity } from './payloads.js';
import type { References } from './references.js';
import { unknownCardAction } from './reply.js';

export interface BotOptions extends InvokeOptions, MessageOptions, InstallationOptions {
  readonly references: References;
  readonly running: Running;
}

type Next = () => Promise<void>;

/**
 * What is done for one activity: the library routes it, and answers 501 to invokes nobody here
 * knows. Made anew for every turn, of which it keeps what was read.
 */
export class Bot extends TeamsActivityHandler {
  /** The answer says that the true one is still to come. */
  isLate = false;
  readonly #options: BotOptions;
  readonly #activity: Activity;
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: BotOptions, activity: Activity) {
    super();
    this.#options = options;
    this.#activity = activity;
    const note = async (_turn: TurnContext, next: Next) => {
      await options.references.note(activity);
      await next();
    };
    const installed =
      (kind: 'installed' | 'uninstalled') => async (_turn: TurnContext, next: Next) => {
        await handleInstallation(options, activity, kind);
        await next();
      };
    this.onMessage(note).onMessage(() => handleMessage(options, this.#actor()));
    this.onInstallationUpdate(note).onConversationUpdate(note);
    this.onInstallationUpdateAdd(installed('installed')).onMembersAdded(installed('installed'));
    this.onInstallationUpdateRemove(installed('uninstalled')).onMembersRemoved(
      installed('uninstalled'),
    );
  }

  /** Also sees to it that no fault becomes an answer: the library takes errors with certain words for one. */
  protected override async onInvokeActivity(turn: TurnContext): Promise<InvokeResponse> {
    const { references, running, replyContext } = this.#options;
    // The next activity brings it again; a person is not to be kept from acting by it.
    running.track(references.note(this.#activity)).catch((error: unknown) => {
      replyContext.logger.warn({ error }, 'where to write to in Teams could not be kept');
    });
    if (isUnreadable(this.#activity)) return { status: 200, body: unknownCardAction() };
    const response = await super.onInvokeActivity(turn);
    await this.#work;
    return asTeamsWants(this.#activity, response);
  }

  protected override handleTeamsTaskModuleFetch(): Promise<TaskModuleResponse> {
    return this.#answer(answerDialog(this.#options, this.#actor(), 'fetch'));
  }

  protected override handleTeamsTaskModuleSubmit(): Promise<TaskModuleResponse> {
    return this.#answer(answerDialog(this.#options, this.#actor(), 'submit'));
  }

  protected override handleTeamsMessagingExtensionFetchTask(): Promise<MessagingExtensionActionResponse> {
    return this.#answer(answerExtension(this.#options, this.#actor()));
  }

  protected override handleTeamsMessagingExtensionSubmitAction(): Promise<MessagingExtensionActionResponse> {
    return this.#answer(answerDialog(this.#options, this.#actor(), 'submit'));
  }

  protected override onAdaptiveCardInvoke(): Promise<AdaptiveCardInvokeResponse> {
    return this.#answer(answerCard(this.#options, this.#actor()));
  }

  #actor(): PersonActivity {
    if (!isFromPerson(this.#activity)) throw new TypeError('an activity that nobody did was taken');
    return this.#activity;
  }

  #answer<T>(work: Promise<InvokeAnswer<T>>): Promise<T> {
    this.#work = work;
    return work.then(({ response, isLate }) => {
      this.isLate = isLate;
      return response;
    });
  }
}

function isUnreadable({ name, value }: Activity): boolean {
  return name === 'adaptiveCard/action' && !cardActionValue.safeParse(value).success;
}

/**
 * Two things Teams wants otherwise than the library gives them: of a card's action HTTP says 200 and
 * the body how it went ("Universal Actions for Adaptive Cards", response format); `task/submit` closes
 * the dialog when there is no body (learn.microsoft.com, "Respond to the dialog submit action").
 */
function asTeamsWants({ name }: Activity, { status, body }: InvokeResponse): InvokeResponse {
  if (name === 'adaptiveCard/action' && body !== undefined) return { status: 200, body };
  if (name === 'task/submit' && body?.task === undefined) return { status };
  return { status, body };
}
