import { newId } from '../../../src/kernel/id.js';
import { fieldsOf } from '../../support/dto-fields.js';
import type { Route } from '../../support/route-table.js';
import { leaksOf } from './leaks.js';
import { ROUTE_CASES } from './route-cases.js';
import type { World } from './world.js';

/** As they stand in an address. None of them is an id. */
const ODD_IDS = [
  ...['0', '-1', '1', '9223372036854775808', '1e9', 'NaN', 'null', 'undefined', 'true', '*', '%25', '_'],
  ...[
    '..%2f',
    '%2e%2e%2fbots',
    '%00',
    'a%00b',
    '%0d%0aX-Evil:%201',
    '[]',
    '%5B%5D',
    '%7B%7D',
    '%27',
    '%22',
    '%3B',
  ],
  ...[
    '%27%20OR%201=1--',
    'me',
    'self',
    'new',
    '%F0%9F%98%80',
    '00000000-0000-0000-0000-00000000000g',
    'x'.repeat(2_000),
  ],
];

const ODD_PAGES = [
  ...[
    'limit=0',
    'limit=-1',
    'limit=101',
    'limit=1000000000',
    'limit=1e2',
    'limit=0x10',
    'limit=NaN',
    'limit=',
  ],
  ...[
    'limit=10&limit=100',
    'limit[]=10',
    'limit[$gt]=1',
    'limit=1.5',
    'limit=%00',
    'cursor=x',
    'cursor=',
    'cursor=%00',
  ],
  ...[
    'cursor[]=x',
    `cursor=${'x'.repeat(301)}`,
    'sort=name',
    'order=desc',
    'include=owner',
    'expand=*',
    'fields=*',
    'page=2',
  ],
];

/** A value for a filter that no filter takes, as it stands behind its name. */
const ODD_VALUES = ['=%00', '[]=x', '[$ne]=x', '[__proto__]=x', `=${'x'.repeat(5_000)}`];

/** What `owner` of A gets for what is no id, in every place of a path: 400, or 404 where another route begins. */
export async function tryOddIds(world: World, routes: Route[]): Promise<string[]> {
  const complaints: string[] = [];
  for (const route of routes) {
    const places = route.ids.filter(({ where }) => where === 'path');
    for (const place of places) {
      const answers = ODD_IDS.map(async (odd) => {
        const path = pathOf(route, world, (name) => (name === place.name ? odd : undefined));
        const { status, text } = await ask(world, route, path);
        const fine = [400, 404].includes(status) || (status === 403 && !text.includes(world.a.canary));
        if (!fine) complaints.push(`${route.key} answered ${status} to ${odd.slice(0, 50)} as ${place.name}`);
        complaints.push(...leaks(world, route, text));
      });
      await Promise.all(answers);
      const upper = pathOf(route, world, (name) => (name === place.name ? newId().toUpperCase() : undefined));
      const { status } = await ask(world, route, upper);
      if (status >= 500) complaints.push(`${route.key} answered ${status} to an id in capitals`);
    }
  }
  return complaints;
}

/** The same for paging and filters of every list: nothing breaks, and nothing of B is shown. */
export async function tryOddQueries(world: World, routes: Route[]): Promise<string[]> {
  const complaints: string[] = [];
  for (const route of routes.filter(({ method, query }) => method === 'GET' && query)) {
    const names = fieldsOf(route.query!).map(({ name }) => name);
    const filters = names.filter((name) => !['limit', 'cursor'].includes(name));
    const bad = [...ODD_PAGES, ...filters.flatMap((name) => ODD_VALUES.map((value) => `${name}${value}`))];
    // Given twice, or left empty, a filter may mean what it says; it may not mean everybody's.
    const vague = filters.flatMap((name) => [`${name}=`, `${name}=${newId()}&${name}=${world.b.ids.bot}`]);
    const answers = [...bad, ...vague].map(async (query) => {
      const { status, text } = await ask(world, route, `${pathOf(route, world, () => undefined)}?${query}`);
      const refused = [400, 422].includes(status);
      const fine = refused || (status === 200 && vague.includes(query));
      if (!fine) complaints.push(`${route.key} answered ${status} to ?${query.slice(0, 60)}`);
      complaints.push(...leaks(world, route, text));
    });
    await Promise.all(answers);
  }
  return complaints;
}

function pathOf(route: Route, { a }: World, odd: (name: string) => string | undefined): string {
  return route.path.replace(/:(\w+)/g, (_, name: string) => {
    const place = route.ids.find((id) => id.where === 'path' && id.name === name)!;
    return odd(name) ?? a.ids[place.kind];
  });
}

async function ask(world: World, route: Route, path: string): Promise<{ status: number; text: string }> {
  const { least, body } = ROUTE_CASES[route.key];
  const token = least === 'platform' ? world.callers.operator : world.callers.owner;
  const json = body?.(world.a.ids, world.a);
  const response = await fetch(`${world.server.url}/api/v1${path}`, {
    method: route.method,
    headers: { Authorization: `Bearer ${token}`, ...(json ? { 'Content-Type': 'application/json' } : {}) },
    body: json && JSON.stringify(json),
  });
  return { status: response.status, text: await response.text() };
}

function leaks(world: World, route: Route, text: string): string[] {
  if (ROUTE_CASES[route.key].least === 'platform') return [];
  return leaksOf(text, world.b, (value) => value === world.b.ids.bot).map(
    (secret) => `${route.key} shows ${secret}`,
  );
}
