import { isDeepStrictEqual } from 'node:util';

import type { IdPlace, Route, SocketEvent } from '../../support/route-table.js';
import { type Ack, listen } from './event-matrix.js';
import { type Answer, HttpCall } from './http-call.js';
import { SCOPE_CASES, WHOLE_WORKSPACE } from './key-cases.js';
import { SCOPES } from './keys.js';
import { comparable, leaksOf } from './leaks.js';
import { EVENT_CASES, ROUTE_CASES, type RouteCase } from './route-cases.js';
import { type Ids, randomIds, type Tenant } from './tenant.js';
import { changedTables, tenantRows } from './tenant-rows.js';
import type { World } from './world.js';

/** What belongs to a bot, and is absent to a key that is limited to another. */
const OF_BOTS = ['bot', 'document', 'conversation', 'message'];

/**
 * Every route, called with API keys of A: with each scope that is not the one it takes, with the ids of B, and by a key
 * that is limited to one bot with the ids of the other; then with keys that may. Returns what went wrong.
 */
export async function tryKeys(world: World, routes: Route[]): Promise<string[]> {
  await world.settled();
  const trials = routes
    .filter(({ key }) => ROUTE_CASES[key].least !== 'public')
    .map((route) => new KeyTrial(world, route));
  for (const trial of trials) await trial.withoutTheScope();
  for (const trial of trials) await trial.withForeignIds();
  for (const trial of trials) await trial.limited();
  for (const trial of trials) await trial.permitted();
  return trials.flatMap(({ violations }) => violations);
}

class KeyTrial {
  readonly violations: string[] = [];
  private readonly routeCase: RouteCase;

  constructor(
    private readonly world: World,
    private readonly route: Route,
  ) {
    const { query, ...rest } = ROUTE_CASES[route.key];
    this.routeCase = { ...rest, query: query && ((ids) => withoutEmpty(query(ids))) };
  }

  private get needed() {
    return SCOPE_CASES[this.route.key];
  }

  async withoutTheScope(): Promise<void> {
    const { a, server, keys } = this.world;
    const before = await tenantRows(server, a);
    const others: [string, string][] = SCOPES.filter((scope) => scope !== this.needed).map((scope) => [
      scope,
      keys.only[scope],
    ]);
    if (!this.needed) others.push(['all scopes', keys.all]);
    await Promise.all(
      others.map(async ([name, key]) => {
        const { answer, call } = await this.send(key, a.ids);
        if (answer.status !== 403) this.complain(`answered ${answer.status} to a key with ${name}`);
        this.noLeak(`a key with ${name}`, answer, a, call);
      }),
    );
    const changed = changedTables(before, await tenantRows(server, a));
    if (changed.length > 0) this.complain(`let a key without the scope change ${changed.join(', ')}`);
  }

  async withForeignIds(): Promise<void> {
    const { b, server, keys } = this.world;
    if (!this.needed) return;
    const before = await tenantRows(server, b);
    for (const swapped of swapsOf(this.route.ids)) {
      await this.absent('a key of A', keys.only[this.needed], swapped, b);
    }
    if (this.routeCase.query) await this.bare('a key of A', keys.only[this.needed], b);
    const changed = changedTables(before, await tenantRows(server, b));
    if (changed.length > 0) this.complain(`let a key of A change rows of B in ${changed.join(', ')}`);
  }

  /** The other bot is to the key as if it did not exist. */
  async limited(): Promise<void> {
    const { other, server, keys } = this.world;
    if (!this.needed) return;
    const before = await tenantRows(server, other);
    for (const swapped of swapsOf(this.route.ids.filter(({ kind }) => OF_BOTS.includes(kind)))) {
      await this.absent('a key of the other bot', keys.limited, swapped, other);
    }
    await this.bare('a key of the other bot', keys.limited, other);
    const after = await tenantRows(server, other);
    // The workspace's log is no part of the bot.
    const changed = changedTables(before, after).filter((table) => table !== 'audit_events');
    if (changed.length > 0) this.complain(`let a key of the other bot change ${changed.join(', ')}`);
  }

  /** The proof that the requests above were good ones. */
  async permitted(): Promise<void> {
    const { a, other, keys } = this.world;
    if (!this.needed) return;
    await this.succeeds('a key with the scope', keys.only[this.needed], a);
    if (this.route.ids.some(({ where, kind }) => where === 'path' && OF_BOTS.includes(kind))) {
      await this.succeeds('a key with all scopes', keys.all, other);
    }
    if (this.routeCase.destroys === 'bot') return;
    if (WHOLE_WORKSPACE.includes(this.route.key)) {
      const { answer } = await this.send(keys.limited, a.ids);
      if (answer.status !== 403) this.complain(`answered ${answer.status} to a key of one bot`);
    } else await this.succeeds('a key of the bot', keys.limited, a);
  }

  private async succeeds(who: string, key: string, tenant: Tenant): Promise<void> {
    const { destroys, ok, shows } = this.routeCase;
    const ids = destroys ? await this.world.fresh(tenant, destroys) : tenant.ids;
    const { answer } = await this.send(key, ids, tenant);
    if (answer.status !== ok) this.complain(`answered ${answer.status} to ${who}: ${answer.text}`);
    if (shows && !answer.text.includes(tenant.canary)) this.complain(`shows ${who} nothing`);
  }

