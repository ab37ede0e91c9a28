import { open } from 'node:fs/promises';
import { Readability } from '@mozilla/readability';
import type { Block } from '../../domain/extraction/block.js';
import { oneLine } from './clean-text.js';
import { type DomDocument, type DomElement, parseDocument } from './dom.js';
import type { Extractor } from './extractor.js';
import { htmlBlocks } from './html-blocks.js';
import { limitDepth } from './html-depth.js';
import { detectEncoding, readText, type TextEncoding } from './text-decoding.js';

/** Deeper trees are no documents, and would exhaust the stack. */
const MAX_DEPTH = 300;
const MAX_READABILITY_CHARS = 2_000_000;
/** An article found by readability is believed when it holds this much of the page's text. */
const ARTICLE_SHARE = 0.35;
const ARTICLE_CHARS = 400;

/** The main text of a page: what it marks as main, or the article readability finds, or all that is no boilerplate. No script runs, nothing is loaded. */
export const extractHtml: Extractor = async function* ({ path, limits }, facts) {
  const source = await readText(path, limits.maxHtmlBytes, await htmlEncoding(path));
  const document = parseDocument(limitDepth(source, MAX_DEPTH));
  facts.title = pageTitle(document);
  yield { type: 'progress', done: 1, total: 2 };
  yield* mainBlocks(document, source.length);
};

/** A byte order mark wins, then the page's own declaration, then the guess. */
async function htmlEncoding(path: string): Promise<TextEncoding> {
  const guess = await detectEncoding(path);
  if (guess !== 'windows-1252') return guess;
  const file = await open(path, 'r');
  const head = Buffer.alloc(2048);
  await file.read(head, 0, head.length).finally(() => file.close());
  const declared = /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,40})/i.exec(head.toString('latin1'))?.[1];
  try {
    return declared ? new TextDecoder(declared).encoding : guess;
  } catch {
    return guess; // a charset nobody knows
  }
}

function pageTitle(document: DomDocument): string | undefined {
  const own = oneLine(document.querySelector('title')?.textContent ?? '');
  const shared = document.querySelector('meta[property="og:title"]')?.getAttribute('content') ?? '';
  return own || oneLine(shared) || undefined;
}

function mainBlocks(document: DomDocument, size: number): Block[] {
  const main = document.querySelector('main, [role=main]') ?? onlyArticle(document);
  const marked = main ? blocksOf(main) : [];
  if (charsOf(marked) >= ARTICLE_CHARS) return marked;
  const whole = blocksOf(document.body);
  const article = size <= MAX_READABILITY_CHARS ? readabilityBlocks(document) : [];
  const chars = charsOf(article);
  return chars >= ARTICLE_CHARS && chars >= charsOf(whole) * ARTICLE_SHARE ? article : whole;
}

function onlyArticle(document: DomDocument): DomElement | null {
  const articles = document.querySelectorAll('article');
  return articles.length === 1 ? articles[0] : null;
}

/** Takes the document apart: nothing else can be read from it afterwards. */
function readabilityBlocks(document: DomDocument): Block[] {
  const article = new Readability<DomElement>(document, {
    serializer: (node: unknown) => node as DomElement,
    charThreshold: ARTICLE_CHARS,
  }).parse();
  return article?.content ? blocksOf(article.content) : [];
}

function blocksOf(root: DomElement): Block[] {
  let tables = 0;
  return [...htmlBlocks(root, { dropBoilerplate: true, nextTable: () => tables++ })];
}

function charsOf(blocks: Block[]): number {
  return blocks.reduce((sum, block) => sum + ('text' in block ? block.text.length : 0), 0);
}
