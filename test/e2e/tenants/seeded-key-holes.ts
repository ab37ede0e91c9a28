import { BotDirectory } from '../../../src/bots/index.js';
import { BotRepository } from '../../../src/bots/application/ports/bot.repository.js';
import { ConversationRepository } from '../../../src/conversations/application/ports/conversation-repository.port.js';
import { ExchangeRepository } from '../../../src/conversations/application/ports/exchange-repository.port.js';
import { DocumentRepository } from '../../../src/documents/application/ports/document-repository.port.js';
import { Caller, type Reach } from '../../../src/platform/http/access/index.js';
import { ApiKeyRepository } from '../../../src/workspaces/application/ports/api-key.repository.js';
import { hashApiKey } from '../../../src/workspaces/domain/api-key.js';
import { type DEAD_KEYS, SCOPES } from './keys.js';
import type { Hole } from './seeded-holes.js';
import type { World } from './world.js';

/** A mistake that only API keys would show. */
interface KeyHole extends Omit<Hole, 'dig'> {
  dig: (world: World) => void;
}

export const KEY_HOLES: KeyHole[] = [
  {
    title: 'the query for a bot forgets the bots of a key',
    keys: ['GET /bots/:botId'],
    dig: (world) => forgetBots(world, BotRepository, 'find'),
    found: /answered 200 to a key of the other bot with path.botId/,
  },
  {
    title: 'the query for a bot to be changed forgets the bots of a key',
    keys: ['PATCH /bots/:botId'],
    dig: (world) => forgetBots(world, BotRepository, 'lock'),
    found: /let a key of the other bot change .*bots/,
  },
  {
    title: 'the list of bots forgets the bots of a key',
    keys: ['GET /bots'],
    dig: (world) => forgetBots(world, BotRepository, 'list'),
    found: /GET \/bots shows a key of the other bot: canaryother/,
  },
  {
    title: 'the directory forgets the bots of a key',
    keys: ['POST /bots/:botId/search', 'POST /bots/:botId/chat', '/documents documents:subscribe'],
    dig: ({ server }) => {
      const directory = server.app.get(BotDirectory, { strict: false });
      const find = directory.find.bind(directory);
      jest
        .spyOn(directory, 'find')
        .mockImplementation((scope, botId) => find({ ...scope, bots: null }, botId));
    },
    found:
      /search answered 200 to a key of the other bot(.|\n)*subscribe answered 200 to a key of the other bot/,
  },
  {
    title: 'the query for a document forgets the bots of a key',
    keys: ['GET /documents/:id/file', 'GET /documents/:id/chunks'],
    dig: (world) => forgetBots(world, DocumentRepository, 'find'),
    found: /chunks shows a key of the other bot with path.id/,
  },
  {
    title: 'the query for a conversation forgets the bots of a key',
    keys: ['GET /conversations/:conversationId', '/chat conversation:join'],
    dig: (world) => forgetBots(world, ConversationRepository, 'find'),
    found: /conversation:join answered 200 to a key of the other bot/,
  },
  {
    title: 'the query for messages forgets the bots of a key',
    keys: ['GET /conversations/:conversationId/messages'],
    dig: (world) => forgetBots(world, ConversationRepository, 'messages'),
    found: /messages shows a key of the other bot with path.conversationId/,
  },
  {
    title: 'the query for an answer forgets the bots of a key',
    keys: ['GET /messages/:messageId/stream', 'POST /messages/:messageId/stop'],
    dig: (world) => forgetBots(world, ExchangeRepository, 'findByAnswer'),
    found: /stream answered 200 to a key of the other bot with path.messageId/,
  },
  {
    title: 'a key that is limited to bots makes others',
    keys: ['POST /bots'],
    dig: () => {
      jest.spyOn(Caller.prototype, 'wholeWorkspaceFor').mockImplementation(function (
        this: Caller,
        permission,
        workspaceId,
      ) {
        return this.workspaceFor(permission, workspaceId);
      });
    },
    found: /POST \/bots answered 201 to a key of one bot/,
  },
  {
    title: 'the scopes of a key are forgotten',
    keys: ['DELETE /documents/:id'],
    dig: () => {
      const scope = Caller.prototype.scope;
      jest.spyOn(Caller.prototype, 'scope').mockImplementation(function (this: Caller, permission) {
        const found = scope.call(this, permission);
        return this.key ? { ...found, permitted: found.readable } : found;
      });
    },
    found: /let a key without the scope change .*documents/,
  },
  {
    title: 'keys make keys',
    keys: ['POST /workspaces/:workspaceId/api-keys'],
    dig: () => {
      const scope = Caller.prototype.scope;
      jest.spyOn(Caller.prototype, 'scope').mockImplementation(function (this: Caller, permission) {
        return scope.call(this, permission === 'api-keys:write' ? 'bots:write' : permission);
      });
    },
    found: /api-keys answered 201 to a key with bots:write/,
  },
  {
    title: 'the expiry of a key is ignored',
    keys: ['GET /bots/:botId'],
    dig: (world) => revive(world, 'expiredKey'),
    found: /answered 404 to expiredKey/,
  },
  {
    title: 'the suspension of a key’s maker in the workspace is ignored',
    keys: ['GET /bots/:botId'],
    dig: (world) => revive(world, 'keyOfSuspendedMember'),
    found: /answered 404 to keyOfSuspendedMember/,
  },
  {
    title: 'the suspension of a key’s maker everywhere is ignored',
    keys: ['GET /bots/:botId'],
    dig: (world) => revive(world, 'keyOfSuspendedAccount'),
    found: /answered 404 to keyOfSuspendedAccount/,
  },
  {
    title: 'the secret before a rotation goes on',
    keys: ['GET /bots/:botId'],
    dig: (world) => revive(world, 'rotatedKey'),
    found: /answered 404 to rotatedKey/,
  },
];

/** Lets a query of a repository, which takes what is within reach first, see all bots of the workspaces. */
function forgetBots({ server }: World, port: abstract new () => object, method: string): void {
  const repository = server.app.get<Record<string, (...args: unknown[]) => unknown>>(port, { strict: false });
  const original = repository[method].bind(repository);
  jest
    .spyOn(repository, method)
    .mockImplementation((reach, ...rest) => original({ ...(reach as Reach), bots: null }, ...rest));
}

/** Lets a key in that is no good. */
function revive({ server, a, callers }: World, name: (typeof DEAD_KEYS)[number]): void {
  const repository = server.app.get(ApiKeyRepository, { strict: false });
  const live = repository.live.bind(repository);
  const hash = hashApiKey(callers[name])!;
  jest.spyOn(repository, 'live').mockImplementation(async (asked) => {
    if (!asked.equals(hash)) return live(asked);
    const { workspace: workspaceId, apiKey: id } = a.ids;
    const scopes = [...SCOPES];
    return { id, workspaceId, createdBy: a.owner.id, role: 'owner', scopes, botIds: null, msLeft: 1 };
  });
}
