import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execFileSync } from 'node:child_process';

import { configurationTable, envExample } from '../../src/platform/config/index.js';
import { permissionTable } from '../../src/platform/http/access/permission-docs.js';
import { ROOT } from './source-files.js';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('generated files are up to date (npm run generate)', () => {
  it('.env.example', () => expect(read('.env.example')).toBe(envExample()));

  it('the table of docs/configuration.md', () =>
    expect(read('docs/configuration.md')).toContain(configurationTable()));

  it('the table of docs/permissions.md', () =>
    expect(read('docs/permissions.md')).toContain(permissionTable()));

  it('openapi.json', () => {
    // Schemas come from the compiler plugin, so the document is made from the build, not from these sources.
    const module = pathToFileURL(join(ROOT, 'scripts/open-api-json.mjs')).href;
    expect(existsSync(join(ROOT, 'dist/main.js'))).toBe(true);
    const made = execFileSync(
      process.execPath,
      [
        '-e',
        `import('${module}').then(async (m) => { process.stdout.write(await m.openApiJson(), () => process.exit(0)); })`,
      ],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, env: { PATH: process.env.PATH } },
    );
    expect(made).toBe(read('openapi.json'));
  });
});
