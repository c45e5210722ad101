import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { buildManifest, ICONS, type ManifestValues } from './manifest.js';
import { findManifestFaults } from './schema.js';

/** ZIP's oldest date, so that the package has the same bytes at any time and place. */
const ZIP_DATE = new Date(1980, 0, 1);

/** The bytes of the ZIP, or the faults of its manifest by Microsoft's schema. */
export type AppPackage =
  | { readonly kind: 'package'; readonly bytes: Uint8Array }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

/**
 * Builds the Teams app's package: a ZIP with `manifest.json` and the two icons at its root.
 * @param icons the folder with the icons
 * @returns equal bytes for equal values
 */
export function buildPackage(values: ManifestValues, icons: string): AppPackage {
  const manifest = buildManifest(values);
  const faults = findManifestFaults(manifest);
  if (faults.length > 0) return { kind: 'faults', faults };
  const files: Zippable = {
    'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
  };
  for (const name of Object.values(ICONS)) files[name] = readFileSync(join(icons, name));
  return { kind: 'package', bytes: zipSync(files, { mtime: ZIP_DATE, level: 9 }) };
}
