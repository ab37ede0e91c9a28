import type { Client } from 'pg';

import { AccessTokens } from '../../../src/auth/application/access-tokens.service.js';
import { Callers } from '../../../src/auth/application/callers.service.js';
import { SessionRepository } from '../../../src/auth/application/ports/session.repository.js';
import { InvitationRepository } from '../../../src/workspaces/application/ports/invitation.repository.js';
import { MemberRepository } from '../../../src/workspaces/application/ports/member.repository.js';
import { BotDirectory } from '../../../src/bots/index.js';
import { BotRepository } from '../../../src/bots/application/ports/bot.repository.js';
import { ConversationsService } from '../../../src/conversations/index.js';
import { ConversationRepository } from '../../../src/conversations/application/ports/conversation-repository.port.js';
import { ExchangeRepository } from '../../../src/conversations/application/ports/exchange-repository.port.js';
import { DocumentRepository } from '../../../src/documents/application/ports/document-repository.port.js';
import { DomainError } from '../../../src/kernel/domain-error.js';
import { AuditLog, AuditTrail } from '../../../src/platform/audit/index.js';
import { ACCESS, Caller, CallerVerifier, type Reach } from '../../../src/platform/http/access/index.js';
import { withClient } from '../../support/postgres.js';
import type { Route } from '../../support/route-table.js';
import { WIDGET, type World } from './world.js';

/** A mistake as somebody may make it one day, made on the running application. */
export interface Hole {
  title: string;
  /** Routes, or events, that are affected. */
  keys: string[];
  /** Makes the mistake; spies are restored by the test. May return what else undoes it. */
  dig: (world: World, routes: Route[]) => void | (() => void);
  /** What the matrix must say. */
  found: RegExp;
}

