import { isDeepStrictEqual } from 'node:util';

import { io, type Socket } from 'socket.io-client';

import type { SocketEvent } from '../../support/route-table.js';
import { comparable, leaksOf } from './leaks.js';
import { EVENT_CASES, type EventCase } from './route-cases.js';
import { type Ids, randomIds, type Tenant } from './tenant.js';
import { changedTables, tenantRows } from './tenant-rows.js';
import { type Callers, NOBODIES, OUTSIDERS, type World } from './world.js';

const ATTACKERS = ['owner', 'admin', 'editor', 'viewer', ...OUTSIDERS] as const;

/** What the acknowledgement of an event says. */
export interface Ack {
  ok: boolean;
  problem?: { status: number; code: string; errors?: { path: string; code: string }[] };
  [field: string]: unknown;
}

export interface Listener {
  socket: Socket;
  received: string[];
}

/** As `tryRoutes`, for socket events: first those who may do nothing, then B's owner. */
export async function tryEvents(world: World, events: SocketEvent[]): Promise<string[]> {
  const violations: string[] = [];
  await world.settled();
  for (const event of events) violations.push(...(await attack(world, event)));
  for (const event of events) violations.push(...(await control(world, event)));
  return violations;
}

/** A socket that writes down everything it is told. Rejects when it is not let in. */
export async function listen(
  world: World,
  namespace: string,
  token: string | undefined,
  origin?: string,
): Promise<Listener> {
  const socket = io(`${world.server.url}${namespace}`, {
    auth: token === undefined ? {} : { token },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    ...(origin === undefined ? {} : { extraHeaders: { Origin: origin } }),
  });
  const received: string[] = [];
  socket.onAny((event: string, data: unknown) => received.push(`${event} ${JSON.stringify(data)}`));
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve);
    socket.on('connect_error', reject);
  });
  return { socket, received };
}

async function attack(world: World, event: SocketEvent): Promise<string[]> {
  const violations: string[] = [];
  const complain = (text: string) => violations.push(`${event.key} ${text}`);
  const eventCase = EVENT_CASES[event.key];
  for (const caller of NOBODIES) {
    const socket = await listen(world, event.namespace, world.callers[caller]).catch(() => undefined);
    if (socket) complain(`let ${caller} in`);
    socket?.socket.disconnect();
  }
  const before = await tenantRows(world.server, world.b);
  for (const caller of ATTACKERS) {
    const attacker = await listen(world, event.namespace, world.callers[caller]);
    for (const swapped of swapsOf(event)) {
      const names = swapped.join(' and ');
      const foreign = await emit(
        attacker,
        event,
        eventCase,
        world.a,
        mixed(event, swapped, world.a.ids, world.b.ids),
      );
      const random = await emit(
        attacker,
        event,
        eventCase,
        world.a,
        mixed(event, swapped, world.a.ids, randomIds()),
      );
      complainOfAnswers({ caller, names, foreign, random, event, eventCase, world }, complain);
    }
    attacker.socket.disconnect();
  }
  for (const caller of OUTSIDERS) violations.push(...(await asOutsider(world, event, caller)));
  const changed = changedTables(before, await tenantRows(world.server, world.b));
  if (changed.length > 0) complain(`changed rows of B in ${changed.join(', ')}`);
  return violations;
}

/** Those without a grant meet A's own things as if they did not exist. */
async function asOutsider(
  world: World,
  event: SocketEvent,
  caller: (typeof OUTSIDERS)[number],
): Promise<string[]> {
  const eventCase = EVENT_CASES[event.key];
  const outsider = await listen(world, event.namespace, world.callers[caller]);
  const ack = await emit(outsider, event, eventCase, world.a, world.a.ids);
  outsider.socket.disconnect();
  const status = ack.ok ? 200 : ack.problem?.status;
  if (status === (eventCase.harmless ? 200 : 404)) return [];
  return [`${event.key} answered ${status} to ${caller} with A's own ids`];
}

interface Trial {
  caller: keyof Callers;
  names: string;
  foreign: Ack;
  random: Ack;
  event: SocketEvent;
  eventCase: EventCase;
  world: World;
}

function complainOfAnswers(trial: Trial, complain: (text: string) => void): void {
  const { caller, names, foreign, random, eventCase, world } = trial;
  const who = `${caller} of A with B's ${names}`;
  const status = foreign.ok ? 200 : foreign.problem?.status;
  if (status !== (eventCase.harmless ? 200 : 404)) complain(`answered ${status} to ${who}`);
  const [one, other] = [foreign, random].map((ack) => comparable(JSON.stringify(ack.problem ?? ack)));
  if (!isDeepStrictEqual(one, other)) complain(`tells ${who} from ids that do not exist`);
  const leaks = leaksOf(JSON.stringify(foreign), world.b, () => false);
  if (leaks.length > 0) complain(`shows ${who}: ${leaks.join(', ')}`);
}

async function control({ server, b, callers }: World, event: SocketEvent): Promise<string[]> {
  const violations: string[] = [];
  const complain = (text: string) => violations.push(`${event.key} ${text}`);
  const eventCase = EVENT_CASES[event.key];
  const world = { server, callers } as World;
  const owner = await listen(world, event.namespace, b.owner.accessToken);
  const missing = event.ids.filter(({ name }) => !(name in eventCase.body(b.ids, b)));
  for (const { name } of missing) complain(`is never tried with ${name}`);
  const ack = await emit(owner, event, eventCase, b, b.ids);
  if (!ack.ok) complain(`refused the owner of B: ${JSON.stringify(ack)}`);
  owner.socket.disconnect();
  return violations;
}

function emit(
  { socket }: Listener,
  { event }: SocketEvent,
  { body }: EventCase,
  tenant: Tenant,
  ids: Ids,
): Promise<Ack> {
  return socket.timeout(5_000).emitWithAck(event, body(ids, tenant));
}

function swapsOf({ ids }: SocketEvent): string[][] {
  const names = ids.map(({ name }) => name);
  return names.length > 1 ? [...names.map((name) => [name]), names] : [names];
}

function mixed({ ids }: SocketEvent, names: string[], own: Ids, others: Ids): Ids {
  const kinds = ids.filter(({ name }) => names.includes(name)).map(({ kind }) => [kind, others[kind]]);
  return { ...own, ...(Object.fromEntries(kinds) as Partial<Ids>) };
}
