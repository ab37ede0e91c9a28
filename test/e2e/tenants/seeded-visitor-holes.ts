import { ConversationRepository } from '../../../src/conversations/application/ports/conversation-repository.port.js';
import {
  ExchangeRepository,
  type NewQuestion,
} from '../../../src/conversations/application/ports/exchange-repository.port.js';
import { Caller, CallerVerifier, type Reach } from '../../../src/platform/http/access/index.js';
import type { Hole } from './seeded-holes.js';
import type { World } from './world.js';

/** A mistake that only visitors would show. */
interface VisitorHole extends Omit<Hole, 'dig'> {
  dig: (world: World) => void;
}

export const VISITOR_HOLES: VisitorHole[] = [
  {
    title: 'the query for messages forgets the visitor',
    keys: ['GET /conversations/:conversationId/messages'],
    dig: (world) => forgetVisitor(world, ConversationRepository, 'messages'),
    found: /messages answered 200 to a visitor of A with ids of another visitor of A/,
  },
  {
    title: 'the query for a conversation forgets the visitor',
    keys: ['GET /conversations/:conversationId', '/chat conversation:join'],
    dig: (world) => forgetVisitor(world, ConversationRepository, 'find'),
    found: /conversation:join answered 200 to a visitor of A with ids of another visitor of A/,
  },
  {
    title: 'the list of conversations forgets the visitor',
    keys: ['GET /bots/:botId/conversations'],
    dig: (world) => forgetVisitor(world, ConversationRepository, 'listOfBot'),
    found: /conversations shows a visitor of A of another visitor of A/,
  },
  {
    title: 'the query for an answer forgets the visitor',
    keys: ['GET /messages/:messageId/stream', '/chat message:resume'],
    dig: (world) => forgetVisitor(world, ExchangeRepository, 'findByAnswer'),
    found: /stream answered 200 to a visitor of B with ids of B/,
  },
  {
    title: 'a question is added to whosever conversation',
    keys: ['POST /bots/:botId/chat'],
    dig: ({ server }) => {
      const repository = server.app.get(ExchangeRepository, { strict: false });
      const append = repository.append.bind(repository);
      jest
        .spyOn(repository, 'append')
        .mockImplementation((question: NewQuestion, ...rest) =>
          append({ ...question, visitorId: null }, ...rest),
        );
    },
    found: /chat answered 200 to a visitor of A with ids of A/,
  },
  {
    title: 'the token of a visitor is as good as one of the bot’s owner',
    keys: ['GET /bots/:botId', 'DELETE /documents/:id'],
    dig: ({ server, a, visitors }) => {
      const verifier = server.app.get(CallerVerifier, { strict: false });
      const verify = verifier.verify.bind(verifier);
      const grants = [{ workspaceId: a.ids.workspace, role: 'viewer' as const }];
      jest.spyOn(verifier, 'verify').mockImplementation(async (token) => {
        const caller = await verify(token);
        return token === visitors.ofA.token ? new Caller(a.owner.id, a.ids.session, grants, false) : caller;
      });
    },
    found: /GET \/bots\/:botId answered 200 to a visitor of A with ids of A/,
  },
  {
    title: 'a route is for visitors by its permission alone',
    keys: ['POST /bots/:botId/conversations'],
    dig: ({ server, visitors }) => {
      const verifier = server.app.get(CallerVerifier, { strict: false });
      const verify = verifier.verify.bind(verifier);
      jest.spyOn(verifier, 'verify').mockImplementation(async (token) => {
        const caller = await verify(token);
        if (token !== visitors.ofA.token) return caller;
        // As it would be if nobody asked whether the route is for visitors.
        return Object.create(caller, {
          visitor: { value: undefined },
          scope: { value: caller.scope.bind(caller) },
        }) as Caller;
      });
    },
    found: /POST \/bots\/:botId\/conversations answered 201 to a visitor of A with ids of A/,
  },
];

/** Lets a query of a repository, which takes what is within reach first, see what every visitor has said. */
function forgetVisitor({ server }: World, port: abstract new () => object, method: string): void {
  const repository = server.app.get<Record<string, (...args: unknown[]) => unknown>>(port, { strict: false });
  const original = repository[method].bind(repository);
  jest
    .spyOn(repository, method)
    .mockImplementation((reach, ...rest) => original({ ...(reach as Reach), visitor: null }, ...rest));
}
