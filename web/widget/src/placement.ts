/** What makes an element the frame of everything inside it that is fixed; on `body`, the widget would scroll away with it. */
const FRAMES = [
  'transform',
  'translate',
  'rotate',
  'scale',
  'perspective',
  'filter',
  'backdropFilter',
] as const;
/** A page that takes it away on purpose is not fought with. */
const PAUSE_MS = 1_000;

/**
 * Puts the widget on the page and keeps it there: pages that replace their whole body while visitors browse take it away
 * without meaning to. Returns what ends that.
 */
export function placeOnPage(host: HTMLElement, target: HTMLElement | null | undefined): () => void {
  if (target) {
    target.append(host);
    return () => host.remove();
  }
  let last = -PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = new MutationObserver(() => put());
  const put = () => {
    const { body } = document;
    if (!body) return;
    watch.observe(body, { childList: true });
    if (host.isConnected) return;
    const early = last + PAUSE_MS - performance.now();
    clearTimeout(timer);
    if (early > 0) timer = setTimeout(put, early);
    else {
      last = performance.now();
      body.append(host);
      raise(host);
    }
  };
  watch.observe(document.documentElement, { childList: true });
  put();
  return () => {
    watch.disconnect();
    clearTimeout(timer);
    host.remove();
  };
}

/** Resolves when the page has all its elements: one that is put among them early would stand before their text. */
export function pageRead(): Promise<void> {
  if (document.readyState !== 'loading') return Promise.resolve();
  return new Promise((resolve) =>
    document.addEventListener('DOMContentLoaded', () => resolve(), { once: true }),
  );
}

/** Above a page that moves its body: the top layer hangs on the window alone. */
function raise(host: HTMLElement): void {
  const style = getComputedStyle(document.body);
  const framed = FRAMES.some((name) => style[name] && style[name] !== 'none');
  if (!framed || !host.showPopover) return;
  host.popover = 'manual';
  host.showPopover();
}
