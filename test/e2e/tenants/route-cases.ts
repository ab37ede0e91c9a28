import { newId } from '../../../src/kernel/id.js';
import type { TestUser } from '../../factories/user.factory.js';
import type { Kind } from '../../support/route-table.js';
import { freshCode, withSecondFactor } from './second-factor.js';
import type { Ids, Tenant } from './tenant.js';
import type { MEMBERS } from './world.js';

/** How a route is called so that it succeeds, and who may. */
export interface RouteCase {
  /**
   * The lowest role in the thing's workspace that may do it; `self`: everyone, upon themselves only; `platform`:
   * platform administrators; `public`: no credentials at all. Written down apart from the permissions of the source,
   * which this is to check.
   */
  least: (typeof MEMBERS)[number] | 'self' | 'platform' | 'public';
  /** The lowest role that may do it to what another member has made, where `least` is enough for one's own. */
  othersLeast?: (typeof MEMBERS)[number];
  /** Status of success. */
  ok: number;
  body?: (ids: Ids, tenant: Tenant) => object;
  query?: (ids: Ids) => Record<string, string>;
  headers?: Record<string, string>;
  /** Name of the file that is uploaded. */
  file?: string;
  /** Ids in the query that only narrow a list of one's own: others' find nothing, instead of being absent. */
  narrows?: string[];
  /** It changes the caller's own account beyond use: a fresh account does it, prepared by this. */
  spends?: (user: TestUser) => Promise<Spent>;
  /** Why it leaves no event in the audit log although it changes something. */
  unaudited?: string;
  /** What is gone afterwards: every call gets one of its own. */
  destroys?: Kind | 'member' | 'sharedWorkspace';
  /** The answer to the owner holds texts of the owner's, so its absence in other answers means something. */
  shows?: true;
}

/** What a fresh account does with a route, if not without a body and with the token it got at first. */
export interface Spent {
  body?: object;
  token?: string;
}

