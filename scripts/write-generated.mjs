/**
 * Writes what is made from the code: `.env.example`, the table in docs/configuration.md and openapi.json.
 * Tests fail when one of them is stale; run `npm run generate` then.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { configurationTable, envExample } from '../dist/platform/config/index.js';
import { openApiJson } from './open-api-json.mjs';

const START = '<!-- generated: configuration -->';
const END = '<!-- /generated -->';

writeFileSync('.env.example', envExample());
const page = readFileSync('docs/configuration.md', 'utf8');
const [before, rest] = page.split(START);
writeFileSync(
  'docs/configuration.md',
  `${before}${START}\n${configurationTable()}\n${END}${rest.split(END)[1]}`,
);
writeFileSync('openapi.json', await openApiJson());
process.stdout.write('wrote .env.example, docs/configuration.md and openapi.json\n');
// The modules that were loaded keep timers; nothing is left to do.
process.exit(0);
