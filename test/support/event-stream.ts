import { createParser } from 'eventsource-parser';

/** What `JSON.parse` makes: tests look into it, and fail where it is not what they expect. */
export type Json = ReturnType<typeof JSON.parse>;

export interface ReceivedEvent {
  /** The number in its `id`. */
  id: number;
  event: string;
  data: Json;
}

/** A client of one SSE stream: what has arrived, and ways to wait for more. */
export class EventStream {
  readonly events: ReceivedEvent[] = [];
  /** Bytes that arrived that belong to no event: comments and the like. */
  comments = 0;
  private readonly abort = new AbortController();
  private wake = () => {};

  private constructor(
    readonly response: Response,
    abort: AbortController,
    /** Settles when the server has ended the stream, or we have closed it. */
    readonly end: Promise<void>,
  ) {
    this.abort = abort;
  }

  static async open(
    url: string,
    {
      method = 'GET',
      token,
      body,
      lastEventId,
      headers = {},
    }: {
      method?: string;
      token?: string;
      body?: object;
      lastEventId?: number | string;
      headers?: Record<string, string>;
    } = {},
  ): Promise<EventStream> {
    const abort = new AbortController();
    const response = await fetch(url, {
      method,
      headers: {
        Accept: 'text/event-stream',
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(lastEventId === undefined ? {} : { 'Last-Event-ID': String(lastEventId) }),
        ...headers,
      },
      body: body && JSON.stringify(body),
      signal: abort.signal,
    });
    let settle = () => {};
    const stream = new EventStream(response, abort, new Promise((resolve) => (settle = resolve)));
    void stream.read().then(settle, settle);
    return stream;
  }

  /** Waits until `predicate` holds for what has arrived, or the stream is over. */
  async until(predicate: (events: ReceivedEvent[]) => boolean): Promise<ReceivedEvent[]> {
    let over = false;
    void this.end.then(() => {
      over = true;
      this.wake();
    });
    while (!over && !predicate(this.events)) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.events;
  }

  /** Everything up to the end of the stream. */
  async all(): Promise<ReceivedEvent[]> {
    await this.end;
    return this.events;
  }

  of(type: string): ReceivedEvent[] {
    return this.events.filter(({ event }) => event === type);
  }

  /** The text of the answer so far, as a client shows it: cleared when answering begins anew. */
  get text(): string {
    const from = this.events.findLastIndex(({ event }) => event === 'restarted') + 1;
    return this.events
      .slice(from)
      .filter(({ event }) => event === 'delta')
      .map(({ data }) => data.text)
      .join('');
  }

  get lastId(): number {
    return this.events.at(-1)?.id ?? 0;
  }

  /** Leaves, as a browser does that is closed. */
  close(): void {
    this.abort.abort();
  }

  private async read(): Promise<void> {
    const parser = createParser({
      onEvent: ({ id, event, data }) => {
        this.events.push({ id: Number(id), event: event ?? 'message', data: JSON.parse(data) });
        this.wake();
      },
      onComment: () => (this.comments += 1),
    });
    const decoder = new TextDecoder();
    if (!this.response.headers.get('content-type')?.startsWith('text/event-stream') || !this.response.body)
      return;
    for await (const bytes of this.response.body) parser.feed(decoder.decode(bytes, { stream: true }));
  }
}
