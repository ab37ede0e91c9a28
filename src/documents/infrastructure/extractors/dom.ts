import { parseHTML } from 'linkedom';

/** The little of the DOM that we use; the compiler's own `dom` library would put a browser's globals into the server. */
export interface DomNode {
  nodeType: number;
  textContent: string | null;
  firstChild: DomNode | null;
  nextSibling: DomNode | null;
}

export interface DomElement extends DomNode {
  localName: string;
  id: string;
  children: Iterable<DomElement> & { length: number };
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement> & ArrayLike<DomElement>;
}

export interface DomDocument {
  body: DomElement;
  querySelector(selector: string): DomElement | null;
  querySelectorAll(selector: string): Iterable<DomElement> & ArrayLike<DomElement>;
}

/** Parses a page, or a fragment, which becomes the body. Runs no script and loads nothing. */
export function parseDocument(html: string): DomDocument {
  const page = /<body[\s>]/i.test(html) ? html : `<!doctype html><html><body>${html}</body></html>`;
  return (parseHTML(page) as unknown as { document: DomDocument }).document;
}
