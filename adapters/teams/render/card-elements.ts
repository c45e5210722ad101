import type { ActionData, SerializedSubmitData } from './action-data.js';

/**
 * The part of the Adaptive Cards 1.5 schema this adapter writes (adaptivecards.io/explorer;
 * learn.microsoft.com, "Format cards in Teams", for what Teams adds below `msteams`).
 */

interface ElementBase {
  readonly spacing?: 'none' | 'small' | 'medium';
  readonly separator?: boolean;
}

interface TextFormat {
  readonly size?: 'small' | 'large';
  readonly weight?: 'bolder';
  readonly color?: 'attention';
  readonly isSubtle?: boolean;
}

/** Text with Markdown and mentions. What people wrote is escaped in it. */
export interface TextBlock extends ElementBase, TextFormat {
  readonly type: 'TextBlock';
  readonly text: string;
  readonly wrap: true;
  readonly style?: 'heading';
}

export interface TextRun extends TextFormat {
  readonly type: 'TextRun';
  readonly text: string;
}

/** Literal text, without Markdown. */
export interface RichTextBlock extends ElementBase {
  readonly type: 'RichTextBlock';
  readonly inlines: readonly TextRun[];
}

export interface FactSet extends ElementBase {
  readonly type: 'FactSet';
  readonly facts: readonly { readonly title: string; readonly value: string }[];
}

export interface Container extends ElementBase {
  readonly type: 'Container';
  readonly style?: 'emphasis';
  /** For {@link ToggleAction}. */
  readonly id?: string;
  readonly isVisible?: boolean;
  readonly items: readonly CardElement[];
}

export interface ActionSet extends ElementBase {
  readonly type: 'ActionSet';
  readonly actions: readonly CardAction[];
}

interface InputBase extends ElementBase {
  readonly id: string;
  readonly label: string;
  readonly isRequired?: true;
  readonly errorMessage?: string;
}

/** Any input of a dialog. */
export type CardInput = InputBase &
  (
    | {
        readonly type: 'Input.Text';
        readonly isMultiline: boolean;
        readonly maxLength: number;
        readonly value?: string;
      }
    | {
        readonly type: 'Input.ChoiceSet';
        readonly style: 'compact' | 'expanded' | 'filtered';
        readonly wrap: true;
        readonly choices: readonly { readonly title: string; readonly value: string }[];
        readonly value?: string;
        readonly placeholder?: string;
        readonly 'choices.data'?: { readonly type: 'Data.Query'; readonly dataset: string };
      }
    | { readonly type: 'Input.Date' | 'Input.Time'; readonly value?: string }
    | {
        readonly type: 'Input.Toggle';
        readonly title: string;
        readonly wrap: true;
        readonly value: 'true' | 'false';
      }
  );

/** Any element of a card's body. */
export type CardElement = TextBlock | RichTextBlock | FactSet | Container | ActionSet | CardInput;

/** The data of an action. `msteams` makes Teams ask for a dialog. */
export interface CardActionData {
  readonly msteams?: { readonly type: 'task/fetch' };
  readonly redress: ActionData | SerializedSubmitData;
}

interface ActionBase {
  readonly title: string;
  readonly style?: 'positive' | 'destructive';
  readonly mode?: 'secondary';
}

export interface SubmitAction extends ActionBase {
  readonly type: 'Action.Submit';
  readonly data: CardActionData;
  readonly associatedInputs?: 'none';
}

export interface ExecuteAction extends ActionBase {
  readonly type: 'Action.Execute';
  readonly verb: 'press';
  readonly data: CardActionData;
  readonly fallback: SubmitAction;
}

export interface ShowCardAction extends ActionBase {
  readonly type: 'Action.ShowCard';
  readonly card: {
    readonly type: 'AdaptiveCard';
    readonly body: readonly CardElement[];
    readonly actions: readonly CardAction[];
  };
}

/** Shows elements of the card, or hides them again. */
export interface ToggleAction extends ActionBase {
  readonly type: 'Action.ToggleVisibility';
  readonly targetElements: readonly string[];
}

/** Any action of a card. */
export type CardAction = SubmitAction | ExecuteAction | ShowCardAction | ToggleAction;

/** A mention. Its `text` must stand unchanged in a TextBlock or FactSet. */
export interface MentionEntity {
  readonly type: 'mention';
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string; readonly type?: 'tag' };
}

export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly version: '1.5';
  readonly fallbackText: string;
  readonly body: readonly CardElement[];
  readonly actions?: readonly CardAction[];
  readonly msteams: { readonly width: 'Full'; readonly entities?: readonly MentionEntity[] };
}

/** A card as an attachment of a message or a dialog. */
export interface CardAttachment {
  readonly contentType: 'application/vnd.microsoft.card.adaptive';
  readonly content: AdaptiveCard;
}
