import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import type { Json } from '../event-stream.js';
import { waitFor } from '../wait-for.js';
import { bodyOf, ListeningStub } from './listening-stub.js';

export const CUT = Symbol('cut');
export const HANG = Symbol('hang');

/** What is sent, one packet each: text or bytes; `{ wait }` in milliseconds; the connection cut, or nothing more. */
export type Step = string | Uint8Array | { wait: number } | typeof CUT | typeof HANG;

/** How a call is answered. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  steps?: readonly Step[];
}

export interface StubCall {
  path: string;
  headers: IncomingHttpHeaders;
  /** As JSON. */
  body: Json;
  /** The caller went away before the answer was over. */
  left: boolean;
}

/** An HTTP server that answers by script: what stands in for a provider, on the wire. */
export class StubServer extends ListeningStub {
  calls: StubCall[] = [];
  private script: (call: StubCall, index: number) => Reply = () => ({ status: 404 });

  get lastCall(): StubCall {
    return this.calls.at(-1)!;
  }

  /** Answers every call from now on by this. */
  play(script: Reply | ((call: StubCall, index: number) => Reply)): void {
    this.calls = [];
    this.script = typeof script === 'function' ? script : () => script;
  }

  /** Resolves when the last call was left by its caller. */
  async left(): Promise<void> {
    await waitFor('the caller to leave', () => this.calls.at(-1)?.left === true, { timeoutMs: 2_000 });
  }

  protected async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    const call: StubCall = {
      path: request.url ?? '',
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
      left: false,
    };
    response.on('close', () => (call.left = !response.writableFinished));
    this.calls.push(call);
    await this.send(response, this.script(call, this.calls.length - 1));
  }

  private async send(
    response: ServerResponse,
    { status = 200, headers = {}, steps = [] }: Reply,
  ): Promise<void> {
    response.socket?.setNoDelay(true);
    response.writeHead(status, { 'content-type': 'text/event-stream', ...headers });
    response.flushHeaders();
    for (const step of steps) {
      if (response.destroyed) return;
      if (step === HANG) return;
      if (step === CUT) {
        // What was written before has to arrive before the end does.
        await delay(5);
        response.destroy();
        return;
      }
      if (typeof step === 'object' && 'wait' in step) await delay(step.wait);
      else if (!response.write(step)) await drained(response);
      // A packet of its own.
      else await new Promise(setImmediate);
    }
    response.end();
  }
}

/** Resolves when there is room again, or nobody to write to. */
async function drained(response: ServerResponse): Promise<void> {
  const either = new AbortController();
  const { signal } = either;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  either.abort();
}

/** The same bytes in packets of `size`, wherever that cuts a line or a character. */
export function inPacketsOf(size: number, steps: readonly string[]): Uint8Array[] {
  const bytes = Buffer.from(steps.join(''));
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
}
