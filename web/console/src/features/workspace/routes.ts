import { createRoute } from '@tanstack/react-router';

import { consoleRoute } from '../../routing/console.route.js';
import { lazyPage } from '../../routing/lazy-page.js';
import { auditFilterOf } from './audit-filter.js';

const settings = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/workspace/settings',
  component: lazyPage(() => import('./settings.page.js'), 'SettingsPage'),
});

const members = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/workspace/members',
  component: lazyPage(() => import('./members.page.js'), 'MembersPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/workspace/api-keys',
  component: lazyPage(() => import('./api-keys.page.js'), 'ApiKeysPage'),
});

const usage = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/workspace/usage',
  component: lazyPage(() => import('./usage.page.js'), 'UsagePage'),
});

const auditLog = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/workspace/audit-log',
  validateSearch: auditFilterOf,
  component: lazyPage(() => import('./audit-log.page.js'), 'AuditLogPage'),
});

/** Pages of the current workspace. */
export const workspaceRoutes = [settings, members, apiKeys, usage, auditLog] as const;
