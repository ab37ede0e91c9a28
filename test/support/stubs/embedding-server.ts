import type { IncomingMessage, ServerResponse } from 'node:http';

import { ScriptedEmbeddingModel } from '../../fakes/scripted-embedding-model.mjs';
import { bodyOf, ListeningStub } from './listening-stub.js';

export interface EmbeddingCall {
  wire: 'openai' | 'gemini';
  model: string;
  texts: string[];
  dimensions?: number;
  /** Only Gemini is told what a text is for. */
  taskType?: string;
}

/** Answers a call in its own way and returns true, or leaves it to the stub. */
export type Misbehaviour = (call: EmbeddingCall, response: ServerResponse) => boolean;

/** Speaks both wire formats of embeddings; vectors are those of the scripted model. */
export class EmbeddingServer extends ListeningStub {
  readonly calls: EmbeddingCall[] = [];
  /** Requests whose client went away before the answer. */
  abandoned = 0;
  misbehave: Misbehaviour = () => false;
  /** Number format of the OpenAI wire when the client asks for base64, as servers do that know no other. */
  floats = false;

  static start(): Promise<EmbeddingServer> {
    return new EmbeddingServer().start();
  }

  protected async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = read(request.url ?? '', JSON.parse(await bodyOf(request)) as Wire);
    this.calls.push(call);
    response.on('close', () => {
      if (!response.writableFinished) this.abandoned++;
    });
    if (this.misbehave(call, response)) return;
    const model = new ScriptedEmbeddingModel({ dimensions: call.dimensions ?? 32 });
    // Not of unit length: that is the adapter's business.
    const vectors = (await model.embed(call.texts, 'document')).map((vector) => vector.map((x) => x * 3));
    sendVectors(call, vectors, response, this.floats);
  }
}

export function sendVectors(
  { wire, model }: EmbeddingCall,
  vectors: Float32Array[],
  response: ServerResponse,
  floats = false,
): void {
  const plain = (vector: Float32Array) => [...vector].map((x) => (Number.isNaN(x) ? null : x));
  const base64 = ({ buffer, byteOffset, byteLength }: Float32Array) =>
    Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  const body =
    wire === 'gemini'
      ? { embeddings: vectors.map((vector) => ({ values: plain(vector) })) }
      : {
          object: 'list',
          model,
          data: vectors.map((vector, index) => ({
            object: 'embedding',
            index,
            embedding: floats ? plain(vector) : base64(vector),
          })),
          usage: { prompt_tokens: 1, total_tokens: 1 },
        };
  send(response, 200, body);
}

export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/html' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers }).end(text);
}

interface Wire {
  model?: string;
  input?: string[];
  dimensions?: number;
  requests?: { content: { parts: { text: string }[] }; taskType: string; outputDimensionality: number }[];
}

function read(url: string, { model, input, dimensions, requests }: Wire): EmbeddingCall {
  const gemini = /models\/([^:]+):batchEmbedContents/.exec(url);
  if (!gemini || !requests) return { wire: 'openai', model: model ?? '', texts: input ?? [], dimensions };
  return {
    wire: 'gemini',
    model: gemini[1],
    texts: requests.map(({ content }) => content.parts.map(({ text }) => text).join('')),
    dimensions: requests[0].outputDimensionality,
    taskType: requests[0].taskType,
  };
}
