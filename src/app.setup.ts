import type { Server } from 'node:http';

import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';

import { aiMessages } from './ai/index.js';
import { authMessages } from './auth/index.js';
import { botsMessages } from './bots/index.js';
import { budgetsMessages } from './budgets/index.js';
import { chatMessages } from './chat/index.js';
import { conversationsMessages } from './conversations/index.js';
import { documentsMessages } from './documents/index.js';
import { AppConfig } from './platform/config/index.js';
import { endSilentConnections, leaveConnections, Lifecycle } from './platform/health/index.js';
import { EmbeddedBots, VisitorTokens } from './platform/http/access/index.js';
import { serveOpenApi } from './platform/http/docs/open-api.js';
import { ProblemFilter } from './platform/http/errors/index.js';
import { registerMessages } from './platform/http/i18n/index.js';
import { idempotencyMessages } from './platform/http/idempotency/index.js';
import { addressLimit, RateLimiter, RateLimitGuard } from './platform/http/limits/index.js';
import { platformMessages } from './platform/http/platform.messages.js';
import {
  bodyDeadline,
  hardenServer,
  SameOriginGuard,
  securityHeaders,
  VisitorOriginGuard,
  visitorRoutes,
  widgetCors,
} from './platform/http/security/index.js';
import { BodyTypeGuard, DtoValidationPipe } from './platform/http/validation/index.js';
import { requestLog } from './platform/logging/index.js';
import { dashboardMessages } from './platform/queue/index.js';
import { SocketIoAdapter } from './platform/realtime/index.js';
import { serveWebAssets } from './platform/web-assets/index.js';
import { retrievalMessages } from './retrieval/index.js';
import { workspacesMessages } from './workspaces/index.js';

/** Largest JSON body; files come as multipart streams with a limit of their own. */
const MAX_JSON = '1mb';

export const API_PREFIX = 'api/v1';
/** Addresses that probes and browsers expect at the root. */
export const API_PREFIX_EXCLUDED = ['health/live', 'health/ready', 'queues'];

/** Everything between the socket and the controllers; shared by main.ts and the tests. */
export function setUpApp(app: INestApplication, logger: Logger): void {
  const express = app as NestExpressApplication;
  const config = app.get(AppConfig);
  const server = app.getHttpServer() as Server;
  hardenServer(server);
  endSilentConnections(server, app.get(Lifecycle));
  registerMessages(
    platformMessages,
    dashboardMessages,
    idempotencyMessages,
    authMessages,
    workspacesMessages,
    botsMessages,
    budgetsMessages,
    documentsMessages,
    aiMessages,
    retrievalMessages,
    conversationsMessages,
    chatMessages,
  );
  express.set('trust proxy', config.trustedProxies);
  express.set('query parser', 'simple');
  express.disable('x-powered-by');
  app.use(requestLog(logger));
  app.use(leaveConnections(app.get(Lifecycle)));
  app.use(securityHeaders(config.publicUrl));
  app.use(addressLimit(app.get(RateLimiter)));
  app.use(
    widgetCors({
      bots: app.get(EmbeddedBots, { strict: false }),
      tokens: app.get(VisitorTokens, { strict: false }),
      routes: visitorRoutes(app, API_PREFIX),
      publicUrl: config.publicUrl,
    }),
  );
  app.use(bodyDeadline());
  express.useBodyParser('json', { limit: MAX_JSON });
  app.setGlobalPrefix(API_PREFIX, { exclude: API_PREFIX_EXCLUDED });
  // After the guard of the credentials, which a module brings.
  app.useGlobalGuards(
    new VisitorOriginGuard(config),
    app.get(RateLimitGuard),
    new SameOriginGuard(config),
    new BodyTypeGuard(),
  );
  app.useGlobalPipes(new DtoValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  app.useWebSocketAdapter(new SocketIoAdapter(app));
  serveOpenApi(app);
  serveWebAssets(express);
}
