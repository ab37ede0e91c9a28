import { isDeepStrictEqual } from 'node:util';

import { newId } from '../../../src/kernel/id.js';
import type { IdPlace, Route } from '../../support/route-table.js';
import { type Answer, HttpCall } from './http-call.js';
import { comparable, leaksOf } from './leaks.js';
import { ROUTE_CASES, type RouteCase } from './route-cases.js';
import type { Ids, Tenant } from './tenant.js';
import { changedTables, tenantRows } from './tenant-rows.js';
import type { Callers, World } from './world.js';

const ROLES_OF_A = ['viewer', 'editor', 'owner'] as const;
const OUTSIDERS = ['admin'] as const;
const EVERYONE = [...ROLES_OF_A, ...OUTSIDERS] as const;
const NOBODIES = ['anonymous', 'signedOut'] as const;

/**
 * Every route, called by everyone with the ids of tenant B in every place where an id stands; then by the members of
 * A with A's own ids; then by B's owner. Returns what went wrong, one sentence each. Those who may do nothing come
 * first, so that whatever changes under them was changed by them.
 */
export async function tryRoutes(world: World, routes: Route[]): Promise<string[]> {
  await world.settled();
  const trials = routes.map((route) => new RouteTrial(world, route));
  for (const trial of trials) await trial.attacks();
  for (const trial of trials) await trial.forbidden();
  for (const trial of trials) await trial.permitted();
  for (const trial of trials) await trial.control();
  return trials.flatMap(({ violations }) => violations);
}

class RouteTrial {
  readonly violations: string[] = [];
  private readonly routeCase: RouteCase;

  constructor(
    private readonly world: World,
    private readonly route: Route,
  ) {
    this.routeCase = ROUTE_CASES[route.key];
    if (this.routeCase.least !== 'public') return;
    if (route.ids.length > 0) this.complain('is public and takes ids');
    if (route.access?.kind !== 'public') this.complain('is said to be public and is not');
  }

  async attacks(): Promise<void> {
    const { world } = this;
    if (this.routeCase.least === 'public') return;
    const before = await tenantRows(world.server, world.b);
    await Promise.all([...NOBODIES.map((caller) => this.asNobody(caller)), ...this.swaps()]);
    const changed = changedTables(before, await tenantRows(world.server, world.b));
    if (changed.length > 0) this.complain(`changed rows of B in ${changed.join(', ')}`);
  }

  private swaps(): Promise<void>[] {
    const ids = this.route.ids.filter(({ kind }) => kind !== 'cursor');
    const sets = ids.length > 1 ? [...ids.map((id) => [id]), ids] : [ids];
    const swaps = sets
      .filter((set) => set.length > 0)
      .flatMap((set) => ROLES_OF_A.map((caller) => this.asMember(caller, set)));
    const cursor = this.route.ids.some(({ kind }) => kind === 'cursor')
      ? ROLES_OF_A.map((caller) => this.withForeignCursor(caller))
      : [];
    const bare = this.routeCase.query ? EVERYONE.map((caller) => this.withoutQuery(caller)) : [];
    return [
      ...swaps,
      ...cursor,
      ...bare,
      ...(ids.length > 0 ? OUTSIDERS.map((caller) => this.asMember(caller, ids)) : []),
    ];
  }

  /** Without credentials that hold, B's ids are as good as any: 401 before anything is looked up. */
  private async asNobody(caller: (typeof NOBODIES)[number]): Promise<void> {
    const [foreign, random] = await Promise.all([
      this.send(caller, this.world.b.ids),
      this.send(caller, randomIds()),
    ]);
    if (foreign.answer.status !== 401) this.complain(`answered ${foreign.answer.status} to ${caller}`);
    this.compare(`${caller} with B's ids`, foreign, random);
  }

  /** B's ids in the places of `swapped`, A's own in the others. */
  private async asMember(caller: keyof Callers, swapped: IdPlace[]): Promise<void> {
    const names = swapped.map(({ where, name }) => `${where}.${name}`).join(' and ');
    const [foreign, random] = await Promise.all([
      this.send(caller, this.mixed(swapped, this.world.b.ids)),
      this.send(caller, this.mixed(swapped, randomIds())),
    ]);
    if (foreign.answer.status !== 404) {
      this.complain(`answered ${foreign.answer.status} to ${caller} of A with B's ${names}`);
    }
    this.compare(`${caller} of A with B's ${names}`, foreign, random);
  }

  private async withForeignCursor(caller: keyof Callers): Promise<void> {
    const cursor = await this.cursorOf(this.world.b);
    const { answer, call } = await this.send(caller, { ...this.world.a.ids, cursor });
    if (![200, 400].includes(answer.status)) {
      this.complain(`answered ${answer.status} to ${caller} of A with a cursor of B`);
    }
    this.noLeak(`${caller} of A with a cursor of B`, answer, call);
  }

  /** What a list holds when nobody says whose: the caller's, never everybody's. */
  private async withoutQuery(caller: keyof Callers): Promise<void> {
    const bare: RouteCase = { ...this.routeCase, query: undefined };
    const call = new HttpCall(this.route, bare, this.world.a.ids, this.world.a);
    const answer = await call.send(this.world.server.url, this.world.callers[caller]);
    this.noLeak(`${caller} of A without a query`, answer, call);
  }

