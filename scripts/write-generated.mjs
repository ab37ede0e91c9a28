/**
 * Writes what is made from the code: `.env.example`, openapi.json, the API types of the web pages, and the tables in
 * docs/configuration.md and docs/permissions.md.
 * Tests fail when one of them is stale; run `npm run generate` then.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { configurationTable, envExample } from '../dist/platform/config/index.js';
import { permissionTable } from '../dist/platform/http/access/permission-docs.js';
import { openApiJson } from './open-api-json.mjs';
import { webApiTypes } from './web-api-types.mjs';

const END = '<!-- /generated -->';

function writeTable(file, name, table) {
  const start = `<!-- generated: ${name} -->`;
  const [before, rest] = readFileSync(file, 'utf8').split(start);
  writeFileSync(file, `${before}${start}\n${table}\n${END}${rest.split(END)[1]}`);
}

writeFileSync('.env.example', envExample());
writeTable('docs/configuration.md', 'configuration', configurationTable());
writeTable('docs/permissions.md', 'permissions', permissionTable());
const openApi = await openApiJson();
writeFileSync('openapi.json', openApi);
writeFileSync('web/api/schema.d.ts', await webApiTypes(openApi));
process.stdout.write(
  'wrote .env.example, docs/configuration.md, docs/permissions.md, openapi.json and web/api/schema.d.ts\n',
);
// The modules that were loaded keep timers; nothing is left to do.
process.exit(0);
