import { type DtoClass, fieldsOf } from '../../support/dto-fields.js';
import type { Route, SocketEvent } from '../../support/route-table.js';
import { type Ack, listen } from './event-matrix.js';
import { EVENT_CASES, ROUTE_CASES } from './route-cases.js';
import type { Tenant } from './tenant.js';
import type { World } from './world.js';

/** What bodies must not be able to set, with values that would matter. */
function coveted({ ids, owner }: Tenant): Record<string, unknown> {
  return {
    ...{
      id: ids.bot,
      tenantId: ids.workspace,
      workspaceId: ids.workspace,
      ownerId: owner.id,
      userId: owner.id,
    },
    ...{ botId: ids.bot, documentId: ids.document, conversationId: ids.conversation, messageId: ids.message },
    ...{ role: 'owner', isAdmin: true, platformAdmin: true, platformRole: 'admin', permissions: ['*'] },
    ...{ plan: 'enterprise', quota: 1e9, principal: `user:${owner.id}`, publicKey: 'x', emailVerified: true },
    ...{ createdAt: '2001-01-01T00:00:00Z', updatedAt: '2001-01-01T00:00:00Z', deletedAt: null, lastSeq: 0 },
    ...{ storageKey: '../../../etc/passwd', path: '/etc/passwd', file: { path: '/etc/passwd' }, files: [{}] },
    ...{
      sha256: '0'.repeat(64),
      attempt: 99,
      leaseOwner: 'me',
      version: ids.document,
      documentIds: [ids.document],
    },
  };
}
/** Written as JSON text, since an object literal would set its prototype. */
const PROTOTYPES = ['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}'];

/** Bodies of routes whose cases in the matrix need none. */
const PUBLIC_BODIES: Record<string, object> = {
  'POST /auth/register': { email: 'mass@example.com', password: 'correct horse battery' },
  'POST /auth/login': { email: 'mass@example.com', password: 'correct horse battery' },
  'POST /auth/refresh': { refreshToken: 'x' },
  'POST /auth/logout': { refreshToken: 'x' },
  'POST /auth/verify-email': { token: 'x' },
  'POST /auth/verify-email/resend-to': { email: 'mass@example.com' },
  'POST /auth/forgot-password': { email: 'mass@example.com' },
  'POST /auth/reset-password': { token: 'x', password: 'correct horse battery' },
  'POST /auth/confirm-email-change': { token: 'x' },
  'POST /invitations/lookup': { token: 'x' },
  'POST /public/bots/:publicKey/sessions': { visitorToken: 'x' },
};

interface Attempt {
  body: string;
  /** Paths of the fields that are to be refused, each with a complaint of its own; none: the whole body is. */
  refused: string[];
}

interface Refusal {
  status: number;
  errors?: { path: string; code: string }[];
}

/** Sends every body with fields too many, at every depth where it has fields. Returns what was not refused. */
export async function overfill(world: World, routes: Route[]): Promise<string[]> {
  const accepted: string[] = [];
  for (const route of routes.filter(({ body }) => body)) {
    const { body, query, headers } = ROUTE_CASES[route.key];
    const valid = PUBLIC_BODIES[route.key] ?? body!(world.a.ids, world.a);
    const search = new URLSearchParams(query?.(world.a.ids)).toString();
    for (const attempt of attemptsOn(route.body!, valid, world.b)) {
      const answer = await send(world, route, `?${search}`, {
        headers: { 'Content-Type': 'application/json', ...headers },
        body: attempt.body,
      });
      accepted.push(...notRefused(answer, attempt).map((field) => `${route.key} took ${field}`));
    }
  }
  return accepted;
}

/** The same for queries. */
export async function overfillQueries(world: World, routes: Route[]): Promise<string[]> {
  const accepted: string[] = [];
  for (const route of routes.filter(({ query }) => query)) {
    const known = fieldsOf(route.query!).map(({ name }) => name);
    const names = [...Object.keys(coveted(world.b)), 'sort', 'order', 'include', 'expand', 'fields', 'where'];
    const refused = names.filter((name) => !known.includes(name));
    const search = new URLSearchParams(
      refused.map((name): [string, string] => [name, world.b.ids.bot]),
    ).toString();
    const answer = await send(world, route, `?${search}`, {});
    accepted.push(...notRefused(answer, { refused }).map((field) => `${route.key} took ?${field}=`));
  }
  return accepted;
}

/** The same for socket events. */
export async function overfillEvents(world: World, events: SocketEvent[]): Promise<string[]> {
  const accepted: string[] = [];
  for (const event of events) {
    const { socket } = await listen(world, event.namespace, world.callers.owner);
    const valid = EVENT_CASES[event.key].body(world.a.ids, world.a);
    for (const attempt of attemptsOn(event.body, valid, world.b)) {
      const ack = (await socket.timeout(5_000).emitWithAck(event.event, JSON.parse(attempt.body))) as Ack;
      const answer = ack.problem ?? { status: 200 };
      accepted.push(...notRefused(answer, attempt).map((field) => `${event.key} took ${field}`));
    }
    socket.disconnect();
  }
  return accepted;
}

async function send(world: World, route: Route, search: string, init: RequestInit): Promise<Refusal> {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    return world.a.ids[route.ids.find((id) => id.where === 'path' && id.name === name)!.kind];
  });
  const { operator, owner } = world.callers;
  const token = ROUTE_CASES[route.key].least === 'platform' ? operator : owner;
  const response = await fetch(`${world.server.url}/api/v1${path}${search}`, {
    ...init,
    method: route.method,
    headers: { Authorization: `Bearer ${token}`, ...init.headers },
  });
  return { ...((await response.json()) as Refusal), status: response.status };
}

function notRefused({ status, errors = [] }: Refusal, { refused, body = '' }: Partial<Attempt>): string[] {
  if (!refused || refused.length === 0) return status === 400 ? [] : [`${body} (${status})`];
  const complaints = errors
    .filter(({ code }) => code === 'validation.whitelist_validation')
    .map(({ path }) => path);
  return status === 422 ? refused.filter((path) => !complaints.includes(path)) : [`everything (${status})`];
}

function attemptsOn(dto: DtoClass, valid: object, others: Tenant): Attempt[] {
  const nested = fieldsOf(dto).flatMap(({ name, nested: inner }) => (inner ? [{ name, inner }] : []));
  return [
    attempt(valid, unknownFields(dto, others)),
    ...nested.map(({ name, inner }) => {
      const fields = unknownFields(inner, others);
      return {
        ...attempt(valid, { [name]: fields }),
        refused: Object.keys(fields).map((key) => `${name}.${key}`),
      };
    }),
    ...PROTOTYPES.map((extra) => ({ body: spliced(JSON.stringify(valid), extra), refused: [] })),
  ];
}

function unknownFields(dto: DtoClass, others: Tenant): Record<string, unknown> {
  const known = fieldsOf(dto).map(({ name }) => name);
  return Object.fromEntries(Object.entries(coveted(others)).filter(([name]) => !known.includes(name)));
}

function attempt(valid: object, extra: Record<string, unknown>): Attempt {
  return { body: JSON.stringify({ ...valid, ...extra }), refused: Object.keys(extra) };
}

/** The fields of the JSON object `extra` in front of those of `json`. */
function spliced(json: string, extra: string): string {
  return json === '{}' ? extra : `${extra.slice(0, -1)},${json.slice(1)}`;
}
