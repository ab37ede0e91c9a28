import { createRoute } from '@tanstack/react-router';

import { lazyPage } from '../../routing/lazy-page.js';
import { consoleRoute } from '../../routing/console.route.js';

/** One bot: the parent of its pages. */
export const botRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/bots/$botId',
  component: lazyPage(() => import('./bot-layout.js'), 'BotLayout'),
});
