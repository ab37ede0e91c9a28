/** The few calls of the public API that the benchmarks need. */
import { setTimeout as delay } from 'node:timers/promises';

export class Api {
  constructor(url) {
    this.base = `${url}/api/v1`;
  }

  async call(method, path, body, headers = {}) {
    const form = body instanceof FormData;
    const response = await fetch(this.base + path, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body && !form ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: form ? body : body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  }

  async register() {
    const email = `bench-${Date.now()}@example.com`;
    const answer = await this.call('POST', '/auth/register', { email, password: 'a long bench password' });
    this.token = answer.accessToken;
  }

  createBot(name) {
    return this.call('POST', '/bots', { name });
  }

  async upload(botId, files) {
    const form = new FormData();
    for (const { name, bytes } of files) form.append('files', new Blob([bytes]), name);
    const { items, rejected } = await this.call('POST', `/bots/${botId}/documents`, form);
    if (rejected.length > 0) throw new Error(`rejected: ${JSON.stringify(rejected[0])}`);
    return items;
  }

  /** Waits until all documents of the bot are ready; fails when one did. */
  async untilReady(botId) {
    for (;;) {
      const { documents } = await this.call('GET', `/bots/${botId}`);
      if (documents.failed > 0) throw new Error(`${documents.failed} documents failed`);
      if (documents.ready === documents.total) return documents;
      await delay(50);
    }
  }

  /** Milliseconds from the request to the first piece of text of a streamed answer. */
  async timeToFirstToken(botId, message) {
    const started = performance.now();
    const response = await fetch(`${this.base}/bots/${botId}/chat`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        accept: 'text/event-stream',
      },
      body: JSON.stringify({ message }),
    });
    let first;
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      if (first === undefined && decoder.decode(chunk).includes('event: delta'))
        first = performance.now() - started;
    }
    if (first === undefined) throw new Error('an answer without text');
    return first;
  }
}

export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)];
}