/** Why the audit log has nothing of chats. */
const CHAT = 'what people ask and rate is kept by the conversation itself';

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
  'DELETE /auth/me': { least: 'self', ok: 202, body: ownPassword, spends: samePassword },
  'POST /auth/me/keep': {
    least: 'self',
    ok: 204,
    spends: leaving,
  },
  'GET /auth/sessions': { least: 'self', ok: 200, query: (ids) => ({ cursor: ids.cursor }) },
  'DELETE /auth/sessions': { least: 'self', ok: 204, spends: async () => ({}) },
  'DELETE /auth/sessions/:sessionId': { least: 'self', ok: 204, destroys: 'session' },
  'POST /auth/change-password': {
    least: 'self',
    ok: 204,
    body: (_, { owner }) => ({ currentPassword: owner.password, newPassword: NEW_PASSWORD }),
    spends: async ({ password }) => ({ body: { currentPassword: password, newPassword: NEW_PASSWORD } }),
  },
  'POST /auth/totp': {
    least: 'self',
    ok: 200,
    body: ownPassword,
    spends: samePassword,
    unaudited: 'nothing has changed before the code is confirmed',
  },
  'POST /auth/totp/confirm': {
    least: 'self',
    ok: 200,
    body: () => ({ code: '000000' }),
    spends: async (user) => ({ body: { code: await freshCode(user) } }),
  },
  'POST /auth/totp/recovery-codes': {
    least: 'self',
    ok: 200,
    body: (_, { owner }) => ({ password: owner.password, code: '000000' }),
    spends: ownerProof,
  },
  'DELETE /auth/totp': {
    least: 'self',
    ok: 204,
    body: (_, { owner }) => ({ password: owner.password, code: '000000' }),
    spends: ownerProof,
  },
  'POST /auth/verify-email': { least: 'public', ok: 204 },
  'POST /auth/verify-email/resend': {
    least: 'self',
    ok: 202,
    unaudited: 'one more mail with the same purpose changes nothing',
  },
  'POST /auth/verify-email/resend-to': { least: 'public', ok: 202 },
  'POST /auth/forgot-password': { least: 'public', ok: 202 },
  'POST /auth/reset-password': { least: 'public', ok: 204 },
  'POST /auth/change-email': {
    least: 'self',
    ok: 202,
    body: (_, { owner }) => ({ newEmail: `new-${owner.email}`, password: owner.password }),
    spends: async ({ email, password }) => ({ body: { newEmail: `new-${email}`, password } }),
  },
  'POST /auth/confirm-email-change': { least: 'public', ok: 204 },

  'GET /admin/users': { least: 'platform', ok: 200, query: (ids) => ({ cursor: ids.cursor }) },
  'PATCH /admin/users/:userId': {
    least: 'platform',
    ok: 200,
    body: () => ({ suspended: true }),
    destroys: 'user',
  },
  'GET /admin/plans': { least: 'platform', ok: 200 },
  'GET /admin/metrics': { least: 'platform', ok: 200 },
  'GET /admin/workspaces': { least: 'platform', ok: 200, query: (ids) => ({ cursor: ids.cursor }) },
  'PATCH /admin/workspaces/:workspaceId': {
    least: 'platform',
    ok: 200,
    body: () => ({ planId: 'unlimited' }),
  },
  'GET /admin/audit-events': {
    least: 'platform',
    ok: 200,
    query: (ids) => ({ actor: ids.user, target: ids.user, cursor: ids.cursor }),
  },

  'GET /workspaces': { least: 'self', ok: 200, query: (ids) => ({ cursor: ids.cursor }), shows: true },
  'GET /workspaces/:workspaceId': { least: 'viewer', ok: 200, shows: true },

  'POST /workspaces': {
    least: 'self',
    ok: 201,
    body: (_, { canary }) => ({ name: `Other ${canary}` }),
    shows: true,
  },
  'PATCH /workspaces/:workspaceId': {
    least: 'admin',
    ok: 200,
    body: (_, { canary }) => ({ name: `Renamed ${canary}` }),
    shows: true,
  },
  'DELETE /workspaces/:workspaceId': { least: 'owner', ok: 204, destroys: 'workspace' },
  'POST /workspaces/:workspaceId/transfer': {
    least: 'owner',
    ok: 204,
    body: (ids) => ({ userId: ids.user }),
    destroys: 'sharedWorkspace',
  },
  'GET /workspaces/:workspaceId/usage': { least: 'viewer', ok: 200 },
  'GET /workspaces/:workspaceId/spend': { least: 'viewer', ok: 200, query: () => ({ groupBy: 'bot' }) },
  'GET /workspaces/:workspaceId/budget': { least: 'viewer', ok: 200 },
  'PUT /workspaces/:workspaceId/budget': {
    least: 'admin',
    ok: 200,
    body: (_, { canary }) => ({ perMonthUsd: 100, onLimit: 'message', message: `Spent ${canary}` }),
    shows: true,
  },
  'GET /workspaces/:workspaceId/members': {
    least: 'viewer',
    ok: 200,
    query: (ids) => ({ cursor: ids.cursor }),
    shows: true,
  },
  'PATCH /workspaces/:workspaceId/members/:userId': {
    least: 'admin',
    ok: 200,
    body: () => ({ role: 'editor' }),
    destroys: 'member',
  },
  'DELETE /workspaces/:workspaceId/members/:userId': { least: 'admin', ok: 204, destroys: 'member' },
  'POST /workspaces/:workspaceId/invitations': {
    least: 'admin',
    ok: 201,
    body: (_, { canary }) => ({ email: `${newId()}-${canary}@example.com`, role: 'viewer' }),
    shows: true,
  },
  'GET /workspaces/:workspaceId/invitations': {
    least: 'admin',
    ok: 200,
    query: (ids) => ({ cursor: ids.cursor }),
    shows: true,
  },
  'POST /workspaces/:workspaceId/invitations/:invitationId/resend': {
    least: 'admin',
    ok: 202,
    destroys: 'invitation',
  },
  'DELETE /workspaces/:workspaceId/invitations/:invitationId': {
    least: 'admin',
    ok: 204,
    destroys: 'invitation',
  },
  'POST /invitations/lookup': { least: 'public', ok: 200 },
  'POST /invitations/accept': {
    least: 'self',
    ok: 400,
    body: () => ({ token: 'x' }),
    unaudited: 'whoever has no invitation takes none up',
  },

  'GET /workspaces/:workspaceId/api-keys': {
    least: 'editor',
    ok: 200,
    query: (ids) => ({ cursor: ids.cursor }),
    shows: true,
  },
  'POST /workspaces/:workspaceId/api-keys': {
    least: 'editor',
    ok: 201,
    body: (ids, { canary }) => ({ name: `Key ${canary}`, scopes: ['bots:read'], botIds: [ids.bot] }),
    shows: true,
  },
  'GET /workspaces/:workspaceId/api-keys/:keyId': {
    least: 'editor',
    othersLeast: 'admin',
    ok: 200,
    shows: true,
  },
  'PATCH /workspaces/:workspaceId/api-keys/:keyId': {
    least: 'editor',
    othersLeast: 'admin',
    ok: 200,
    body: (_, { canary }) => ({ name: `Renamed ${canary} ${newId()}` }),
    shows: true,
  },
  'POST /workspaces/:workspaceId/api-keys/:keyId/rotate': {
    least: 'editor',
    // The owner has made it.
    othersLeast: 'owner',
    ok: 200,
    shows: true,
  },
  'DELETE /workspaces/:workspaceId/api-keys/:keyId': {
    least: 'editor',
    othersLeast: 'admin',
    ok: 204,
    destroys: 'apiKey',
  },

  'GET /workspaces/:workspaceId/audit-events': {
    least: 'admin',
    ok: 200,
    query: (ids) => ({ actor: ids.user, target: ids.bot, cursor: ids.cursor }),
    narrows: ['actor', 'target'],
    shows: true,
  },
  'GET /workspaces/:workspaceId/audit-events/export': {
    least: 'admin',
    ok: 200,
    query: (ids) => ({ actor: ids.user, target: ids.bot, format: 'csv' }),
    narrows: ['actor', 'target'],
    shows: true,
  },

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
  'GET /bots/:botId/index': { least: 'viewer', ok: 200 },
  'POST /bots/:botId/index': {
    least: 'editor',
    ok: 422,
    body: () => ({ model: 'openai:text-embedding-3-small' }),
    unaudited: 'without an embedding model nothing can be begun',
  },
  'DELETE /bots/:botId/index/build': { least: 'editor', ok: 204, unaudited: 'nothing is being built' },
  'POST /bots/:botId/index/switch-back': {
    least: 'editor',
    ok: 409,
    unaudited: 'there is nothing to go back to',
  },
  'GET /bots/:botId/widget': { least: 'viewer', ok: 200, shows: true },
  'PUT /bots/:botId/widget': {
    least: 'editor',
    ok: 200,
    body: (_, { canary }) => ({
      allowedDomains: ['site.example'],
      theme: { mode: 'dark' },
      texts: { en: { title: `Widget ${canary}` } },
      identity: 'optional',
    }),
    shows: true,
  },
  'POST /bots/:botId/widget/identity-secret': { least: 'editor', ok: 200 },
  'GET /bots/:botId/budget': { least: 'viewer', ok: 200 },
  'PUT /bots/:botId/budget': {
    least: 'admin',
    ok: 200,
    body: (_, { canary }) => ({ perDayUsd: 5, onLimit: 'message', message: `Spent ${canary}` }),
    shows: true,
  },
  'GET /public/sample': { least: 'public', ok: 200 },
  'GET /public/bots/:publicKey': { least: 'public', ok: 200 },
  'POST /public/bots/:publicKey/sessions': { least: 'public', ok: 201 },
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
    unaudited: 'it only reads',
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
    unaudited: CHAT,
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
  'GET /messages/:messageId/trace': { least: 'editor', ok: 200, shows: true },

  'POST /bots/:botId/chat': {
    unaudited: CHAT,
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
  'POST /messages/:messageId/stop': { unaudited: CHAT, least: 'viewer', ok: 200, shows: true },
  'POST /messages/:messageId/regenerate': { unaudited: CHAT, least: 'viewer', ok: 200, shows: true },
  'PUT /messages/:messageId/feedback': {
    unaudited: CHAT,
    least: 'viewer',
    ok: 200,
    body: (_, { canary }) => ({ rating: 'up', comment: `Better ${canary}` }),
    shows: true,
  },
};

const NEW_PASSWORD = 'four other words altogether';

function ownPassword(_: Ids, { owner }: Tenant): object {
  return { password: owner.password };
}

async function samePassword({ password }: TestUser): Promise<Spent> {
  return { body: { password } };
}

async function ownerProof(user: TestUser): Promise<Spent> {
  return { body: await withSecondFactor(user) };
}

/** Whoever asks for the deletion of their account is signed out, and has to come back to take it back. */
async function leaving({ api, email, password }: TestUser): Promise<Spent> {
  await api.delete('/auth/me').send({ password });
  return { token: (await api.post('/auth/login', { email, password })).body.accessToken as string };
}

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
