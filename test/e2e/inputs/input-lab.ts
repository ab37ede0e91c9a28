import { ChatModels } from '../../../src/ai/index.js';
import { TextExtraction } from '../../../src/documents/application/ports/text-extraction.port.js';
import { WebPageFetcher } from '../../../src/documents/application/ports/web-page-fetcher.port.js';
import { FakeTextExtraction } from '../../fakes/fake-text.extraction.js';
import { FakeWebPageFetcher } from '../../fakes/fake-web-page.fetcher.js';
import { ScriptedChatModel } from '../../fakes/scripted-chat-model.mjs';
import { type Route, routesOf } from '../../support/route-table.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ROUTE_CASES } from '../tenants/route-cases.js';
import type { Tenant } from '../tenants/tenant.js';
import { buildTenant } from '../tenants/world.js';

export interface LabAnswer {
  status: number;
  text: string;
  /** Undefined when the answer is no JSON. */
  json?: { code?: string; detail?: string; status?: number; nextCursor?: string; [field: string]: unknown };
  type: string;
}

/** A running application with one tenant that has one of everything, for requests of every shape. */
export class InputLab {
  private constructor(
    readonly server: TestApp,
    readonly tenant: Tenant,
    readonly routes: Route[],
    readonly model: ScriptedChatModel,
  ) {}

  static async open(): Promise<InputLab> {
    const server = await startTestApp({
      override: (builder) =>
        builder
          .overrideProvider(TextExtraction)
          .useValue(new FakeTextExtraction())
          .overrideProvider(WebPageFetcher)
          .useValue(new FakeWebPageFetcher()),
    });
    const model = new ScriptedChatModel();
    server.app.get(ChatModels, { strict: false }).register(model.provider('offline'));
    return new InputLab(server, await buildTenant(server, model, 'lab'), routesOf(server.app), model);
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** The address of a route about the tenant's things, or with `params` in place of their ids. */
  address(route: Route, params: Record<string, string> = {}): string {
    const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
      const place = route.ids.find((id) => id.where === 'path' && id.name === name)!;
      return params[name] ?? this.tenant.ids[place.kind];
    });
    return route.path.startsWith('/health') ? path : `/api/v1${path}`;
  }

  /** A body that the route takes. */
  validBody(route: Route): Record<string, unknown> {
    const known: Record<string, object> = {
      'POST /auth/register': { email: `new-${Math.random()}@example.com`, password: 'correct horse battery' },
      'POST /auth/login': { email: this.tenant.owner.email, password: this.tenant.owner.password },
      'POST /auth/refresh': {},
      'POST /auth/logout': {},
      'POST /bots/:botId/documents/url': { url: `https://example.com/${Math.random()}` },
    };
    const body = known[route.key] ?? ROUTE_CASES[route.key].body?.(this.tenant.ids, this.tenant) ?? {};
    return body as Record<string, unknown>;
  }

  async send(
    route: Route,
    {
      address = this.address(route),
      body,
      headers = {},
    }: { address?: string; body?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string> },
  ): Promise<LabAnswer> {
    // Ends sessions: not ours, on which everything else depends.
    const anonymous = route.key === 'POST /auth/logout';
    const response = await fetch(`${this.server.url}${address}`, {
      method: route.method,
      headers: {
        ...(anonymous ? {} : { Authorization: `Bearer ${this.tenant.owner.accessToken}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body,
      // A request that hangs is to be named, not to run into the time limit of its test.
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((cause: unknown) => {
      throw new Error(`${route.key} got no answer to ${describe(body)}`, { cause });
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      json: parsed(text),
      type: response.headers.get('content-type') ?? '',
    };
  }

  sendJson(route: Route, body: unknown, address?: string): Promise<LabAnswer> {
    return this.send(route, { address, body: JSON.stringify(body) });
  }

  /** Whether the server still works. */
  async alive(): Promise<boolean> {
    return (await this.tenant.owner.api.get('/auth/me')).status === 200;
  }
}

const PATIENCE_MS = 20_000;

function describe(body: string | Uint8Array | undefined): string {
  return typeof body === 'string' ? body.slice(0, 300) : `${body?.length ?? 0} bytes`;
}

/** Undefined when the answer refuses the request as the contract says, else what is wrong with it. */
export function wrongRefusal(
  { status, json, type, text }: LabAnswer,
  statuses?: number[],
): string | undefined {
  if (status < 400 || status >= 500 || (statuses && !statuses.includes(status)))
    return `answered ${status}: ${text}`;
  if (!type.startsWith('application/problem+json')) return `answered with ${type}`;
  if (typeof json?.code !== 'string' || typeof json.detail !== 'string' || json.status !== status) {
    return `answered with no problem: ${text}`;
  }
  // The texts of libraries and of the database stay inside.
  if (/SyntaxError|Unexpected token|\bat \S+:\d+|SELECT |pg_|syntax error/i.test(text))
    return `tells too much: ${text}`;
  return undefined;
}

/** Runs `work` on all items, a few at a time, and returns what it complains of. */
export async function complaints<T>(
  items: T[],
  work: (item: T) => Promise<string | undefined>,
  atOnce = 8,
): Promise<string[]> {
  const found: (string | undefined)[] = [];
  for (let i = 0; i < items.length; i += atOnce) {
    found.push(...(await Promise.all(items.slice(i, i + atOnce).map(work))));
  }
  return found.filter((text) => text !== undefined);
}

function parsed(text: string): LabAnswer['json'] {
  try {
    return JSON.parse(text) as LabAnswer['json'];
  } catch {
    return undefined;
  }
}