export const HOLES: Hole[] = [
  {
    title: 'bots are found whatever their workspace',
    keys: ['POST /bots/:botId/search', 'GET /bots/:botId/documents'],
    dig: (world) => replaceFind(world, async (bot) => bot),
    found: /search answered 200 to viewer of A with B's path.botId/,
  },
  {
    title: 'a bot of others is forbidden instead of absent',
    keys: ['POST /bots/:botId/search'],
    dig: (world) =>
      replaceFind(world, async (bot) => {
        if (bot.workspaceId !== world.b.ids.workspace) return bot;
        throw new DomainError('access.forbidden', 'forbidden');
      }),
    found: /answered 403 to owner of A with B's path.botId/,
  },
  {
    title: 'absence is told in two ways',
    keys: ['POST /bots/:botId/search'],
    dig: (world) =>
      replaceFind(world, async (bot) => {
        if (bot.workspaceId !== world.b.ids.workspace) return bot;
        throw new DomainError('conversation.not_found', 'not_found');
      }),
    found: /tells owner of A with B's path.botId from ids that do not exist/,
  },
  {
    title: 'the query for a bot forgets the workspace',
    keys: ['GET /bots/:botId'],
    dig: (world) => widen(world, BotRepository, 'find'),
    found: /answered 403 to editor of A with B's path.botId/,
  },
  {
    title: 'the list of bots forgets the workspace',
    keys: ['GET /bots'],
    dig: (world) => widen(world, BotRepository, 'list'),
    found: /shows operator of A without a query/,
  },
  {
    title: 'the query for a document forgets the workspace',
    keys: ['GET /documents/:id/file'],
    dig: (world) => widen(world, DocumentRepository, 'find'),
    found: /file shows viewer of A with B's path.id/,
  },
  {
    title: 'the query for messages forgets the workspace',
    keys: ['GET /conversations/:conversationId/messages'],
    dig: (world) => widen(world, ConversationRepository, 'messages'),
    found: /messages shows owner of A with B's path.conversationId/,
  },
  {
    title: 'the query for a stream forgets the workspace',
    keys: ['GET /messages/:messageId/stream'],
    dig: (world) => widen(world, ExchangeRepository, 'findByAnswer'),
    found: /stream answered 403 to operator of A with B's path.messageId/,
  },
  {
    title: 'everybody counts as a member of every workspace',
    keys: ['GET /messages/:messageId'],
    dig: ({ b }) => {
      const scope = Caller.prototype.scope;
      jest.spyOn(Caller.prototype, 'scope').mockImplementation(function (this: Caller, permission) {
        const { readable, permitted, ...rest } = scope.call(this, permission);
        return {
          ...rest,
          readable: [...readable, b.ids.workspace],
          permitted: [...permitted, b.ids.workspace],
        };
      });
    },
    found: /shows operator of A with B's path.messageId/,
  },
  {
    title: 'roles are forgotten',
    keys: ['PATCH /bots/:botId'],
    dig: () => {
      const scope = Caller.prototype.scope;
      jest.spyOn(Caller.prototype, 'scope').mockImplementation(function (this: Caller, permission) {
        const found = scope.call(this, permission);
        return { ...found, permitted: found.readable };
      });
    },
    found: /let the viewer of A change .*bots/,
  },
  {
    title: 'invitations are taken back whosever they are',
    keys: ['DELETE /workspaces/:workspaceId/invitations/:invitationId'],
    dig: (world) => forgetWorkspace(world, InvitationRepository, 'remove'),
    found: /changed rows of B in .*invitation/,
  },
  {
    title: 'members are listed whosever they are',
    keys: ['GET /workspaces/:workspaceId/members'],
    dig: (world) => forgetWorkspace(world, MemberRepository, 'list'),
    found: /members shows viewer of A/,
  },
  {
    title: 'a suspended member is still in',
    keys: ['GET /bots/:botId'],
    dig: ({ server, a, callers }) => {
      const verifier = server.app.get(CallerVerifier, { strict: false });
      const verify = verifier.verify.bind(verifier);
      const grants = [{ workspaceId: a.ids.workspace, role: 'admin' as const }];
      jest.spyOn(verifier, 'verify').mockImplementation(async (token) => {
        const caller = await verify(token);
        return token === callers.suspendedMember
          ? new Caller(caller.userId, caller.sessionId, [...caller.grants, ...grants], false)
          : caller;
      });
    },
    found: /answered 200 to suspendedMember with A's ids/,
  },
  {
    title: 'editors may read the audit log',
    keys: ['GET /workspaces/:workspaceId/audit-events'],
    dig: () => {
      const scope = Caller.prototype.scope;
      jest.spyOn(Caller.prototype, 'scope').mockImplementation(function (this: Caller, permission) {
        return scope.call(this, permission === 'audit:read' ? 'documents:write' : permission);
      });
    },
    found: /answered 200 to the editor of A/,
  },
  {
    title: 'the audit log forgets whose it is',
    keys: ['GET /workspaces/:workspaceId/audit-events/export'],
    dig: ({ server, b }) => {
      const log = server.app.get(AuditLog, { strict: false });
      const all = log.all.bind(log);
      jest.spyOn(log, 'all').mockImplementation((_, filter) => all({ workspaceId: b.ids.workspace }, filter));
    },
    found: /export shows admin of A without a query/,
  },
  {
    title: 'a change leaves no trace in the audit log',
    keys: ['DELETE /documents/:id'],
    dig: ({ server }) => {
      jest.spyOn(server.app.get(AuditTrail, { strict: false }), 'record').mockResolvedValue();
    },
    found: /DELETE \/documents\/:id leaves no audit event/,
  },
  {
    title: 'sessions are ended whosever they are',
    keys: ['DELETE /auth/sessions/:sessionId'],
    dig: ({ server, b }) => {
      const sessions = server.app.get(SessionRepository, { strict: false });
      const end = sessions.end.bind(sessions);
      // As if it ended: B's owner has to come back for the other holes.
      jest.spyOn(sessions, 'end').mockImplementation(async (id, ...rest) => {
        return id === b.ids.session ? b.owner.id : end(id, ...rest);
      });
    },
    found: /answered 204 to viewer of A with B's path.sessionId/,
  },
  {
    title: 'everybody counts as a platform administrator',
    keys: ['GET /admin/users'],
    dig: (_, routes) =>
      declare(routes, 'GET /admin/users', { kind: 'permission', permission: 'account:self' }),
    found: /answered 200 to owner of A/,
  },
  {
    title: 'tokens of visitors open the API',
    keys: ['GET /documents/:id'],
    dig: ({ server }) => {
      const tokens = server.app.get(AccessTokens, { strict: false });
      const verifier = server.app.get(CallerVerifier, { strict: false });
      const verify = verifier.verify.bind(verifier);
      const callers = server.app.get(Callers, { strict: false });
      jest.spyOn(verifier, 'verify').mockImplementation(async (token) => {
        return verify(token).catch(() => callers.of(tokens.read(token, WIDGET)));
      });
    },
    found: /to widgetTokenOfB/,
  },
  {
    title: 'a suspended account goes on',
    keys: ['GET /bots/:botId'],
    dig: ({ server, a }) => {
      const grants = [{ workspaceId: a.ids.workspace, role: 'admin' as const }];
      const ghost = new Caller(a.owner.id, a.ids.session, grants, false);
      const callers = server.app.get(Callers, { strict: false });
      const of = callers.of.bind(callers);
      jest.spyOn(callers, 'of').mockImplementation((session) => of(session).catch(() => ghost));
    },
    found: /answered 404 to suspendedAccount/,
  },
  {
    title: 'a write goes through although the answer says 404',
    keys: ['PATCH /bots/:botId'],
    dig: ({ server, b }) => {
      const repository = server.app.get(BotRepository, { strict: false });
      const lock = repository.lock.bind(repository);
      jest.spyOn(repository, 'lock').mockImplementation(async (reach, botId) => {
        const touch = 'UPDATE bots SET description = description || $2 WHERE id = $1';
        // On a connection of its own: the pool may be all taken by those who attack at the same time.
        const write = (client: Client) => client.query(touch, [botId, '!']);
        if (botId === b.ids.bot) await withClient(server.config.databaseUrl!, write);
        return lock(reach, botId);
      });
    },
    found: /changed rows of B in bots/,
  },
  {
    title: 'a route is open to everyone',
    keys: ['GET /documents/:id'],
    dig: (_, routes) => declare(routes, 'GET /documents/:id', { kind: 'public' }),
    found: /answered 500 to anonymous/,
  },
  {
    title: 'a route declares no access',
    keys: ['GET /documents/:id'],
    dig: (_, routes) => declare(routes, 'GET /documents/:id', undefined),
    found: /answered 403 to the owner of B/,
  },
  {
    title: 'a room is joined without a look at the conversation',
    keys: ['/chat conversation:join'],
    dig: ({ server }) => {
      const conversations = server.app.get(ConversationsService, { strict: false });
      jest.spyOn(conversations, 'get').mockImplementation(async (_, id) => ({ id }) as never);
    },
    found: /conversation:join answered 200 to viewer of A with B's conversationId/,
  },
  {
    title: 'sockets are let in without credentials',
    keys: ['/documents documents:subscribe'],
    dig: ({ server, a }) => {
      const grants = [{ workspaceId: a.ids.workspace, role: 'owner' as const }];
      const anyone = new Caller(a.owner.id, a.owner.id, grants, false);
      jest.spyOn(server.app.get(CallerVerifier, { strict: false }), 'verify').mockResolvedValue(anyone);
    },
    found: /let anonymous in/,
  },
];

