import { fileURLToPath } from 'node:url';

const ENTRY = './extraction.child.js';

/**
 * The compiled file that children run. Plain Node cannot run TypeScript, so when this module itself runs from `src/`
 * (under jest), the build in `dist/` is used; `override` names another build.
 */
export function childEntry(override?: string): string {
  if (override) return override;
  const beside = fileURLToPath(new URL(ENTRY, import.meta.url));
  return beside.replace(/([\\/])src([\\/]documents[\\/])/, '$1dist$2');
}
