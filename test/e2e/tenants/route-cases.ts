import { newId } from '../../../src/kernel/id.js';
import type { Kind } from '../../support/route-table.js';
import type { Ids, Tenant } from './tenant.js';

/** How a route is called so that it succeeds, and who may. */
export interface RouteCase {
  /**
   * The lowest role in the thing's workspace that may do it; `self`: everyone, upon themselves only; `public`: no
   * credentials at all. Written down apart from the permissions of the source, which this is to check.
   */
  least: 'viewer' | 'editor' | 'self' | 'public';
  /** Status of success. */
  ok: number;
  body?: (ids: Ids, tenant: Tenant) => object;
  query?: (ids: Ids) => Record<string, string>;
  headers?: Record<string, string>;
  /** Name of the file that is uploaded. */
  file?: string;
  /** What is gone afterwards: every call gets one of its own. */
  destroys?: Kind;
  /** The answer to the owner holds texts of the owner's, so its absence in other answers means something. */
  shows?: true;
}

/** Every route of the product. One that is missing here fails the suite. */
export const ROUTE_CASES: Record<string, RouteCase> = {
  'GET /health/live': { least: 'public', ok: 200 },
  'GET /health/ready': { least: 'public', ok: 200 },
  'POST /auth/register': { least: 'public', ok: 201 },
  'POST /auth/login': { least: 'public', ok: 200 },
  'POST /auth/refresh': { least: 'public', ok: 200 },
  'POST /auth/logout': { least: 'public', ok: 204 },
  'GET /auth/me': { least: 'self', ok: 200, shows: true },
  'PATCH /auth/me': { least: 'self', ok: 200, body: () => ({ locale: 'en' }) },

  'GET /workspaces': { least: 'self', ok: 200, query: (ids) => ({ cursor: ids.cursor }), shows: true },
  'GET /workspaces/:workspaceId': { least: 'viewer', ok: 200, shows: true },

  'POST /bots': {
    least: 'editor',
    ok: 201,
    body: (ids, { canary }) => ({ name: `New ${canary}`, workspaceId: ids.workspace }),
    shows: true,
  },
  'GET /bots': {
    least: 'viewer',
    ok: 200,
    query: (ids) => ({ workspaceId: ids.workspace, cursor: ids.cursor }),
    shows: true,
  },
  'GET /bots/:botId': { least: 'viewer', ok: 200, shows: true },
  'PATCH /bots/:botId': {
    least: 'editor',
    ok: 200,
    body: (_, { canary }) => ({ description: `Changed ${canary}`, config: { topK: 5 } }),
    shows: true,
  },
  'DELETE /bots/:botId': { least: 'editor', ok: 204, destroys: 'bot' },

  'POST /bots/:botId/documents': { least: 'editor', ok: 202, file: 'new.txt' },
  'POST /bots/:botId/documents/text': {
    least: 'editor',
    ok: 202,
    body: (_, { canary }) => ({ title: `Text ${canary}`, content: `Pasted ${canary}` }),
    shows: true,
  },
  'POST /bots/:botId/documents/url': {
    least: 'editor',
    ok: 202,
    body: (_, { canary }) => ({ url: 'https://example.com/page', title: `Page ${canary}` }),
    shows: true,
  },
  'GET /bots/:botId/documents': {
    least: 'viewer',
    ok: 200,
    query: (ids) => ({ cursor: ids.cursor }),
    shows: true,
  },
  'POST /bots/:botId/search': {
    least: 'viewer',
    ok: 200,
    body: (_, { question, canary }) => ({ query: `${question} ${canary}` }),
    shows: true,
  },
  'GET /documents/:id': { least: 'viewer', ok: 200, shows: true },
  'DELETE /documents/:id': { least: 'editor', ok: 204, destroys: 'document' },
  'POST /documents/:id/reprocess': { least: 'editor', ok: 202, body: () => ({}), shows: true },
  'GET /documents/:id/chunks': {
    least: 'viewer',
    ok: 200,
    query: (ids) => ({ cursor: ids.cursor }),
    shows: true,
  },
  'GET /documents/:id/file': { least: 'viewer', ok: 200, shows: true },

  'GET /bots/:botId/conversations': {
    least: 'viewer',
    ok: 200,
    query: (ids) => ({ cursor: ids.cursor }),
    shows: true,
  },
  'POST /bots/:botId/conversations': {
    least: 'viewer',
    ok: 201,
    body: (_, { canary }) => ({ title: `Opened ${canary}` }),
    shows: true,
  },
  'GET /conversations/:conversationId': { least: 'viewer', ok: 200, shows: true },
  'PATCH /conversations/:conversationId': {
    least: 'editor',
    ok: 200,
    body: (_, { canary }) => ({ title: `Renamed ${canary}` }),
    shows: true,
  },
  'DELETE /conversations/:conversationId': { least: 'editor', ok: 204, destroys: 'conversation' },
  'GET /conversations/:conversationId/messages': {
    least: 'viewer',
    ok: 200,
    query: (ids) => ({ cursor: ids.cursor }),
    shows: true,
  },
  'GET /messages/:messageId': { least: 'viewer', ok: 200, shows: true },

  'POST /bots/:botId/chat': {
    least: 'viewer',
    ok: 200,
    body: (ids, { question, canary }) => ({
      message: `${question} ${canary}`,
      conversationId: ids.conversation,
      clientMessageId: newId(),
    }),
    shows: true,
  },
  'GET /messages/:messageId/stream': {
    least: 'viewer',
    ok: 200,
    headers: { Accept: 'text/event-stream', 'Last-Event-ID': '0' },
    shows: true,
  },
  'POST /messages/:messageId/stop': { least: 'viewer', ok: 200, shows: true },
  'POST /messages/:messageId/regenerate': { least: 'viewer', ok: 200, shows: true },
  'PUT /messages/:messageId/feedback': {
    least: 'viewer',
    ok: 200,
    body: (_, { canary }) => ({ rating: 'up', comment: `Better ${canary}` }),
    shows: true,
  },
};

