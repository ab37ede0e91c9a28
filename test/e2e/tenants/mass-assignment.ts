import { type DtoClass, fieldsOf } from '../../support/dto-fields.js';
import type { Route, SocketEvent } from '../../support/route-table.js';
import { listen } from './event-matrix.js';
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
};

interface Attempt {
  name: string;
  body: string;
}

/** Sends every body with one field too many, at every depth where it has fields. Every one is to be refused. */
export async function overfill(world: World, routes: Route[]): Promise<string[]> {
  const accepted: string[] = [];
  for (const route of routes.filter(({ body }) => body)) {
    const { body, query, headers } = ROUTE_CASES[route.key];
    const valid = PUBLIC_BODIES[route.key] ?? body!(world.a.ids, world.a);
    const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
      return world.a.ids[route.ids.find((id) => id.where === 'path' && id.name === name)!.kind];
    });
    const search = new URLSearchParams(query?.(world.a.ids));
    const attempts = attemptsOn(route.body!, valid, world.b);
    for (let i = 0; i < attempts.length; i += 8) {
      await Promise.all(
        attempts.slice(i, i + 8).map(async (attempt) => {
          const response = await fetch(`${world.server.url}/api/v1${path}?${search}`, {
            method: route.method,
            headers: {
              'Content-Type': 'application/json',
              Authorization: `Bearer ${world.callers.owner}`,
              ...headers,
            },
            body: attempt.body,
          });
          const text = await response.text();
          if (![400, 422].includes(response.status)) {
            accepted.push(`${route.key} answered ${response.status} to ${attempt.name}: ${text}`);
          }
        }),
      );
    }
  }
  return accepted;
}

/** The same for queries. */
export async function overfillQueries(world: World, routes: Route[]): Promise<string[]> {
  const accepted: string[] = [];
  for (const route of routes.filter(({ query }) => query)) {
    const known = fieldsOf(route.query!).map(({ name }) => name);
    const names = [
      ...Object.keys(coveted(world.b)),
      'sort',
      'order',
      'include',
      'expand',
      'fields',
      'where',
      '__proto__',
    ];
    const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
      return world.a.ids[route.ids.find((id) => id.where === 'path' && id.name === name)!.kind];
    });
    await Promise.all(
      names
        .filter((name) => !known.includes(name))
        .map(async (name) => {
          const response = await fetch(`${world.server.url}/api/v1${path}?${name}=${world.b.ids.bot}`, {
            method: route.method,
            headers: { Authorization: `Bearer ${world.callers.owner}` },
          });
          await response.text();
          if (![400, 422].includes(response.status)) {
            accepted.push(`${route.key} answered ${response.status} to ?${name}=`);
          }
        }),
    );
  }
  return accepted;
}

/** The same for socket events. */
export async function overfillEvents(world: World, events: SocketEvent[]): Promise<string[]> {
  const accepted: string[] = [];
  for (const event of events) {
    const { socket } = await listen(world, event.namespace, world.callers.owner);
    const valid = EVENT_CASES[event.key].body(world.a.ids, world.a);
    for (const { name, body } of attemptsOn(event.body, valid, world.b)) {
      const ack = await socket.timeout(5_000).emitWithAck(event.event, JSON.parse(body));
      if (ack.ok || ![400, 422].includes(ack.problem.status)) accepted.push(`${event.key} took ${name}`);
    }
    socket.disconnect();
  }
  return accepted;
}

function attemptsOn(dto: DtoClass, valid: object, others: Tenant): Attempt[] {
  const fields = fieldsOf(dto);
  const known = fields.map(({ name }) => name);
  const outer = unknownFields(known, others).map(([name, value]) =>
    attempt(name, { ...valid, [name]: value }),
  );
  const raw = PROTOTYPES.map((text) => ({ name: text, body: spliced(JSON.stringify(valid), text) }));
  const inner = fields
    .filter(({ nested }) => nested)
    .flatMap(({ name: parent, nested }) =>
      unknownFields(
        fieldsOf(nested!).map(({ name }) => name),
        others,
      ).map(([name, value]) => attempt(`${parent}.${name}`, { ...valid, [parent]: { [name]: value } })),
    );
  return [...outer, ...raw, ...inner];
}

function unknownFields(known: string[], others: Tenant): [string, unknown][] {
  return Object.entries(coveted(others)).filter(([name]) => !known.includes(name));
}

function attempt(name: string, body: object): Attempt {
  return { name, body: JSON.stringify(body) };
}

/** The fields of the JSON object `extra` in front of those of `json`. */
function spliced(json: string, extra: string): string {
  return json === '{}' ? extra : `${extra.slice(0, -1)},${json.slice(1)}`;
}
