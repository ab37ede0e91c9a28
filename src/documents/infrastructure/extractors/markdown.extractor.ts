import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Nodes, Parents, RootContent } from 'mdast';
import type { Block } from '../../domain/extraction/block.js';
import { cleanText, oneLine } from './clean-text.js';
import { parseDocument } from './dom.js';
import type { Extractor } from './extractor.js';
import { htmlBlocks } from './html-blocks.js';
import { limitDepth } from './html-depth.js';
import { markdownSegments } from './markdown-segments.js';
import { decodeFile } from './text-decoding.js';

const FRONT_MATTER = /^---\n([\s\S]{0,10000}?)\n(?:---|\.\.\.)[^\S\n]*(?:\n|$)/;
const MAX_HTML_DEPTH = 100;

/** Parsed in segments of a few hundred kilobytes, cut at headings or blank lines, because the parser's memory is many times its input. */
export const extractMarkdown: Extractor = async function* ({ path }, facts) {
  const walk = new MarkdownWalk();
  let first = true;
  for await (const segment of markdownSegments(decodeFile(path))) {
    let text = segment.text;
    if (first) {
      first = false;
      const matter = FRONT_MATTER.exec(text);
      if (matter) text = text.slice(matter[0].length);
      facts.title = titleOf(matter?.[1] ?? '');
    }
    const tree = fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
    yield* walk.children(tree, '');
    yield { type: 'progress', done: segment.bytes, total: segment.total };
  }
};

function titleOf(matter: string): string | undefined {
  const title = /^title:\s*(.+)$/m.exec(matter)?.[1].replace(/^(["'])(.*)\1\s*$/, '$2');
  return title ? oneLine(title) || undefined : undefined;
}

class MarkdownWalk {
  private tables = 0;

  *children(parent: Parents, bullet: string): Generator<Block> {
    for (const child of parent.children) yield* this.node(child, bullet);
  }

  private *node(node: RootContent, bullet: string): Generator<Block> {
    switch (node.type) {
      case 'heading': {
        const text = oneLine(textOf(node));
        if (text) yield { type: 'heading', level: node.depth, text };
        return;
      }
      case 'paragraph': {
        const text = cleanText(textOf(node)).trim();
        if (text) yield { type: 'paragraph', text: bullet + text, ...(bullet ? { tight: true } : {}) };
        return;
      }
      case 'code': {
        const text = cleanText(node.value).replace(/\s+$/, '');
        if (text.trim()) yield { type: 'code', text };
        return;
      }
      case 'list':
      case 'blockquote':
        yield* this.children(node, bullet);
        return;
      case 'listItem':
        yield* this.children(node, '- ');
        return;
      case 'table':
        yield* this.table(node.children.map((row) => row.children.map((cell) => oneLine(textOf(cell)))));
        return;
      case 'html':
        yield* this.html(node.value);
    }
  }

  private *table(rows: string[][]): Generator<Block> {
    const table = this.tables++;
    for (const [index, cells] of rows.entries()) {
      if (!cells.some(Boolean)) continue;
      yield { type: 'row', table, text: cells.join(' | ').trim(), ...(index === 0 ? { header: true } : {}) };
    }
  }

  private *html(source: string): Generator<Block> {
    yield* htmlBlocks(parseDocument(limitDepth(source, MAX_HTML_DEPTH)).body, {
      dropBoilerplate: false,
      nextTable: () => this.tables++,
    });
  }
}

function textOf(node: Nodes): string {
  if (node.type === 'break') return '\n';
  if (node.type === 'image' || node.type === 'imageReference') return node.alt ?? '';
  if (node.type === 'html') return '';
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map((child) => textOf(child)).join('') : '';
}
