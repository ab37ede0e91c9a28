import { isDeepStrictEqual } from 'node:util';

import type { IdPlace, Route, SocketEvent } from '../../support/route-table.js';
import { type Ack, listen } from './event-matrix.js';
import { type Answer, HttpCall } from './http-call.js';
import { comparable, leaksOf } from './leaks.js';
import { EVENT_CASES, ROUTE_CASES, type RouteCase } from './route-cases.js';
import { type Ids, randomIds, type Tenant } from './tenant.js';
import { changedTables, tenantRows } from './tenant-rows.js';
import { type MatrixVisitor, PAGE } from './visitors.js';
import type { World } from './world.js';

/** What visitors may do, all else is not for them. Written down apart from the source, which this is to check. */
export const FOR_VISITORS = [
  'POST /bots/:botId/chat',
  'GET /bots/:botId/conversations',
  'GET /conversations/:conversationId',
  'GET /conversations/:conversationId/messages',
  'GET /messages/:messageId',
  'GET /messages/:messageId/stream',
  'POST /messages/:messageId/stop',
  'POST /messages/:messageId/regenerate',
  'PUT /messages/:messageId/feedback',

  '/chat message:send',
  '/chat message:stop',
  '/chat message:resume',
  '/chat conversation:join',
  '/chat typing',
];

interface Attacker {
  who: string;
  self: MatrixVisitor;
  /** Whose things are to be absent. */
  others: [name: string, things: Tenant][];
}

function attackersOf({ a, b, visitors }: World): Attacker[] {
  const { ofA, otherOfA, ofB } = visitors;
  return [
    {
      who: 'a visitor of A',
      self: ofA,
      others: [
        ['B', b],
        ['a visitor of B', ofB],
        ['another visitor of A', otherOfA],
        ['A', a],
      ],
    },
    {
      who: 'a visitor of B',
      self: ofB,
      others: [
        ['A', a],
        ['a visitor of A', ofA],
        ['B', b],
      ],
    },
  ];
}

/**
 * Every route, called by visitors of A and of B: what is not for visitors refuses them whatever they name; what is for
 * them knows nothing but what they themselves have said. Returns what went wrong.
 */
export async function tryVisitors(world: World, routes: Route[]): Promise<string[]> {
  await world.settled();
  const trials = routes
    .filter(({ key }) => ROUTE_CASES[key].least !== 'public')
    .map((route) => attackersOf(world).map((attacker) => new VisitorTrial(world, route, attacker)));
  for (const ofRoute of trials) await attack(world, ofRoute);
  for (const trial of trials.flat()) await trial.own();
  await world.settled();
  return trials.flat().flatMap(({ violations }) => violations);
}

/** Both at once: neither may change anything. */
async function attack({ server, a, b }: World, trials: VisitorTrial[]): Promise<void> {
  const rows = () => Promise.all([tenantRows(server, a), tenantRows(server, b)]);
  const before = await rows();
  await Promise.all(trials.map((trial) => trial.attack()));
  const after = await rows();
  const changed = after.flatMap((each, i) => changedTables(before[i], each));
  if (changed.length > 0) trials[0].complain(`let visitors change ${changed.join(', ')}`);
}

class VisitorTrial {
  readonly violations: string[] = [];
  private readonly routeCase: RouteCase;

  constructor(
    private readonly world: World,
    private readonly route: Route,
    private readonly attacker: Attacker,
  ) {
    const { query, headers, ...rest } = ROUTE_CASES[route.key];
    this.routeCase = {
      ...rest,
      headers: { ...headers, Origin: PAGE },
      query: query && ((ids) => Object.fromEntries(Object.entries(query(ids)).filter(([, value]) => value))),
    };
  }

  private get open(): boolean {
    return FOR_VISITORS.includes(this.route.key);
  }

  async attack(): Promise<void> {
    await Promise.all(
      this.attacker.others.map(([name, things]) =>
        this.open ? this.absent(name, things) : this.closed(name, things),
      ),
    );
  }

  /** The proof that the requests above were good ones. */
  async own(): Promise<void> {
    const { self, who, others } = this.attacker;
    if (!this.open) return;
    const { answer } = await this.send(self.ids);
    if (answer.status !== this.routeCase.ok) {
      this.complain(`answered ${answer.status} to ${who}: ${answer.text}`);
    }
    if (!answer.text.includes(self.canary)) this.complain(`shows ${who} nothing`);
    for (const [name, { secrets, canary, ids }] of others) {
      // The bot and its documents are there for all of its visitors.
      const hidden = [ids.conversation, ids.message, ...(isVisitor(name) ? [canary, ...secrets] : [])];
      const found = hidden.filter((secret) => answer.text.includes(secret));
      if (found.length > 0) this.complain(`shows ${who} of ${name}: ${found.join(', ')}`);
    }
  }

