import { notTheProtocol } from '../shared/faults.js';

const LONGEST_ERROR = 64 * 1024;
/** Longest event of a stream: the SDK keeps it whole, and looks through it again with every packet. */
const LONGEST_EVENT = 1024 * 1024;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/**
 * `fetch` that looks at what comes back before the SDK does. A page or a document where a stream was asked for is a
 * wrong address, or a gateway that reports its error with status 200.
 */
export async function openAiFetch(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok) return bounded(response);
  if (!/^(text\/html|application\/(problem\+)?json)\b/i.test(type)) return withShortEvents(response);
  const status = errorStatusIn(await (await bounded(response)).text());
  if (status === undefined) throw notTheProtocol();
  return new Response('{}', { status, headers: response.headers });
}

/** Errors are read whole by the SDK; nobody needs a long one. */
async function bounded(response: Response): Promise<Response> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(piece as Uint8Array);
    length += (piece as Uint8Array).length;
    if (length > LONGEST_ERROR) break;
  }
  const { status, headers } = response;
  return new Response(Buffer.concat(pieces), { status, headers });
}

function errorStatusIn(body: string): number | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown; status?: unknown } };
    if (!error) return undefined;
    return [error.code, error.status].map(Number).find((status) => status >= 400 && status < 600) ?? 502;
  } catch {
    return undefined;
  }
}

function withShortEvents(response: Response): Response {
  let length = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      const end = Math.max(piece.lastIndexOf(NEWLINE), piece.lastIndexOf(CARRIAGE_RETURN));
      length = end < 0 ? length + piece.length : piece.length - 1 - end;
      if (length > LONGEST_EVENT) controller.error(notTheProtocol());
      else controller.enqueue(piece);
    },
  });
  const { status, headers } = response;
  return new Response(response.body?.pipeThrough(limit), { status, headers });
}
