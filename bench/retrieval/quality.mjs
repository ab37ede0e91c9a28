/**
 * node bench/retrieval/quality.mjs <folder of a collection> [...more]
 * nDCG@10 and hit@5 of the product's search beside a textbook BM25, on collections with judgements; one passage a
 * document. Needs the compiled product.
 */
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';

import { judge, meanOf, readCollection } from './lib/collection.mjs';
import { openEnvironment, percentile, product } from './lib/environment.mjs';
import { TextbookBm25 } from './lib/textbook-bm25.mjs';

const { normaliseText, words } = await product('kernel/text/normalise.js');
const { detectLanguage, textSearchConfig } = await product('kernel/text/language.js');
const folders = process.argv.slice(2);
if (folders.length === 0)
  throw new Error('usage: node bench/retrieval/quality.mjs <folder of a collection> ...');

const environment = await openEnvironment({ flags: ['fsync=off'] });
try {
  for (const folder of folders) await run(readCollection(folder), basename(folder));
} finally {
  await environment.close();
}

async function run({ docs, queries, qrels }, name) {
  const botId = randomUUID();
  const language = detectLanguage(
    docs
      .slice(0, 20)
      .map(({ text }) => text.slice(0, 200))
      .join('\n'),
  );
  const anchor = new TextbookBm25(environment.database, textSearchConfig(language));
  const originalId = new Map();
  for (const doc of docs) {
    const documentId = randomUUID();
    originalId.set(documentId, doc.id);
    await index(botId, documentId, doc);
    await anchor.add(doc.id, normaliseText(`${doc.title} ${doc.text}`));
  }
  const search = environment.newSearch();
  const results = { product: [], anchor: [] };
  const times = [];
  for (const query of queries) {
    const gains = qrels.get(query.id);
    const { items, tookMs } = await search.search({ botId, text: query.text, topK: 10, documentShare: 1 });
    times.push(tookMs);
    const found = items.map(({ documentId }) => originalId.get(documentId));
    results.product.push(judge(found, gains));
    results.anchor.push(judge(await anchor.search(normaliseText(query.text), 10), gains));
    if (process.env.SHOW_MISSES && !results.product.at(-1).hit5) console.log('miss:', query.text);
  }
  const show = ({ ndcg10, hit5 }) => `nDCG@10 ${ndcg10.toFixed(3)}  hit@5 ${hit5.toFixed(3)}`;
  console.log(`${name}: ${docs.length} documents, ${queries.length} questions, language ${language}`);
  console.log(`  textbook BM25  ${show(meanOf(results.anchor))}`);
  console.log(`  product        ${show(meanOf(results.product))}  p50 ${percentile(times, 0.5)} ms`);
}

async function index(botId, documentId, { title, text }) {
  const target = { workspaceId: randomUUID(), botId, documentId, version: randomUUID() };
  const lexical = normaliseText(`${title} ${text}`);
  const chunk = {
    ordinal: 0,
    content: text,
    heading: [],
    charStart: 0,
    charEnd: text.length,
    language: detectLanguage(text),
    lexical,
    words: words(lexical).length,
  };
  await environment.transactions.run(async () => {
    await environment.writer.stage(target, [chunk]);
    await environment.writer.publish(target, { title });
  });
}
