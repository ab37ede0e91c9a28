import type { Block } from '../../domain/extraction/block.js';
import { cleanText, oneLine } from './clean-text.js';
import type { DomElement, DomNode } from './dom.js';

const DROPPED = new Set(
  'script style template noscript svg math iframe object embed canvas audio video picture button select textarea input dialog head map'.split(
    ' ',
  ),
);
const BOILERPLATE = new Set(['nav', 'footer', 'aside']);
const BOILERPLATE_ROLES = /^(navigation|banner|contentinfo|search|complementary|alert|dialog|menu)$/;
const BOILERPLATE_NAMES =
  /(^|[\s_-])(nav|navbar|navigation|menu|sidebar|footer|breadcrumbs?|cookies?|consent|share|social|newsletter|advert|ads?|promo|related|comments?|skip-link|masthead)([\s_-]|$)/i;
const NAMED_CONTAINERS = new Set(['div', 'section', 'ul', 'ol', 'header']);
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const HEADING = /^h([1-6])$/;

export interface HtmlBlockOptions {
  /** Leave out navigation, footers, cookie banners and the like. */
  dropBoilerplate: boolean;
  /** Numbers tables over the whole document. */
  nextTable: () => number;
}

/** Walks a DOM tree into blocks. The tree must not be deeper than the stack allows: see `limitDepth`. */
export function* htmlBlocks(root: DomElement, options: HtmlBlockOptions): Generator<Block> {
  yield* new HtmlWalk(options).walk(root, '');
}

class HtmlWalk {
  private inline = '';

  constructor(private readonly options: HtmlBlockOptions) {}

  *walk(parent: DomElement, bullet: string): Generator<Block> {
    yield* this.children(parent, bullet);
    yield* this.flush(bullet);
  }

  private *children(parent: DomElement, bullet: string): Generator<Block> {
    for (let node = parent.firstChild; node; node = node.nextSibling) {
      if (node.nodeType === 3) this.inline += (node.textContent ?? '').replace(/\s+/g, ' ');
      else if (node.nodeType === 1) yield* this.element(node as DomElement, bullet);
    }
  }

  private *element(element: DomElement, bullet: string): Generator<Block> {
    const name = element.localName.toLowerCase();
    if (this.isDropped(element, name)) return;
    if (name === 'br') {
      this.inline += '\n';
    } else if (INLINE.has(name)) {
      yield* this.children(element, bullet);
    } else {
      yield* this.flush(bullet);
      yield* this.block(element, name, bullet);
    }
  }

  private *block(element: DomElement, name: string, bullet: string): Generator<Block> {
    const heading = HEADING.exec(name);
    if (heading) {
      const text = oneLine(element.textContent ?? '');
      if (text) yield { type: 'heading', level: Number(heading[1]), text };
    } else if (name === 'pre') {
      const text = cleanText(element.textContent ?? '').replace(/^\n+|\s+$/g, '');
      if (text.trim()) yield { type: 'code', text };
    } else if (name === 'table' && isDataTable(element)) {
      yield* this.table(element);
    } else if (name === 'li') {
      yield* this.walk(element, '- ');
    } else {
      yield* this.walk(element, name === 'ul' || name === 'ol' ? '' : bullet);
    }
  }

  private *flush(bullet: string): Generator<Block> {
    const text = cleanText(this.inline)
      .split('\n')
      .map((line) => line.replace(/[^\S\n]+/g, ' ').trim())
      .filter(Boolean)
      .join('\n');
    this.inline = '';
    if (text) yield { type: 'paragraph', text: bullet + text, ...(bullet ? { tight: true } : {}) };
  }

  private *table(element: DomElement): Generator<Block> {
    const table = this.options.nextTable();
    let first = true;
    for (const row of element.querySelectorAll('tr')) {
      const cells = [...row.children].map((cell) => oneLine(cellText(cell)));
      if (!cells.some(Boolean)) continue;
      yield { type: 'row', table, text: cells.join(' | ').trim(), ...(first ? { header: true } : {}) };
      first = false;
    }
  }

  private isDropped(element: DomElement, name: string): boolean {
    if (DROPPED.has(name)) return true;
    if (!this.options.dropBoilerplate) return false;
    if (element.hasAttribute('hidden') || element.getAttribute('aria-hidden') === 'true') return true;
    if (BOILERPLATE.has(name) || BOILERPLATE_ROLES.test(element.getAttribute('role') ?? '')) return true;
    if (!NAMED_CONTAINERS.has(name)) return false;
    return BOILERPLATE_NAMES.test(`${element.id} ${element.getAttribute('class') ?? ''}`);
  }
}

/** Lays out paragraphs inside a cell with blanks between them. */
function cellText(cell: DomElement): string {
  const parts: string[] = [];
  const collect = (node: DomNode): void => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === 3) parts.push(child.textContent ?? '');
      else if (child.nodeType === 1 && !DROPPED.has((child as DomElement).localName)) {
        const block = !INLINE.has((child as DomElement).localName);
        if (block) parts.push(' ');
        collect(child);
        if (block) parts.push(' ');
      }
    }
  };
  collect(cell);
  return parts.join('');
}

/** Tables that only lay out a page (one column, or tables within) are read as what they hold. */
function isDataTable(table: DomElement): boolean {
  if (table.querySelector('table, h1, h2, h3')) return false;
  const rows = [...table.querySelectorAll('tr')];
  return rows.length > 1 && rows.some((row) => row.children.length > 1);
}
