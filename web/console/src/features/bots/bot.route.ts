import { createRoute } from '@tanstack/react-router';

import { queryClient } from '../../api/query-client.js';
import { lazyPage } from '../../routing/lazy-page.js';
import { consoleRoute } from '../../routing/console.route.js';
import { botQuery } from './bot.query.js';

/** One bot: the parent of its pages. */
export const botRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/bots/$botId',
  // Beside the code of the page, not after it; whoever shows the bot tells what went wrong.
  loader: ({ params }) => void queryClient.prefetchQuery(botQuery(params.botId)),
  component: lazyPage(() => import('./bot-layout.js'), 'BotLayout'),
});
