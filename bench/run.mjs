/**
 * npm run bench -- [name ...] [--search <folder>] [--questions <folder>]
 * Runs the benchmarks one after the other; without names, all that need no collection, and those whose collection is
 * given. A quiet machine gives the absolute figures; the ratios to the floor hold on a busy one too.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { search: { type: 'string' }, questions: { type: 'string' } },
});

const benches = {
  start: ['start/start.mjs'],
  login: ['login/login.mjs'],
  access: ['access/access.mjs'],
  ingestion: ['ingestion/ingestion.mjs'],
  chat: ['chat/chat.mjs'],
  history: ['history/history.mjs'],
  pages: ['pages/pages.mjs'],
  scale: ['retrieval/scale.mjs'],
  vectors: ['vector/vector.mjs'],
  embedding: ['vector/embedding.mjs'],
  'first-token': ['vector/first-token.mjs'],
  search: values.search && ['retrieval/quality.mjs', values.search],
  answers: values.questions && [
    'answers/answers.mjs',
    values.questions,
    ...(values.search ? [values.search] : []),
  ],
};
const names = positionals.length > 0 ? positionals : Object.keys(benches).filter((name) => benches[name]);

for (const name of names) {
  const [script, ...args] = benches[name] ?? [];
  if (!script || !existsSync(join(import.meta.dirname, script))) {
    console.error(
      `no benchmark ${name}, or its collection is not given; there are: ${Object.keys(benches).join(', ')}`,
    );
    process.exit(2);
  }
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, script), ...args], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
