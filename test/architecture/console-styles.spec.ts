import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './source-files.js';

const CONSOLE = join(ROOT, 'web/console/src');
const STYLES = join(ROOT, 'node_modules/@mantine/core/styles');

/** Names that the console imports from Mantine. */
function importedNames(): string[] {
  const files = readdirSync(CONSOLE, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  return files.flatMap((name) => {
    const text = readFileSync(join(CONSOLE, name), 'utf8');
    return [...text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)].flatMap(([, list]) =>
      list.split(',').map((entry) => entry.trim()),
    );
  });
}

describe('mantine.css', () => {
  it('brings the styles of every component that is used', () => {
    const css = readFileSync(join(CONSOLE, 'mantine.css'), 'utf8');
    const used = [...new Set(importedNames())].filter((name) => existsSync(join(STYLES, `${name}.css`)));
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((name) => !css.includes(`/${name}.css'`))).toEqual([]);
  });
});