  private async closed(name: string, things: Tenant): Promise<void> {
    const [foreign, random] = await Promise.all([this.send(things.ids), this.send(randomIds())]);
    const refused = foreign.answer.status === 403 && foreign.answer.text.includes('"access.forbidden"');
    if (!refused) this.complain(`answered ${foreign.answer.status} to ${this.who(name)}`);
    this.compare(name, foreign, random, things);
  }

  private async absent(name: string, things: Tenant): Promise<void> {
    for (const swapped of swapsOf(this.route.ids, this.attacker.self.ids, things.ids)) {
      const [foreign, random] = await Promise.all([
        this.send(this.mixed(swapped, things.ids)),
        this.send(this.mixed(swapped, randomIds())),
      ]);
      if (foreign.answer.status !== 404) {
        this.complain(`answered ${foreign.answer.status} to ${this.who(name)}`);
      }
      this.compare(name, foreign, random, things);
    }
  }

  private compare(name: string, foreign: Trial, random: Trial, things: Tenant): void {
    const text = foreign.answer.text + JSON.stringify([...foreign.answer.headers]);
    const leaks = leaksOf(text, things, (value) => foreign.call.mentions(value));
    if (leaks.length > 0) this.complain(`shows ${this.who(name)}: ${leaks.join(', ')}`);
    const [one, two] = [foreign.answer, random.answer];
    if (one.status !== two.status || !isDeepStrictEqual(comparable(one.text), comparable(two.text))) {
      this.complain(`tells ${this.who(name)} from ids that do not exist: ${one.text} / ${two.text}`);
    }
  }

  private mixed(swapped: IdPlace[], others: Ids): Ids {
    const kinds = swapped.map(({ kind }) => [kind, others[kind]]);
    return { ...this.attacker.self.ids, ...(Object.fromEntries(kinds) as Partial<Ids>) };
  }

  private async send(ids: Ids): Promise<Trial> {
    const { self } = this.attacker;
    const call = new HttpCall(this.route, this.routeCase, { ...ids, cursor: '' }, self);
    return { answer: await call.send(this.world.server.url, self.token), call };
  }

  private who(name: string): string {
    return `${this.attacker.who} with ids of ${name}`;
  }

  complain(text: string): void {
    this.violations.push(`${this.route.key} ${text}`);
  }
}

interface Trial {
  answer: Answer;
  call: HttpCall;
}

/** As `tryVisitors`, for socket events. */
export async function tryVisitorsOnEvents(world: World, events: SocketEvent[]): Promise<string[]> {
  const violations: string[] = [];
  for (const event of events) {
    for (const { who, self, others } of attackersOf(world)) {
      const complain = (text: string) => violations.push(`${event.key} ${text}`);
      const open = FOR_VISITORS.includes(event.key);
      const { socket } = await listen(world, event.namespace, self.token, PAGE);
      const emit = (ids: Ids): Promise<Ack> =>
        socket.timeout(5_000).emitWithAck(event.event, EVENT_CASES[event.key].body(ids, self));
      for (const [name, things] of others) {
        for (const swapped of swapsOf(event.ids, self.ids, things.ids)) {
          const take = (from: Ids): Ids => ({
            ...self.ids,
            ...Object.fromEntries(swapped.map(({ kind }) => [kind, from[kind]])),
          });
          const [foreign, random] = [await emit(take(things.ids)), await emit(take(randomIds()))];
          const status = foreign.ok ? 200 : foreign.problem?.status;
          if (status !== (open ? 404 : 403)) complain(`answered ${status} to ${who} with ids of ${name}`);
          const [one, two] = [foreign, random].map((ack) => comparable(JSON.stringify(ack.problem ?? ack)));
          if (!isDeepStrictEqual(one, two)) complain(`tells ${who} with ids of ${name} from random ones`);
          const leaks = leaksOf(JSON.stringify(foreign), things, () => false);
          if (leaks.length > 0) complain(`shows ${who}: ${leaks.join(', ')}`);
        }
      }
      if (open && !(await emit(self.ids)).ok) complain(`refused ${who}`);
      socket.disconnect();
    }
  }
  await world.settled();
  return violations;
}

/** Every place where the ids differ by itself, and all of them together. */
function swapsOf(places: IdPlace[], own: Ids, others: Ids): IdPlace[][] {
  const different = places.filter(({ kind }) => kind !== 'cursor' && own[kind] !== others[kind]);
  const sets = different.length > 1 ? [...different.map((id) => [id]), different] : [different];
  return sets.filter((set) => set.length > 0);
}

function isVisitor(name: string): boolean {
  return name.includes('visitor');
}
