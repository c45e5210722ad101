import {
  type Activity,
  type ActivityHandler,
  ActivityTypes,
  BotAdapter,
  INVOKE_RESPONSE_KEY,
  type InvokeResponse,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';

/**
 * Runs the turn of an activity that was believed already. It connects nowhere: what a turn may send
 * is its invoke response, which goes back to whoever asked; everything else is said by the speaker,
 * with our pacing and to admitted addresses only.
 */
export class TurnAdapter extends BotAdapter {
  /** The bot's invoke response, undefined when it gave none. Rejects as the bot does. */
  async take(
    activity: Partial<Activity>,
    bot: ActivityHandler,
  ): Promise<InvokeResponse | undefined> {
    const turn = new TurnContext(this, activity);
    await this.runMiddleware(turn, (context) => bot.run(context));
    return turn.turnState.get<Partial<Activity> | undefined>(INVOKE_RESPONSE_KEY)?.value;
  }

  override async sendActivities(
    { turnState }: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    return activities.map((activity) => {
      if (activity.type !== ActivityTypes.InvokeResponse) throw refusal();
      turnState.set(INVOKE_RESPONSE_KEY, activity);
      return { id: '' };
    });
  }

  override async updateActivity(): Promise<void> {
    throw refusal();
  }

  override async deleteActivity(): Promise<void> {
    throw refusal();
  }

  override async continueConversation(): Promise<void> {
    throw refusal();
  }
}

function refusal(): TypeError {
  return new TypeError('a turn in Teams sends nothing but its invoke response');
}