export interface EventCase {
  least: 'viewer' | 'editor';
  body: (ids: Ids, tenant: Tenant) => object;
  /** Succeeds whatever the id: it only takes something away from the caller's own socket. */
  harmless?: true;
}

/** Every socket event of the product. One that is missing here fails the suite. */
export const EVENT_CASES: Record<string, EventCase> = {
  '/documents documents:subscribe': { least: 'viewer', body: (ids) => ({ botId: ids.bot }) },
  '/documents documents:unsubscribe': {
    least: 'viewer',
    body: (ids) => ({ botId: ids.bot }),
    harmless: true,
  },
  '/chat message:send': {
    least: 'viewer',
    body: (ids, { question, canary }) => ({
      botId: ids.bot,
      conversationId: ids.conversation,
      content: `${question} ${canary}`,
    }),
  },
  '/chat message:stop': { least: 'viewer', body: (ids) => ({ messageId: ids.message }) },
  '/chat message:resume': { least: 'viewer', body: (ids) => ({ messageId: ids.message, afterSeq: 0 }) },
  '/chat conversation:join': { least: 'viewer', body: (ids) => ({ conversationId: ids.conversation }) },
  '/chat typing': { least: 'viewer', body: (ids) => ({ conversationId: ids.conversation, isTyping: true }) },
};

/** Keys of what is served but not listed, and of what is listed but not served. */
export function unmatched(served: { key: string }[], cases: Record<string, unknown>): string[] {
  const keys = served.map(({ key }) => key);
  return [
    ...keys.filter((key) => !(key in cases)).map((key) => `${key} has no case`),
    ...Object.keys(cases)
      .filter((key) => !keys.includes(key))
      .map((key) => `${key} is not served`),
  ];
}
