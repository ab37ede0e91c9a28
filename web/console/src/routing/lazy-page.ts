import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router';

import { fetchInTime } from '../api/fetch-in-time.js';
import { ownProblem } from '../api/problem.js';

/**
 * A page whose code is fetched when it is first opened: the export `name` of the module. Types end here: pages link to
 * routes, so the type of the routes must not depend on that of the pages.
 */
export function lazyPage(load: () => Promise<object>, name: string): RouteComponent {
  const loaded = () => load().catch(whyNot) as Promise<Record<string, RouteComponent>>;
  return lazyRouteComponent(loaded, name);
}

/** The server is away, or it is of a newer version by now, and this code is not there any more. */
async function whyNot(): Promise<never> {
  const { ok, status } = await fetchInTime('/', { method: 'HEAD' });
  throw ok ? ownProblem('outdated') : ownProblem('unavailable', status);
}
