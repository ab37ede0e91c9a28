type Listener = (event: { data: unknown }) => void;

/**
 * Joins the two halves of pdf.js in one thread, like its own loopback port but without deep copies of every message (a
 * tenth of the time of reading text). One message needs a copy, a shallow one: the sender of text goes on with the same
 * object, whose lists it replaces.
 */
export class DirectPort {
  private readonly listeners = new Set<Listener>();

  postMessage(message: { chunk?: unknown }): void {
    const data = isTextChunk(message.chunk) ? { ...message, chunk: { ...message.chunk } } : message;
    queueMicrotask(() => {
      for (const listener of this.listeners) listener({ data });
    });
  }

  addEventListener(_name: string, listener: Listener, options?: { signal?: AbortSignal }): void {
    this.listeners.add(listener);
    options?.signal?.addEventListener('abort', () => this.listeners.delete(listener), { once: true });
  }

  removeEventListener(_name: string, listener: Listener): void {
    this.listeners.delete(listener);
  }
}

function isTextChunk(chunk: unknown): chunk is { items: unknown[] } {
  return typeof chunk === 'object' && chunk !== null && 'items' in chunk;
}
