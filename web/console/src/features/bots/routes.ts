import { createRoute } from '@tanstack/react-router';

import { queryClient } from '../../api/query-client.js';
import { lazyPage } from '../../routing/lazy-page.js';
import { consoleRoute } from '../../routing/console.route.js';
import { conversationFilterOf } from '../conversations/conversation-filter.js';
import { widgetQuery } from '../widget/widget.query.js';
import { botRoute } from './bot.route.js';

// Each a constant of its own: as an argument of `addChildren` a route would lose its type.
const overview = createRoute({
  getParentRoute: () => botRoute,
  path: '/',
  component: lazyPage(() => import('./overview.page.js'), 'OverviewPage'),
});

const knowledge = createRoute({
  getParentRoute: () => botRoute,
  path: '/knowledge',
  component: lazyPage(() => import('../knowledge/knowledge.page.js'), 'KnowledgePage'),
});

const document = createRoute({
  getParentRoute: () => botRoute,
  path: '/knowledge/$documentId',
  /** `passage`: the chunk to show, as a citation names it. */
  validateSearch: ({ passage }: Record<string, unknown>): { passage?: string } =>
    typeof passage === 'string' ? { passage } : {},
  component: lazyPage(() => import('../knowledge/document.page.js'), 'DocumentPage'),
});

const playground = createRoute({
  getParentRoute: () => botRoute,
  path: '/playground',
  validateSearch: ({ conversation }: Record<string, unknown>): { conversation?: string } =>
    typeof conversation === 'string' ? { conversation } : {},
  component: lazyPage(() => import('../chat/playground.page.js'), 'PlaygroundPage'),
});

const conversations = createRoute({
  getParentRoute: () => botRoute,
  path: '/conversations',
  validateSearch: conversationFilterOf,
  component: lazyPage(() => import('../conversations/conversations.page.js'), 'ConversationsPage'),
});

const conversation = createRoute({
  getParentRoute: () => botRoute,
  path: '/conversations/$conversationId',
  component: lazyPage(() => import('../conversations/conversation.page.js'), 'ConversationPage'),
});

const widget = createRoute({
  getParentRoute: () => botRoute,
  path: '/widget',
  loader: ({ params }) => void queryClient.prefetchQuery(widgetQuery(params.botId)),
  component: lazyPage(() => import('../widget/widget.page.js'), 'WidgetPage'),
});

const settings = createRoute({
  getParentRoute: () => botRoute,
  path: '/settings',
  component: lazyPage(() => import('./settings.page.js'), 'SettingsPage'),
});

const bots = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/bots',
  component: lazyPage(() => import('./bots.page.js'), 'BotsPage'),
});

const newBot = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/bots/new',
  component: lazyPage(() => import('./new-bot.page.js'), 'NewBotPage'),
});

/** Bots and everything inside one. */
export const botsRoutes = [
  bots,
  newBot,
  botRoute.addChildren([
    overview,
    knowledge,
    document,
    playground,
    conversations,
    conversation,
    widget,
    settings,
  ]),
] as const;
