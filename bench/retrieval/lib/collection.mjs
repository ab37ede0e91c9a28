/** A test collection: docs.jsonl {id, title, text}, queries.jsonl {id, text}, qrels.tsv (query, document, gain). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export function readCollection(folder) {
  const lines = (name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean);
  const qrels = new Map();
  for (const line of lines('qrels.tsv')) {
    const [query, document, gain] = line.split('\t');
    if (!qrels.has(query)) qrels.set(query, new Map());
    qrels.get(query).set(document, Number(gain));
  }
  return {
    docs: lines('docs.jsonl').map((line) => JSON.parse(line)),
    queries: lines('queries.jsonl')
      .map((line) => JSON.parse(line))
      .filter(({ id }) => qrels.has(id)),
    qrels,
  };
}

/** `found` are document ids, best first. */
export function judge(found, gains) {
  const gain = (id) => gains.get(id) ?? 0;
  const dcg = (list) => list.reduce((sum, value, i) => sum + value / Math.log2(i + 2), 0);
  const ideal = dcg([...gains.values()].sort((a, b) => b - a).slice(0, 10));
  return {
    ndcg10: ideal > 0 ? dcg(found.slice(0, 10).map(gain)) / ideal : 0,
    hit5: found.slice(0, 5).some((id) => gain(id) > 0) ? 1 : 0,
  };
}

export function meanOf(results) {
  const mean = (key) => results.reduce((sum, result) => sum + result[key], 0) / results.length;
  return { ndcg10: mean('ndcg10'), hit5: mean('hit5') };
}
