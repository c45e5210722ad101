function colours(name) {
  return {
    default: `var(--${name})`,
    subtle: `color-mix(in srgb, var(--${name}) 80%, var(--ink))`,
  };
}

const FOREGROUND = {
  default: { default: 'var(--ink)', subtle: 'var(--quiet)' },
  dark: { default: '#242424', subtle: '#616161' },
  light: { default: '#ffffff', subtle: '#e0e0e0' },
  accent: colours('accent'),
  good: colours('good'),
  warning: colours('warning'),
  attention: colours('danger'),
};

function container(background) {
  return { backgroundColor: background, foregroundColors: FOREGROUND };
}

function tinted(name) {
  return container(`color-mix(in srgb, var(--${name}) 12%, var(--card))`);
}

function fonts(fontFamily) {
  return {
    fontFamily,
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
  };
}

/**
 * The host configuration of Teams' client as far as Microsoft publishes it (font sizes, weights,
 * spacings, image sizes, buttons: learn.microsoft.com "Format cards in Teams" and the Teams hosts of
 * the Adaptive Cards designer); its colours follow the page's, light and dark.
 */
export const HOST = {
  fontTypes: { default: fonts('inherit'), monospace: fonts('ui-monospace, monospace') },
  lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  containerStyles: {
    default: container('transparent'),
    emphasis: container('var(--emphasis)'),
    accent: tinted('accent'),
    good: tinted('good'),
    warning: tinted('warning'),
    attention: tinted('danger'),
  },
  imageSizes: { small: 32, medium: 52, large: 100 },
  imageSet: { imageSize: 'Medium', maxImageHeight: 100 },
  factSet: {
    title: { weight: 'Bolder', wrap: true, maxWidth: 150 },
    value: { wrap: true },
    spacing: 16,
  },
  inputs: {
    label: {
      inputSpacing: 'Small',
      requiredInputs: { weight: 'Bolder', suffix: ' *', suffixColor: 'Attention' },
      optionalInputs: { weight: 'Bolder' },
    },
    errorMessage: { color: 'Attention', weight: 'Default' },
  },
  actions: {
    maxActions: 6,
    buttonSpacing: 0, // the style sheet spaces them, as they may wrap
    spacing: 'Default',
    actionsOrientation: 'Horizontal',
    actionAlignment: 'Left',
    allowTitleToWrap: true,
    showCard: { actionMode: 'Inline', inlineTopMargin: 12, style: 'emphasis' },
  },
  textBlock: { headingLevel: 3 },
  supportsInteractivity: true,
};
