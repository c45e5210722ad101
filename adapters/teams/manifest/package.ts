import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { buildManifest, ICONS, type ManifestValues } from './manifest.js';
import { findManifestFaults } from './schema.js';

/** ZIP's oldest date: the package is the same bytes whenever and wherever it is made. */
const ZIP_DATE = new Date(1980, 0, 1);

/** The ZIP's bytes, or what Microsoft's schema finds wrong with the manifest in it. */
export type AppPackage =
  | { readonly kind: 'made'; readonly bytes: Uint8Array }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

/**
 * Makes the Teams app's package: a ZIP with `manifest.json` and the two icons at its root.
 * @param icons the folder with the icons.
 * @returns equal bytes for equal values.
 */
export function buildPackage(values: ManifestValues, icons: string): AppPackage {
  const manifest = buildManifest(values);
  const faults = findManifestFaults(manifest);
  if (faults.length > 0) return { kind: 'faults', faults };
  const files: Zippable = {
    'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
  };
  for (const name of Object.values(ICONS)) files[name] = readFileSync(join(icons, name));
  return { kind: 'made', bytes: zipSync(files, { mtime: ZIP_DATE, level: 9 }) };
}