type FoundBot = NonNullable<Awaited<ReturnType<BotDirectory['peek']>>>;

function replaceFind({ server }: World, find: (bot: FoundBot) => Promise<FoundBot>): void {
  const directory = server.app.get(BotDirectory, { strict: false });
  jest.spyOn(directory, 'find').mockImplementation(async (_, botId) => {
    const bot = await directory.peek(botId);
    if (!bot) throw new DomainError('bot.not_found', 'not_found');
    return find(bot);
  });
}

/** Lets a query of a repository, which takes what is within reach first, see what is B's as well. */
function widen({ server, b }: World, port: abstract new () => object, method: string): void {
  const repository = server.app.get<Record<string, (...args: unknown[]) => unknown>>(port, {
    strict: false,
  });
  const original = repository[method].bind(repository);
  jest.spyOn(repository, method).mockImplementation((reach, ...rest) => {
    const { workspaces, bots } = reach as Reach;
    return original({ workspaces: [...workspaces, b.ids.workspace], bots }, ...rest);
  });
}

/** Lets a method that takes a workspace first work upon B's, whatever it is told. */
function forgetWorkspace({ server, b }: World, port: abstract new () => object, method: string): void {
  const repository = server.app.get<Record<string, (...args: unknown[]) => unknown>>(port, { strict: false });
  const original = repository[method].bind(repository);
  jest.spyOn(repository, method).mockImplementation((_, ...rest) => original(b.ids.workspace, ...rest));
}

function declare(routes: Route[], key: string, rule: object | undefined): () => void {
  const { handler, access } = routes.find((route) => route.key === key)!;
  if (rule) Reflect.defineMetadata(ACCESS, rule, handler);
  else Reflect.deleteMetadata(ACCESS, handler);
  return () => Reflect.defineMetadata(ACCESS, access, handler);
}
