import { createRoute, createRouter, redirect } from '@tanstack/react-router';

import { CrashPage } from './layout/crash-page.js';
import { Loading } from './components/loading.js';
import { accountRoutes } from './features/account/routes.js';
import { authRoutes } from './features/auth/routes.js';
import { botsRoutes } from './features/bots/routes.js';
import { workspaceRoutes } from './features/workspace/routes.js';
import { consoleRoute } from './routing/console.route.js';
import { rootRoute } from './routing/root.route.js';

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/bots' });
  },
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    ...authRoutes,
    consoleRoute.addChildren([...botsRoutes, ...workspaceRoutes, ...accountRoutes]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: CrashPage,
  defaultPendingComponent: Loading,
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
