import { AnnotationMode, type PDFDocumentProxy, type PDFPageProxy, TextLayer } from 'pdfjs-dist';

import { runsOf } from './passage.js';
import styles from './original.module.css';

/** Phones refuse larger canvases. */
const MOST_PIXELS = 16_000_000;

export interface DrawnPage {
  elements: HTMLElement[];
  /** CSS pixels. */
  width: number;
  height: number;
  /** Whether the quote stands on the page. */
  marked: boolean;
}

/**
 * Draws a page as a picture with its text above. Links, buttons, forms and scripts of the document stay out of it: there is
 * no layer for them. Throws when `signal` fires or the page is broken.
 */
export async function drawPage(
  pdf: PDFDocumentProxy,
  number: number,
  width: number,
  quote: string | undefined,
  signal: AbortSignal,
): Promise<DrawnPage> {
  const page = await pdf.getPage(number);
  signal.throwIfAborted();
  const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  const density = Math.min(
    Math.max(1, window.devicePixelRatio),
    2,
    Math.sqrt(MOST_PIXELS / (viewport.width * viewport.height)),
  );
  canvas.width = Math.floor(viewport.width * density);
  canvas.height = Math.floor(viewport.height * density);
  const picture = page.render({
    canvas,
    viewport,
    transform: [density, 0, 0, density, 0, 0],
    annotationMode: AnnotationMode.ENABLE,
  });
  const stop = () => picture.cancel();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const [layer] = await Promise.all([textLayer(page, viewport), picture.promise]);
    signal.throwIfAborted();
    const marked = quote !== undefined && mark(layer.text, quote);
    const { width: w, height: h } = viewport;
    return { elements: [canvas, layer.container], width: w, height: h, marked };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function textLayer(page: PDFPageProxy, viewport: ReturnType<PDFPageProxy['getViewport']>) {
  const container = document.createElement('div');
  container.className = styles.layer;
  container.style.setProperty('--total-scale-factor', String(viewport.scale));
  const text = new TextLayer({ textContentSource: page.streamTextContent(), container, viewport });
  await text.render();
  return { container, text };
}

/** Puts `mark` elements around the words of the quote. */
function mark(layer: TextLayer, quote: string): boolean {
  const items = layer.textContentItemsStr;
  const runs = runsOf(quote, items.join(''));
  let start = 0;
  for (const [index, item] of items.entries()) {
    const end = start + item.length;
    const inside = runs
      .filter((run) => run.start < end && run.end > start)
      .map((run) => ({ start: Math.max(0, run.start - start), end: Math.min(item.length, run.end - start) }))
      .sort((a, b) => a.start - b.start);
    if (inside.length > 0) wrap(layer.textDivs[index], item, inside);
    start = end;
  }
  return runs.length > 0;
}

function wrap(element: HTMLElement, text: string, runs: { start: number; end: number }[]): void {
  const parts: (string | HTMLElement)[] = [];
  let at = 0;
  for (const { start, end } of runs) {
    const from = Math.max(at, start);
    if (end <= from) continue;
    const marked = document.createElement('mark');
    marked.textContent = text.slice(from, end);
    parts.push(text.slice(at, from), marked);
    at = end;
  }
  element.replaceChildren(...parts, text.slice(at));
}