  /** A viewer of A may look at A's things and change none. */
  async forbidden(): Promise<void> {
    const { world, routeCase } = this;
    if (routeCase.least !== 'editor') return;
    const before = await tenantRows(world.server, world.a);
    const { answer } = await this.send('viewer', world.a.ids);
    if (answer.status !== 403) this.complain(`answered ${answer.status} to the viewer of A: ${answer.text}`);
    const changed = changedTables(before, await tenantRows(world.server, world.a));
    if (changed.length > 0) this.complain(`let the viewer of A change ${changed.join(', ')}`);
  }

  async permitted(): Promise<void> {
    const { least, ok } = this.routeCase;
    if (least === 'public' || least === 'self') return;
    for (const role of ROLES_OF_A) {
      if (least === 'editor' && role === 'viewer') continue;
      const { answer } = await this.send(role, await this.idsFor(this.world.a));
      if (answer.status !== ok)
        this.complain(`answered ${answer.status} to the ${role} of A: ${answer.text}`);
    }
  }

  /** The proof that the requests above were good ones: B's owner gets what they were after. */
  async control(): Promise<void> {
    const { b, server } = this.world;
    if (this.routeCase.least === 'public') return;
    const ids = await this.idsFor(b);
    const call = new HttpCall(this.route, this.routeCase, ids, b);
    for (const { where, name } of call.missing()) this.complain(`is never tried with ${where}.${name}`);
    const answer = await call.send(server.url, b.owner.accessToken);
    if (answer.status !== this.routeCase.ok) {
      this.complain(`answered ${answer.status} to the owner of B: ${answer.text}`);
    }
    if (this.routeCase.shows && !answer.text.includes(b.canary))
      this.complain('shows the owner of B nothing');
  }

  private async idsFor(tenant: Tenant): Promise<Ids> {
    const { destroys } = this.routeCase;
    const ids = destroys ? await this.world.fresh(tenant, destroys) : tenant.ids;
    return { ...ids, cursor: await this.cursorOf(tenant) };
  }

  /** Where the second page of this list begins for the tenant's owner; empty for routes that are no list. */
  private async cursorOf(tenant: Tenant): Promise<string> {
    if (!this.route.ids.some(({ kind }) => kind === 'cursor')) return '';
    const list: RouteCase = {
      ...this.routeCase,
      query: (ids) => {
        const { cursor: _, ...rest } = this.routeCase.query!(ids);
        return { ...rest, limit: '1' };
      },
    };
    const call = new HttpCall(this.route, list, tenant.ids, tenant);
    const { text } = await call.send(this.world.server.url, tenant.owner.accessToken);
    const { nextCursor } = JSON.parse(text) as { nextCursor?: string };
    if (!nextCursor) this.complain(`gives no cursor: ${text}`);
    return nextCursor ?? '';
  }

  private mixed(swapped: IdPlace[], others: Ids): Ids {
    const kinds = swapped.map(({ kind }) => [kind, others[kind]]);
    return { ...this.world.a.ids, ...(Object.fromEntries(kinds) as Partial<Ids>) };
  }

  /** An empty cursor is left out: it would be refused before anything is looked up. */
  private async send(caller: keyof Callers, ids: Ids): Promise<{ answer: Answer; call: HttpCall }> {
    const { query } = this.routeCase;
    const withoutEmpty: RouteCase = {
      ...this.routeCase,
      query: query && ((all) => Object.fromEntries(Object.entries(query(all)).filter(([, value]) => value))),
    };
    const call = new HttpCall(this.route, withoutEmpty, ids, this.world.a);
    return { answer: await call.send(this.world.server.url, this.world.callers[caller]), call };
  }

  private compare(who: string, foreign: Trial, random: Trial): void {
    this.noLeak(who, foreign.answer, foreign.call);
    const [one, other] = [foreign.answer, random.answer];
    const same =
      one.status === other.status &&
      isDeepStrictEqual(comparable(one.text), comparable(other.text)) &&
      isDeepStrictEqual(headerNames(one), headerNames(other));
    if (!same) this.complain(`tells ${who} from ids that do not exist: ${one.text} / ${other.text}`);
  }

  private noLeak(who: string, answer: Answer, call: HttpCall): void {
    const leaks = leaksOf(answer.text + JSON.stringify([...answer.headers]), this.world.b, (v) =>
      call.mentions(v),
    );
    if (leaks.length > 0) this.complain(`shows ${who}: ${leaks.join(', ')}`);
  }

  private complain(text: string): void {
    this.violations.push(`${this.route.key} ${text}`);
  }
}

interface Trial {
  answer: Answer;
  call: HttpCall;
}

function randomIds(): Ids {
  const [workspace, bot, document, conversation, message] = Array.from({ length: 5 }, () => newId());
  return { workspace, bot, document, conversation, message, cursor: '' };
}

/** Without those of the connection, which depend on how much of an upload had arrived when it was answered. */
function headerNames({ headers }: Answer): string[] {
  return [...headers.keys()].filter((name) => !['connection', 'keep-alive'].includes(name)).sort();
}
