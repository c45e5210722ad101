import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { AnySchemaObject, ErrorObject } from 'ajv-draft-04';
import ajvDraft04 from 'ajv-draft-04';
import ajvFormats from 'ajv-formats';
import { MANIFEST_VERSION } from './manifest.js';

/** Microsoft's package with the published schemas. Only its data is used. */
const SCHEMAS = '@microsoft/app-manifest/package.json';

/**
 * Checks a manifest against Microsoft's published JSON schema of its version.
 * @returns the faults, each with its place in the manifest; empty for a valid manifest
 */
export function findManifestFaults(manifest: unknown): readonly string[] {
  // strict mode checks the style of the schema, which is Microsoft's
  const ajv = new ajvDraft04.default({ allErrors: true, strict: false });
  ajvFormats.default(ajv);
  const check = ajv.compile(readPublishedSchema());
  if (check(manifest)) return [];
  return (check.errors ?? []).map(toFaultLine);
}

function readPublishedSchema(): AnySchemaObject {
  const folder = dirname(createRequire(import.meta.url).resolve(SCHEMAS));
  const version = `v${MANIFEST_VERSION}`;
  const path = join(folder, 'build/json-schemas/teams', version, 'MicrosoftTeams.schema.json');
  return JSON.parse(readFileSync(path, 'utf8')) as AnySchemaObject;
}

function toFaultLine({ instancePath, message, params }: ErrorObject): string {
  const extra = 'additionalProperty' in params ? ` ("${String(params.additionalProperty)}")` : '';
  return `${instancePath === '' ? 'the manifest' : instancePath} ${message ?? 'is wrong'}${extra}`;
}
