import {
  BOT_COMMANDS,
  BOT_SCOPES,
  EXTENSION_COMMANDS,
  RESOURCE_PERMISSIONS,
} from '../app-definition.js';

/**
 * The version of Microsoft's manifest schema: the first with `triggers: ["slash"]`, so that every tenant
 * that can list commands after `/` accepts it.
 */
export const MANIFEST_VERSION = '1.29';

/** The file names of the icons, in the package and in this folder. */
export const ICONS = { color: 'color.png', outline: 'outline.png' } as const;

/** Who runs the app, as Teams shows it on the app's page. */
export interface Developer {
  /** At most 32 characters. */
  readonly name: string;
  readonly website: string;
  readonly privacy: string;
  readonly terms: string;
}

/** The values that differ between organisations. */
export interface ManifestValues {
  /** The application (client) id of the app registration, a GUID. It is also the id of the Teams app. */
  readonly appId: string;
  /** The host name of Redress, without scheme, port or path. */
  readonly domain: string;
  /** The package's version. Teams accepts a changed package only with a higher version. */
  readonly version: string;
  readonly developer: Developer;
}

/**
 * Builds the content of the Teams app's `manifest.json`; `findManifestFaults` checks it against the
 * schema. It declares no valid domain, because the app shows no web page.
 */
export function buildManifest({ appId, version, developer }: ManifestValues) {
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${MANIFEST_VERSION}/MicrosoftTeams.schema.json`,
    manifestVersion: MANIFEST_VERSION,
    version,
    id: appId,
    developer: {
      name: developer.name,
      websiteUrl: developer.website,
      privacyUrl: developer.privacy,
      termsOfUseUrl: developer.terms,
    },
    name: { short: 'Redress', full: 'Redress: internal complaints' },
    description: {
      short: 'Routes internal complaints, and lets nothing slip through the cracks.',
      full: "Record a complaint in seconds. The responsible team gets it as a thread in its own channel; whoever takes it is reminded before every promised date; and what goes quiet is nudged, then escalated, until the complainant has been told and asked.\n\nRedress sees what is written in the channels of a team it was added to. It uses that to know that somebody answered in a complaint's thread, and does not keep the words. Only when somebody records a complaint from a message can the thread of that message be kept with the complaint: the form says how much, and leaves it out on request.",
    },
    icons: ICONS,
    accentColor: '#1D3557',
    defaultInstallScope: 'personal',
    defaultGroupCapability: { team: 'bot', groupchat: 'bot' },
    bots: [bot(appId)],
    composeExtensions: [{ botId: appId, commands: extensionCommands() }],
    permissions: ['identity', 'messageTeamMembers'],
    // `resource` has no effect here, but without it Teams grants no resource-specific permission
    // (learn.microsoft.com/microsoftteams/platform/graph-api/rsc/grant-resource-specific-consent)
    webApplicationInfo: { id: appId, resource: 'https://RscBasedStoreApp' },
    authorization: {
      permissions: {
        resourceSpecific: RESOURCE_PERMISSIONS.map((name) => ({ name, type: 'Application' })),
      },
    },
  };
}

/** The content of `manifest.json`. */
export type Manifest = ReturnType<typeof buildManifest>;

function bot(appId: string) {
  return {
    botId: appId,
    scopes: [...BOT_SCOPES],
    supportsFiles: false,
    isNotificationOnly: false,
    // one list for each scope, as the schema requires
    commandLists: BOT_SCOPES.map((scope) => ({ scopes: [scope], commands: [...BOT_COMMANDS] })),
  };
}

function extensionCommands() {
  return Object.entries(EXTENSION_COMMANDS).map(([id, command]) => ({
    id,
    type: 'action',
    title: command.title,
    description: command.description,
    context: [...command.contexts],
    triggers: [...command.triggers],
    fetchTask: true,
  }));
}
