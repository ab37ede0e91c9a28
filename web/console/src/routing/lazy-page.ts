import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router';

/**
 * A page whose code is fetched when it is first opened: the export `name` of the module. Types end here: pages link to
 * routes, so the type of the routes must not depend on that of the pages.
 */
export function lazyPage(load: () => Promise<object>, name: string): RouteComponent {
  return lazyRouteComponent(load as () => Promise<Record<string, RouteComponent>>, name);
}
