import { createRoute } from '@tanstack/react-router';

import { consoleRoute } from '../../routing/console.route.js';
import { lazyPage } from '../../routing/lazy-page.js';

const account = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/account',
  component: lazyPage(() => import('./account-layout.js'), 'AccountLayout'),
});

const profile = createRoute({
  getParentRoute: () => account,
  path: '/',
  component: lazyPage(() => import('./profile.page.js'), 'ProfilePage'),
});

const security = createRoute({
  getParentRoute: () => account,
  path: '/security',
  component: lazyPage(() => import('./security.page.js'), 'SecurityPage'),
});

const sessions = createRoute({
  getParentRoute: () => account,
  path: '/sessions',
  component: lazyPage(() => import('./sessions.page.js'), 'SessionsPage'),
});

/** The person's own pages. */
export const accountRoutes = [account.addChildren([profile, security, sessions])] as const;
