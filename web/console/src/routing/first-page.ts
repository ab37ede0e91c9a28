import type { AnyRoute } from '@tanstack/react-router';

import { restoreSession } from '../api/session.js';
import { router } from '../router.js';
import { consoleRoute } from './console.route.js';

/**
 * Begins to fetch, all at once, what the first page would ask for one after the other: its code, and who is signed in.
 * Nothing depends on it: what fails here is fetched again, and told, by whoever needs it.
 */
export function anticipateFirstPage(): void {
  const first = router.latestLocation;
  const location = first.pathname === '/' ? router.buildLocation({ to: '/bots' }) : first;
  const routes: Record<string, AnyRoute> = router.routesById;
  for (const { routeId } of router.matchRoutes(location) as { routeId: string }[]) {
    void router.loadRouteChunk(routes[routeId])?.catch(() => undefined);
    if (routeId === consoleRoute.id) void restoreSession().catch(() => undefined);
  }
}
