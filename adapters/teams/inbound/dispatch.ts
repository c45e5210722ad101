import {
  type ActivityHandler,
  ActivityTypes,
  type AdaptiveCardInvokeResponse,
  BotAdapter,
  type Activity as BotbuilderActivity,
  INVOKE_RESPONSE_KEY,
  type InvokeResponse,
  type MessagingExtensionActionResponse,
  type ResourceResponse,
  type TaskModuleResponse,
  TeamsActivityHandler,
  TurnContext,
} from 'botbuilder';
import type { WorkTracker } from '../../shared/work-tracker.js';
import { createIdempotencyCache } from './idempotency-cache.js';
import { handleInstallation, handleJoinedTeam, type InstallationOptions } from './installations.js';
import {
  answerCard,
  answerDialog,
  answerExtension,
  type InvokeAnswer,
  type InvokeOptions,
} from './invokes.js';
import { handleMessage, type MessageOptions } from './messages.js';
import { isFromBot, isFromPerson } from './parse.js';
import { type Activity, cardActionValueSchema, type PersonActivity } from './payloads.js';
import type { References } from './references.js';
import { toUnknownActionResponse } from './reply.js';

interface BotOptions extends InvokeOptions, MessageOptions, InstallationOptions {
  readonly references: References;
  readonly workTracker: WorkTracker;
}

export interface DispatchOptions extends Omit<BotOptions, 'welcomed'> {
  /** A time that only runs forward, ms. */
  readonly now: () => number;
}

/** The response to an activity: HTTP status and JSON body. */
export interface ActivityResponse {
  readonly status: number;
  readonly body?: unknown;
  /** The core did not reply in time. A repeated request is dispatched again. */
  readonly isLate?: boolean;
}

/**
 * Runs one authenticated activity and returns the response. Rejects when the activity could not be
 * handled. Ignores activities of bots (our own too) and of unknown types.
 */
export type Dispatch = (activity: Activity) => Promise<ActivityResponse>;

const ACCEPTED: ActivityResponse = { status: 200 };
/** The sender has no Microsoft Entra account, e.g. a guest in a meeting: there is no account to act for. */
const NO_ACCOUNT: ActivityResponse = { status: 403 };

/** Runs activities on botbuilder: one bot for each activity, on an adapter that sends nothing itself. */
export function createDispatch(options: DispatchOptions): Dispatch {
  const adapter = new TurnAdapter();
  const botOptions = {
    ...options,
    welcomed: createIdempotencyCache<boolean>(options.now, (isSent) => isSent),
  };
  return async (activity) => {
    if (activity.type === 'invoke' || activity.type === 'message') {
      if (isFromBot(activity)) return ACCEPTED;
      if (!isFromPerson(activity)) return NO_ACCOUNT;
    }
    const bot = new Bot(botOptions, activity);
    const response = await adapter.runTurn(toBotbuilderActivity(activity), bot);
    return response === undefined ? ACCEPTED : { ...response, isLate: bot.isLate };
  };
}

/** botbuilder reads `channelData` and `value` without checking that they exist. */
function toBotbuilderActivity(activity: Activity): Partial<BotbuilderActivity> {
  const { channelData = {}, value } = activity;
  const complete: unknown = { ...activity, channelData, value: value ?? {} };
  return complete as Partial<BotbuilderActivity>;
}

type Next = () => Promise<void>;

/** Handles one activity. botbuilder routes it, and answers 501 to invokes without a handler here. */
class Bot extends TeamsActivityHandler {
  /** The core did not reply in time. */
  isLate = false;
  readonly #options: BotOptions;
  readonly #activity: Activity;
  #invokeAnswer: Promise<unknown> = Promise.resolve();

