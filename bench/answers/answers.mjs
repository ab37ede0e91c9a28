/**
 * node bench/answers/answers.mjs <collection> [<other collection> ...] [--top-k 6] [--show]
 * The offline answerer behind the product's search: all documents of a collection in one bot, every question asked.
 * A collection is docs.jsonl {id, title, text} and questions.jsonl {text, docId, answers}; questions without answers
 * lie near the topic. queries.jsonl {text} of the other collections, and everyday-questions.txt beside this file, are
 * questions from another domain. Needs the compiled product.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

import { openEnvironment, percentile, product } from '../retrieval/lib/environment.mjs';

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { 'top-k': { type: 'string', default: '6' }, show: { type: 'boolean', default: false } },
});
if (folders.length === 0)
  throw new Error('usage: node bench/answers/answers.mjs <collection> [<other collection> ...]');

const { Chunker } = await product('documents/domain/chunking/chunker.js');
const { DEFAULT_CHUNKING } = await product('documents/domain/chunking/chunking-options.js');
const { detectLanguage } = await product('kernel/text/language.js');
const { normaliseText, words } = await product('kernel/text/normalise.js');
const { OfflineChatModel } = await product('ai/providers/offline/offline.chat-model.js');

const FALLBACK = 'The documents do not say.';
const environment = await openEnvironment({ flags: ['fsync=off'] });
try {
  await run();
} finally {
  await environment.close();
}

async function run() {
  const [folder, ...others] = folders;
  const docs = readJsonLines(folder, 'docs.jsonl');
  const questions = readJsonLines(folder, 'questions.jsonl');
  const botId = randomUUID();
  for (const doc of docs) await index(botId, doc);
  const ask = asker(botId);
  await ask(questions[0].text);

  const halves = groupBy(
    questions.filter(({ answers }) => answers.length > 0),
    ({ docId }) => (docs.findIndex(({ id }) => id === docId) % 2 === 0 ? 'even documents' : 'odd documents'),
  );
  console.log(
    `${basename(folder)}: ${docs.length} documents, ${questions.length} questions, top ${options['top-k']}`,
  );
  const all = [];
  for (const [name, half] of [...halves].sort()) {
    const results = await askAll(ask, half);
    all.push(...results);
    console.log(`  answerable, ${name.padEnd(22)} ${summary(results)}`);
  }
  console.log(`  answerable, ${'all'.padEnd(22)} ${summary(all)}`);
  const near = await askAll(
    ask,
    questions.filter(({ answers }) => answers.length === 0),
  );
  console.log(`  near the topic, not answerable     ${refusals(near)}`);
  for (const other of others) {
    const results = await askAll(ask, readJsonLines(other, 'queries.jsonl'));
    console.log(`  another domain, ${basename(other).padEnd(18)} ${refusals(results)}`);
  }
  const everyday = readFileSync(join(import.meta.dirname, 'everyday-questions.txt'), 'utf8')
    .trim()
    .split('\n');
  const daily = await askAll(
    ask,
    everyday.map((text) => ({ text })),
  );
  console.log(`  another domain, everyday questions ${refusals(daily)}`);
  const times = [...all, ...near].map(({ ms }) => ms);
  const lengths = all.filter(({ answered }) => answered).map(({ text }) => text.length);
  console.log(
    `  time of an answer without search   p50 ${percentile(times, 0.5).toFixed(2)} ms, p95 ${percentile(times, 0.95).toFixed(2)} ms`,
  );
  console.log(
    `  length of an answer                p50 ${percentile(lengths, 0.5)}, p95 ${percentile(lengths, 0.95)} characters`,
  );
}

/** Stores a document as the ingestion would: cut into chunks, each with its language and words. */
async function index(botId, { title, text }) {
  const target = { workspaceId: randomUUID(), botId, documentId: randomUUID(), version: randomUUID() };
  const chunker = new Chunker(DEFAULT_CHUNKING);
  const passages = [...chunker.push({ type: 'paragraph', text }), ...chunker.finish()];
  const chunks = passages.map((passage, ordinal) => {
    const lexical = normaliseText(passage.content);
    return { ordinal, ...passage, language: detectLanguage(text), lexical, words: words(lexical).length };
  });
  await environment.transactions.run(async () => {
    await environment.writer.stage(target, chunks);
    await environment.writer.publish(target, { title });
  });
}

function asker(botId) {
  const search = environment.newSearch();
  const model = new OfflineChatModel();
  return async (question) => {
    const { items } = await search.search({ botId, text: question, topK: Number(options['top-k']) });
    const request = {
      system: '',
      messages: [{ role: 'user', content: question }],
      question,
      passages: items.map(({ title, heading, page, content, score }, i) => ({
        index: i + 1,
        title,
        heading,
        page,
        content,
        score,
      })),
      language: detectLanguage(question),
      fallbackMessage: FALLBACK,
      temperature: 0,
      maxOutputTokens: 1024,
    };
    const startedAt = performance.now();
    let text = '';
    let answered;
    for await (const chunk of model.stream(request, new AbortController().signal)) {
      if (chunk.type === 'text') text += chunk.text;
      else answered = chunk.answered;
    }
    return { text, answered, ms: performance.now() - startedAt };
  };
}

async function askAll(ask, questions) {
  const results = [];
  for (const { text: question, answers } of questions) {
    const result = { question, answers, ...(await ask(question)) };
    result.right =
      result.answered && Boolean(answers?.some((answer) => squeeze(result.text).includes(squeeze(answer))));
    results.push(result);
    if (options.show && (answers?.length ? !result.right : result.answered)) {
      console.log(
        `    ? ${question}${answers?.length ? ` (${answers[0]})` : ''}\n      ${result.text.replace(/\n+/g, ' / ')}`,
      );
    }
  }
  return results;
}

function summary(results) {
  const share = (test) => `${((100 * results.filter(test).length) / results.length).toFixed(1)} %`;
  return `right ${share(({ right }) => right)}, refused ${share(({ answered }) => !answered)} of ${results.length}`;
}

function refusals(results) {
  const refused = results.filter(({ answered }) => !answered).length;
  return `refused ${((100 * refused) / results.length).toFixed(1)} % of ${results.length}`;
}

function squeeze(text) {
  return text.toLowerCase().replace(/\s+/g, '');
}

function readJsonLines(folder, name) {
  return readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
