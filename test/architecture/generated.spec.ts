import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execFileSync } from 'node:child_process';

import { configurationTable, envExample } from '../../src/platform/config/index.js';
import { permissionTable } from '../../src/platform/http/access/permission-docs.js';
import { ROOT } from './source-files.js';

/** What a module of scripts/ makes, in a process of its own: it is loaded as the scripts load it. */
function made(script: string, call: string): string {
  const module = pathToFileURL(join(ROOT, 'scripts', script)).href;
  const code = `import('${module}').then(async (m) => { process.stdout.write(await ${call}, () => process.exit(0)); })`;
  return execFileSync(process.execPath, ['-e', code], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env.PATH },
  });
}

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('generated files are up to date (npm run generate)', () => {
  it('.env.example', () => expect(read('.env.example')).toBe(envExample()));

  it('the table of docs/configuration.md', () =>
    expect(read('docs/configuration.md')).toContain(configurationTable()));

  it('the table of docs/permissions.md', () =>
    expect(read('docs/permissions.md')).toContain(permissionTable()));

  it('openapi.json', () => {
    // Schemas come from the compiler plugin, so the document is made from the build, not from these sources.
    expect(existsSync(join(ROOT, 'dist/main.js'))).toBe(true);
    expect(made('open-api-json.mjs', 'm.openApiJson()')).toBe(read('openapi.json'));
  });

  it('web/api/schema.d.ts', () => {
    const source = `(await import('node:fs')).readFileSync('openapi.json', 'utf8')`;
    expect(made('web-api-types.mjs', `m.webApiTypes(${source})`)).toBe(read('web/api/schema.d.ts'));
  });
});