  constructor(options: BotOptions, activity: Activity) {
    super();
    this.#options = options;
    this.#activity = activity;
    const record = async (_turn: TurnContext, next: Next) => {
      await options.references.record(activity);
      await next();
    };
    const handle =
      (kind: 'installed' | 'uninstalled') => async (_turn: TurnContext, next: Next) => {
        await handleInstallation(options, activity, kind);
        await next();
      };
    this.onMessage(record).onMessage(() => handleMessage(options, this.#personActivity()));
    this.onInstallationUpdate(record).onConversationUpdate(record);
    const join = async (_turn: TurnContext, next: Next) => {
      await handleJoinedTeam(options, activity);
      await next();
    };
    this.onInstallationUpdate(join).onConversationUpdate(join);
    this.onInstallationUpdateAdd(handle('installed')).onMembersAdded(handle('installed'));
    this.onInstallationUpdateRemove(handle('uninstalled')).onMembersRemoved(handle('uninstalled'));
  }

  /** botbuilder turns errors with certain messages into responses; awaiting the answer rejects with them. */
  protected override async onInvokeActivity(turn: TurnContext): Promise<InvokeResponse> {
    const { references, workTracker, replyContext } = this.#options;
    // A person must not wait for this, and the next activity brings the same reference again.
    workTracker.track(references.record(this.#activity)).catch((error: unknown) => {
      replyContext.logger.warn({ error }, 'conversation reference not saved');
    });
    if (isUnreadableCardAction(this.#activity))
      return { status: 200, body: toUnknownActionResponse() };
    const response = await super.onInvokeActivity(turn);
    await this.#invokeAnswer;
    return toTeamsResponse(this.#activity, response);
  }

  protected override handleTeamsTaskModuleFetch(): Promise<TaskModuleResponse> {
    return this.#respond(answerDialog(this.#options, this.#personActivity(), 'fetch'));
  }

  protected override handleTeamsTaskModuleSubmit(): Promise<TaskModuleResponse> {
    return this.#respond(answerDialog(this.#options, this.#personActivity(), 'submit'));
  }

  protected override handleTeamsMessagingExtensionFetchTask(): Promise<MessagingExtensionActionResponse> {
    return this.#respond(answerExtension(this.#options, this.#personActivity()));
  }

  protected override handleTeamsMessagingExtensionSubmitAction(): Promise<MessagingExtensionActionResponse> {
    return this.#respond(answerDialog(this.#options, this.#personActivity(), 'submit'));
  }

  protected override onAdaptiveCardInvoke(): Promise<AdaptiveCardInvokeResponse> {
    return this.#respond(answerCard(this.#options, this.#personActivity()));
  }

  #personActivity(): PersonActivity {
    if (!isFromPerson(this.#activity)) throw new TypeError('the activity has no Entra account');
    return this.#activity;
  }

  #respond<T>(answer: Promise<InvokeAnswer<T>>): Promise<T> {
    this.#invokeAnswer = answer;
    return answer.then(({ response, isLate }) => {
      this.isLate = isLate;
      return response;
    });
  }
}

function isUnreadableCardAction({ name, value }: Activity): boolean {
  return name === 'adaptiveCard/action' && !cardActionValueSchema.safeParse(value).success;
}

/**
 * Corrects two responses of botbuilder. For a card action Teams expects HTTP 200 and the real status
 * in the body ("Universal Actions for Adaptive Cards", response format). A `task/submit` without a
 * body closes the dialog (learn.microsoft.com, "Respond to the dialog submit action").
 */
function toTeamsResponse({ name }: Activity, { status, body }: InvokeResponse): InvokeResponse {
  if (name === 'adaptiveCard/action' && body !== undefined) return { status: 200, body };
  if (name === 'task/submit' && body?.task === undefined) return { status };
  return { status, body };
}

/**
 * Runs an authenticated activity on a bot without any connection. A turn can return its invoke
 * response and send nothing else: messages go through the messenger, which paces them and checks
 * service URLs.
 */
export class TurnAdapter extends BotAdapter {
  /** Resolves with the bot's invoke response, undefined without one. Rejects when the bot does. */
  async runTurn(
    activity: Partial<BotbuilderActivity>,
    bot: ActivityHandler,
  ): Promise<InvokeResponse | undefined> {
    const turn = new TurnContext(this, activity);
    await this.runMiddleware(turn, (context) => bot.run(context));
    return turn.turnState.get<Partial<BotbuilderActivity> | undefined>(INVOKE_RESPONSE_KEY)?.value;
  }

  override async sendActivities(
    { turnState }: TurnContext,
    activities: Partial<BotbuilderActivity>[],
  ): Promise<ResourceResponse[]> {
    return activities.map((activity) => {
      if (activity.type !== ActivityTypes.InvokeResponse) throw sendError();
      turnState.set(INVOKE_RESPONSE_KEY, activity);
      return { id: '' };
    });
  }

  override async updateActivity(): Promise<void> {
    throw sendError();
  }

  override async deleteActivity(): Promise<void> {
    throw sendError();
  }

  override async continueConversation(): Promise<void> {
    throw sendError();
  }
}

function sendError(): TypeError {
  return new TypeError('a Teams turn can send nothing but its invoke response');
}
