import { isDeepStrictEqual } from 'node:util';

import { newId } from '../../../src/kernel/id.js';
import { Database } from '../../../src/platform/database/index.js';
import { registerUser } from '../../factories/user.factory.js';
import type { IdPlace, Route } from '../../support/route-table.js';
import { type Answer, HttpCall } from './http-call.js';
import { comparable, leaksOf } from './leaks.js';
import { ROUTE_CASES, type RouteCase } from './route-cases.js';
import { type Ids, randomIds, type Tenant } from './tenant.js';
import { changedTables, tenantRows } from './tenant-rows.js';
import { type Callers, MEMBERS, NOBODIES, OUTSIDERS, type World } from './world.js';

const EVERYONE = [...MEMBERS, ...OUTSIDERS] as const;
const SAFE = ['GET', 'HEAD'];
type Member = (typeof MEMBERS)[number];

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
    if ((this.routeCase.least === 'platform') !== (route.access?.kind === 'platform')) {
      this.complain('is not for those it is said to be for');
    }
    if (this.routeCase.least !== 'public') return;
    // A public key names a bot on public pages, and is on them.
    if (route.ids.some(({ kind }) => kind !== 'publicKey')) this.complain('is public and takes ids');
    if (route.access?.kind !== 'public') this.complain('is said to be public and is not');
  }

  async attacks(): Promise<void> {
    const { world } = this;
    if (this.routeCase.least === 'public') return;
    const before = await tenantRows(world.server, world.b);
    const known = this.routeCase.least === 'platform' ? this.asNoOperators() : this.swaps();
    await Promise.all([...NOBODIES.map((caller) => this.asNobody(caller)), ...known]);
    const changed = changedTables(before, await tenantRows(world.server, world.b));
    if (changed.length > 0) this.complain(`changed rows of B in ${changed.join(', ')}`);
  }

  private swaps(): Promise<void>[] {
    const ids = this.route.ids.filter(({ kind }) => kind !== 'cursor');
    const sets = ids.length > 1 ? [...ids.map((id) => [id]), ids] : [ids];
    const swaps = sets
      .filter((set) => set.length > 0)
      .flatMap((set) => MEMBERS.map((caller) => this.asMember(caller, set)));
    const cursor = this.route.ids.some(({ kind }) => kind === 'cursor')
      ? MEMBERS.map((caller) => this.withForeignCursor(caller))
      : [];
    const bare = this.routeCase.query ? EVERYONE.map((caller) => this.withoutQuery(caller)) : [];
    const named = ids.length > 0 ? OUTSIDERS : [];
    const outside = [
      ...named.map((caller) => this.asMember(caller, ids)),
      ...(this.isForMembers() ? named.map((caller) => this.asOutsider(caller, ids)) : []),
    ];
    return [...swaps, ...cursor, ...bare, ...outside];
  }

  /** A's own things are as absent to those who do not belong to A as B's are to its members. */
  private async asOutsider(caller: (typeof OUTSIDERS)[number], ids: IdPlace[]): Promise<void> {
    const { a } = this.world;
    const [own, random] = await Promise.all([
      this.send(caller, { ...a.ids, cursor: '' }),
      this.send(caller, this.mixed(ids, randomIds())),
    ]);
    if (own.answer.status !== 404) this.complain(`answered ${own.answer.status} to ${caller} with A's ids`);
    this.compare(`${caller} with A's ids`, own, random);
    const leaks = leaksOf(own.answer.text, a, (value) => own.call.mentions(value));
    if (leaks.length > 0) this.complain(`shows ${caller} of A's: ${leaks.join(', ')}`);
  }

  /** What only platform administrators may do, nobody else learns anything of, whatever they are in their tenant. */
  private asNoOperators(): Promise<void>[] {
    return MEMBERS.map(async (caller) => {
      const [foreign, random] = await Promise.all([
        this.send(caller, { ...this.world.b.ids, cursor: '' }),
        this.send(caller, randomIds()),
      ]);
      if (foreign.answer.status !== 403) this.complain(`answered ${foreign.answer.status} to ${caller} of A`);
      this.compare(`${caller} of A with B's ids`, foreign, random);
    });
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
    if (foreign.answer.status !== this.statusFor(caller, swapped)) {
      this.complain(`answered ${foreign.answer.status} to ${caller} of A with B's ${names}`);
    }
    this.compare(`${caller} of A with B's ${names}`, foreign, random);
  }

  /** What is refused before anything is looked up is refused for the role; else B's things are absent. */
  private statusFor(caller: keyof Callers, swapped: IdPlace[]): number {
    const { narrows = [], ok } = this.routeCase;
    const own = this.route.ids.some(
      ({ where, kind }) =>
        where === 'path' && kind === 'workspace' && !swapped.some((place) => place.kind === kind),
    );
    if (own && !isOutsider(caller) && !this.may(caller as Member)) return 403;
    return swapped.every(({ where, name }) => where === 'query' && narrows.includes(name)) ? ok : 404;
  }

  /** Of the things in the matrix, all are the owner's. */
  private mayToOthers(role: Member): boolean {
    const { least, othersLeast = least } = this.routeCase;
    return MEMBERS.indexOf(role) >= MEMBERS.indexOf(othersLeast as Member);
  }

  private may(role: Member): boolean {
    const { least } = this.routeCase;
    return least === 'self' || MEMBERS.indexOf(role) >= MEMBERS.indexOf(least as Member);
  }

  private async withForeignCursor(caller: keyof Callers): Promise<void> {
    const cursor = await this.cursorOf(this.world.b);
    const { answer, call } = await this.send(caller, { ...this.world.a.ids, cursor });
    if (![200, 400, ...(this.may(caller as Member) ? [] : [403])].includes(answer.status)) {
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

  /** Members whose role is too low are told so, about A's own things, and change none of them. */
  async forbidden(): Promise<void> {
    const { world } = this;
    if (!this.isForMembers()) return;
    for (const role of MEMBERS.filter((member) => !this.mayToOthers(member))) {
      const before = await tenantRows(world.server, world.a);
      const { answer } = await this.send(role, world.a.ids);
      if (answer.status !== 403)
        this.complain(`answered ${answer.status} to the ${role} of A: ${answer.text}`);
      const changed = changedTables(before, await tenantRows(world.server, world.a));
      if (changed.length > 0) this.complain(`let the ${role} of A change ${changed.join(', ')}`);
    }
  }

  private isForMembers(): boolean {
    return !['public', 'self', 'platform'].includes(this.routeCase.least);
  }

  async permitted(): Promise<void> {
    const { ok } = this.routeCase;
    if (!this.isForMembers()) return;
    for (const role of MEMBERS.filter((member) => this.mayToOthers(member))) {
      const { answer } = await this.send(role, await this.idsFor(this.world.a));
      if (answer.status !== ok)
        this.complain(`answered ${answer.status} to the ${role} of A: ${answer.text}`);
    }
  }

  /** The proof that the requests above were good ones: B's owner gets what they were after. */
  async control(): Promise<void> {
    const { b, server, callers } = this.world;
    const { least, spends } = this.routeCase;
    if (least === 'public') return;
    const ids = await this.idsFor(b);
    const user = spends && (await registerUser(server.url));
    const spent = user && (await spends?.(user));
    const body = spent ? spent.body : this.routeCase.body?.(ids, b);
    const call = new HttpCall(this.route, { ...this.routeCase, body: body && (() => body) }, ids, b);
    for (const { where, name } of call.missing()) this.complain(`is never tried with ${where}.${name}`);
    const insider = least === 'platform' ? callers.operator : b.owner.accessToken;
    const token = spent?.token ?? user?.accessToken ?? insider;
    const requestId = newId();
    const answer = await call.send(server.url, token, requestId);
    await this.audited(requestId);
    if (answer.status !== this.routeCase.ok) {
      this.complain(`answered ${answer.status} to the owner of B: ${answer.text}`);
    }
    if (this.routeCase.shows && !answer.text.includes(b.canary))
      this.complain('shows the owner of B nothing');
  }

  /** What succeeded and changed something is in the audit log, or is said to be worth no line. */
  private async audited(requestId: string): Promise<void> {
    if (SAFE.includes(this.route.method)) return;
    const written = await this.world.server.app
      .get(Database)
      .query('SELECT 1 FROM audit_events WHERE request_id = $1', [requestId]);
    if (this.routeCase.unaudited !== undefined && written.length > 0) this.complain('is audited after all');
    if (this.routeCase.unaudited === undefined && written.length === 0)
      this.complain('leaves no audit event');
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
    const { least } = this.routeCase;
    const token = least === 'platform' ? this.world.callers.operator : tenant.owner.accessToken;
    const { text } = await call.send(this.world.server.url, token);
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

function isOutsider(caller: keyof Callers): boolean {
  return (OUTSIDERS as readonly string[]).includes(caller);
}

interface Trial {
  answer: Answer;
  call: HttpCall;
}

/** Without those of the connection, which depend on how much of an upload had arrived when it was answered. */
function headerNames({ headers }: Answer): string[] {
  return [...headers.keys()].filter((name) => !['connection', 'keep-alive'].includes(name)).sort();
}
