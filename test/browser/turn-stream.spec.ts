/** The part of it that is used here: its own types are those of browsers, which this program has not. */
interface TurnStream {
  ask(send: Send, botId: string, question: object, signal: AbortSignal): AsyncIterable<{ type: string }>;
}
type Send = (path: string, init: { headers: Record<string, string> }) => Promise<Response>;

const MODULE = '../../web/shared/turn-stream.js';

const STARTED = 'id: 1\nevent: started\ndata: {"conversationId":"c","userMessageId":"u","messageId":"m"}\n\n';
const COMPLETED = 'id: 3\nevent: completed\ndata: {"message":{"content":"Yes."}}\n\n';

/** A stream that says `text` and then, unless it is `over`, nothing. */
function stream(text: string, over = true): Response {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode(text));
      if (over) controller.close();
    },
  });
  return new Response(body);
}

describe('an answer that is read over a connection that breaks', () => {
  const paths: string[] = [];
  let turnStream: TurnStream;
  let online = true;

  beforeAll(async () => {
    turnStream = (await import(MODULE)) as TurnStream;
  });
  beforeEach(() => {
    paths.length = 0;
    online = true;
    jest.useFakeTimers();
    Object.defineProperty(globalThis, 'navigator', {
      value: {
        get onLine() {
          return online;
        },
      },
      configurable: true,
    });
    Object.assign(globalThis, { addEventListener: () => undefined, removeEventListener: () => undefined });
  });
  afterEach(() => jest.useRealTimers());

  async function events(answers: (() => Response)[]): Promise<string[]> {
    const send: Send = (path, { headers }) => {
      paths.push(`${path} ${new Headers(headers).get('last-event-id') ?? ''}`.trim());
      return Promise.resolve().then(() => answers[Math.min(paths.length, answers.length) - 1]());
    };
    const found: string[] = [];
    const question = { message: 'Open?', clientMessageId: 'x' };
    const all = (async () => {
      for await (const { type } of turnStream.ask(send, 'b', question, new AbortController().signal))
        found.push(type);
    })();
    let over = false;
    void all.finally(() => (over = true)).catch(() => undefined);
    while (!over) await jest.advanceTimersByTimeAsync(5_000);
    await all;
    return found;
  }

  it('goes on elsewhere when it falls silent without ending, as after a sleep', async () => {
    expect(await events([() => stream(STARTED, false), () => stream(COMPLETED)])).toEqual([
      'started',
      'waiting',
      'completed',
    ]);
    expect(paths).toEqual(['/api/v1/bots/b/chat', '/api/v1/messages/m/stream 1']);
  });

  const away = () => {
    throw new TypeError('Failed to fetch');
  };

  it('is waited for as long as the browser knows that it is offline', async () => {
    online = false;
    const answers = Array.from({ length: 40 }, () => away);
    expect((await events([() => stream(STARTED), ...answers, () => stream(COMPLETED)])).at(-1)).toBe(
      'completed',
    );
  });

  it('is given up when the server stays away', async () => {
    await expect(events([away])).rejects.toThrow(TypeError);
    expect(paths.length).toBeLessThan(15);
  });
});