  private async absent(who: string, key: string, swapped: IdPlace[], others: Tenant): Promise<void> {
    const names = swapped.map(({ where, name }) => `${where}.${name}`).join(' and ');
    const [foreign, random] = await Promise.all([
      this.send(key, this.mixed(swapped, others.ids)),
      this.send(key, this.mixed(swapped, randomIds())),
    ]);
    const { narrows = [], ok } = this.routeCase;
    const narrowing = swapped.every(({ where, name }) => where === 'query' && narrows.includes(name));
    // What is not for keys of one bot says so before it looks anything up.
    const refused = key === this.world.keys.limited && WHOLE_WORKSPACE.includes(this.route.key);
    const expected = refused ? 403 : narrowing ? ok : 404;
    if (foreign.answer.status !== expected) {
      this.complain(`answered ${foreign.answer.status} to ${who} with ${names}`);
    }
    this.noLeak(`${who} with ${names}`, foreign.answer, others, foreign.call);
    const [one, two] = [foreign.answer, random.answer];
    if (one.status !== two.status || !isDeepStrictEqual(comparable(one.text), comparable(two.text))) {
      this.complain(`tells ${who} with ${names} from ids that do not exist: ${one.text} / ${two.text}`);
    }
  }

  /** Lists and searches about what the key may see. */
  private async bare(who: string, key: string, others: Tenant): Promise<void> {
    if (!['GET', 'HEAD'].includes(this.route.method)) return;
    const call = new HttpCall(
      this.route,
      { ...this.routeCase, query: undefined },
      this.world.a.ids,
      this.world.a,
    );
    const answer = await call.send(this.world.server.url, key);
    this.noLeak(who, answer, others, call);
  }

  private noLeak(who: string, answer: Answer, others: Tenant, call: HttpCall): void {
    const text = answer.text + JSON.stringify([...answer.headers]);
    const leaks = leaksOf(text, others, (value) => call.mentions(value));
    if (leaks.length > 0) this.complain(`shows ${who}: ${leaks.join(', ')}`);
  }

  private mixed(swapped: IdPlace[], others: Ids): Ids {
    const kinds = swapped.map(({ kind }) => [kind, others[kind]]);
    return { ...this.world.a.ids, ...(Object.fromEntries(kinds) as Partial<Ids>) };
  }

  private async send(
    key: string,
    ids: Ids,
    tenant = this.world.a,
  ): Promise<{ answer: Answer; call: HttpCall }> {
    const call = new HttpCall(this.route, this.routeCase, ids, tenant);
    return { answer: await call.send(this.world.server.url, key), call };
  }

  private complain(text: string): void {
    this.violations.push(`${this.route.key} ${text}`);
  }
}

/** As `tryKeys`, for socket events. */
export async function tryKeysOnEvents(world: World, events: SocketEvent[]): Promise<string[]> {
  const violations: string[] = [];
  const { a, b, other, keys } = world;
  for (const event of events) {
    const needed = SCOPE_CASES[event.key];
    const complain = (text: string) => violations.push(`${event.key} ${text}`);
    const emit = async (key: string, ids: Ids): Promise<Ack> => {
      const { socket } = await listen(world, event.namespace, key);
      const ack = (await socket
        .timeout(5_000)
        .emitWithAck(event.event, EVENT_CASES[event.key].body(ids, a))) as Ack;
      socket.disconnect();
      return ack;
    };
    const status = ({ ok, problem }: Ack) => (ok ? 200 : problem?.status);
    const absent = EVENT_CASES[event.key].harmless ? 200 : 404;
    for (const scope of SCOPES) {
      const answered = status(await emit(keys.only[scope], a.ids));
      if (answered !== (scope === needed ? 200 : 403))
        complain(`answered ${answered} to a key with ${scope}`);
    }
    for (const [who, key, tenant] of [
      ['a key of A with ids of B', keys.all, b],
      ['a key of the other bot', keys.limited, other],
    ] as const) {
      const ack = await emit(key, tenant.ids);
      if (status(ack) !== absent) complain(`answered ${status(ack)} to ${who}`);
      const random = await emit(key, randomIds());
      const same = isDeepStrictEqual(...([ack, random].map(essence) as [unknown, unknown]));
      if (!same) complain(`tells ${who} from ids that do not exist`);
    }
    const own = status(await emit(keys.limited, a.ids));
    if (own !== 200) complain(`answered ${own} to a key of the bot`);
  }
  await world.settled();
  return violations;
}

function essence(ack: Ack): unknown {
  return comparable(JSON.stringify(ack.problem ?? ack));
}

/** Every place by itself, and all of them together. */
function swapsOf(ids: IdPlace[]): IdPlace[][] {
  const named = ids.filter(({ kind }) => kind !== 'cursor');
  const sets = named.length > 1 ? [...named.map((id) => [id]), named] : [named];
  return sets.filter((set) => set.length > 0);
}

function withoutEmpty(query: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value));
}
