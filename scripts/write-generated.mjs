/**
 * Writes what is made from the code: `.env.example`, openapi.json and the tables in docs/configuration.md and
 * docs/permissions.md.
 * Tests fail when one of them is stale; run `npm run generate` then.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { configurationTable, envExample } from '../dist/platform/config/index.js';
import { permissionTable } from '../dist/platform/http/access/permission-docs.js';
import { openApiJson } from './open-api-json.mjs';

const END = '<!-- /generated -->';

function writeTable(file, name, table) {
  const start = `<!-- generated: ${name} -->`;
  const [before, rest] = readFileSync(file, 'utf8').split(start);
  writeFileSync(file, `${before}${start}\n${table}\n${END}${rest.split(END)[1]}`);
}

writeFileSync('.env.example', envExample());
writeTable('docs/configuration.md', 'configuration', configurationTable());
writeTable('docs/permissions.md', 'permissions', permissionTable());
writeFileSync('openapi.json', await openApiJson());
process.stdout.write('wrote .env.example, docs/configuration.md, docs/permissions.md and openapi.json\n');
// The modules that were loaded keep timers; nothing is left to do.
process.exit(0);
