import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import { bodyOf, ListeningStub } from './listening-stub.js';

interface Held {
  values: number[];
  metadata: Record<string, unknown>;
}

interface Body {
  vectors?: { id: string; values: number[]; metadata: Record<string, unknown> }[];
  vector?: number[];
  topK?: number;
  ids?: string[];
  deleteAll?: boolean;
  namespace?: string;
}

/** Speaks the data plane of Pinecone as far as the product uses it, and refuses what the service would. */
export class PineconeServer extends ListeningStub {
  readonly namespaces = new Map<string, Map<string, Held>>();
  /** Status to answer everything with. */
  failing?: number;
  /** Calls that were answered so. */
  refused = 0;
  /** Before each answer. */
  delayMs = 0;

  static start(): Promise<PineconeServer> {
    return new PineconeServer().start();
  }

  protected async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    const url = new URL(request.url ?? '/', this.url);
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (this.failing) this.refused++;
    if (this.failing)
      return void answer(this.failing, { message: `key ${String(request.headers['api-key'])}` });
    if (!request.headers['api-key']) return void answer(401, { message: 'no key' });
    if (this.delayMs > 0) await delay(this.delayMs, undefined, { ref: false });
    const [status, body] = this.answer(url, (text ? JSON.parse(text) : {}) as Body);
    answer(status, body);
  }

  private answer(url: URL, body: Body): [number, unknown] {
    const name = body.namespace ?? url.searchParams.get('namespace') ?? '';
    const space = this.namespaces.get(name);
    switch (url.pathname) {
      case '/vectors/upsert':
        return this.upsert(name, body.vectors ?? []);
      case '/query':
        return [200, { matches: nearest(space, body.vector ?? [], body.topK ?? 10), namespace: name }];
      case '/vectors/delete':
        if (!space) return [404, { message: 'Namespace not found' }];
        if (body.deleteAll) this.namespaces.delete(name);
        for (const id of body.ids ?? []) space.delete(id);
        return [200, {}];
      case '/vectors/list':
        return [200, list(space, url.searchParams)];
      default:
        return [404, { message: `unknown ${url.pathname}` }];
    }
  }

  private upsert(name: string, vectors: NonNullable<Body['vectors']>): [number, unknown] {
    if (vectors.length > 100) return [400, { message: 'too many vectors at once' }];
    const space = this.namespaces.get(name) ?? new Map<string, Held>();
    this.namespaces.set(name, space);
    for (const { id, values, metadata } of vectors) space.set(id, { values, metadata });
    return [200, { upsertedCount: vectors.length }];
  }
}

function nearest(space: Map<string, Held> | undefined, vector: number[], topK: number) {
  return [...(space ?? [])]
    .map(([id, { values }]) => ({ id, score: values.reduce((sum, x, i) => sum + x * vector[i], 0) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, topK);
}

/** In pages, in the order of ids, as the service does. */
function list(space: Map<string, Held> | undefined, query: URLSearchParams) {
  const after = query.get('paginationToken') ?? '';
  const limit = Number(query.get('limit') ?? 100);
  const ids = [...(space?.keys() ?? [])]
    .filter((id) => id.startsWith(query.get('prefix') ?? '') && id > after)
    .sort();
  const vectors = ids.slice(0, limit).map((id) => ({ id }));
  return { vectors, ...(ids.length > limit && { pagination: { next: ids[limit - 1] } }) };
}
