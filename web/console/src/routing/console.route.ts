import { createRoute, redirect } from '@tanstack/react-router';

import { queryClient } from '../api/query-client.js';
import { currentSession, restoreSession } from '../api/session.js';
import { workspacesQuery } from '../api/workspace.js';
import { lazyPage } from './lazy-page.js';
import { rootRoute } from './root.route.js';

/** Everything behind the sign-in; who is not signed in goes there and comes back to the same place. */
export const consoleRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'console',
  beforeLoad: async ({ location }) => {
    if (currentSession().status === 'unknown') await restoreSession();
    if (currentSession().status === 'out')
      throw redirect({ to: '/sign-in', search: { next: location.href } });
  },
  loader: () => void queryClient.prefetchQuery(workspacesQuery),
  component: lazyPage(() => import('../layout/console-layout.js'), 'ConsoleLayout'),
});
