import type { Scope } from './keys.js';

/** The scope that a key needs for a route or an event; what is missing here is for people only. */
export const SCOPE_CASES: Record<string, Scope> = {
  'GET /workspaces': 'workspace:read',
  'GET /workspaces/:workspaceId': 'workspace:read',
  'GET /workspaces/:workspaceId/usage': 'workspace:read',
  'GET /workspaces/:workspaceId/spend': 'workspace:read',
  'GET /workspaces/:workspaceId/budget': 'workspace:read',
  'GET /workspaces/:workspaceId/members': 'members:read',
  'GET /workspaces/:workspaceId/audit-events': 'audit:read',
  'GET /workspaces/:workspaceId/audit-events/export': 'audit:read',

  'POST /bots': 'bots:write',
  'GET /bots': 'bots:read',
  'GET /bots/:botId': 'bots:read',
  'PATCH /bots/:botId': 'bots:write',
  'DELETE /bots/:botId': 'bots:write',
  'GET /bots/:botId/index': 'bots:read',
  'POST /bots/:botId/index': 'bots:write',
  'DELETE /bots/:botId/index/build': 'bots:write',
  'POST /bots/:botId/index/switch-back': 'bots:write',
  'GET /bots/:botId/widget': 'bots:read',
  'PUT /bots/:botId/widget': 'bots:write',
  'POST /bots/:botId/widget/identity-secret': 'bots:write',
  'GET /bots/:botId/budget': 'bots:read',

  'POST /bots/:botId/documents': 'documents:write',
  'POST /bots/:botId/documents/text': 'documents:write',
  'POST /bots/:botId/documents/url': 'documents:write',
  'GET /bots/:botId/documents': 'documents:read',
  'POST /bots/:botId/search': 'documents:read',
  'GET /documents/:id': 'documents:read',
  'DELETE /documents/:id': 'documents:write',
  'POST /documents/:id/reprocess': 'documents:write',
  'GET /documents/:id/chunks': 'documents:read',
  'GET /documents/:id/file': 'documents:read',

  'GET /bots/:botId/conversations': 'conversations:read',
  'POST /bots/:botId/conversations': 'chat:send',
  'GET /conversations/:conversationId': 'conversations:read',
  'PATCH /conversations/:conversationId': 'conversations:write',
  'DELETE /conversations/:conversationId': 'conversations:write',
  'GET /conversations/:conversationId/messages': 'conversations:read',
  'GET /messages/:messageId': 'conversations:read',
  'GET /messages/:messageId/trace': 'traces:read',

  'POST /bots/:botId/chat': 'chat:send',
  'GET /messages/:messageId/stream': 'conversations:read',
  'POST /messages/:messageId/stop': 'chat:send',
  'POST /messages/:messageId/regenerate': 'chat:send',
  'PUT /messages/:messageId/feedback': 'chat:send',

  '/documents documents:subscribe': 'documents:read',
  '/documents documents:unsubscribe': 'documents:read',
  '/chat message:send': 'chat:send',
  '/chat message:stop': 'chat:send',
  '/chat message:resume': 'conversations:read',
  '/chat conversation:join': 'conversations:read',
  '/chat typing': 'chat:send',
};

/** What concerns the workspace as a whole: not for keys that are limited to some bots. */
export const WHOLE_WORKSPACE = [
  'POST /bots',
  'GET /workspaces/:workspaceId/usage',
  'GET /workspaces/:workspaceId/spend',
  'GET /workspaces/:workspaceId/budget',
  'GET /workspaces/:workspaceId/audit-events',
  'GET /workspaces/:workspaceId/audit-events/export',
];
