import type { NextFunction, Request, Response } from 'express';

import { bearerToken, type EmbeddedBot, type EmbeddedBots, type VisitorTokens } from '../access/index.js';
import { type AskingPage, askingPage, mayShow } from './asking-page.js';
import { isWebOrigin, preflightHeaders, sharedAnswerHeaders } from './bot-origins.js';
import type { VisitorRoutes } from './visitor-routes.js';

const PUBLIC_BOT = /^(GET|HEAD) \/api\/v1\/public\/bots\/([\w-]{1,64})\/?$/i;
const SESSIONS = /^(POST) \/api\/v1\/public\/bots\/([\w-]{1,64})\/sessions\/?$/i;

interface Widgets {
  bots: EmbeddedBots;
  tokens: VisitorTokens;
  /** The other addresses that visitors use. */
  routes: VisitorRoutes;
  publicUrl: string;
}

/**
 * Lets pages of other sites read what is for their visitors, and nothing else: the public answers about a bot that may be
 * shown there, and answers to its visitors' tokens, refusals and expired tokens included. Never with credentials that a
 * browser adds by itself; a person's token or an API key is answered as if there were no such thing as CORS. What may be
 * done is decided elsewhere.
 */
export function widgetCors(widgets: Widgets) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const preflight = request.method === 'OPTIONS' && request.get('access-control-request-method');
    const method = preflight || request.method;
    const publicKey = publicKeyIn(`${method} ${request.path}`);
    if (publicKey === undefined && !widgets.routes(method, request.path)) return next();
    response.vary('Origin');
    const { origin } = request.headers;
    if (!isWebOrigin(origin)) return next();
    if (preflight && publicKey === undefined) {
      // Whose token will come is not known yet: the answer to it decides.
      return void response.writeHead(204, preflightHeaders(origin, method)).end();
    }
    const allowed =
      publicKey === undefined
        ? isForVisitor(request, widgets)
        : isShownOn(askingPage(request), await widgets.bots.byPublicKey(publicKey), widgets);
    if (!allowed) return next();
    if (preflight) return void response.writeHead(204, preflightHeaders(origin, method)).end();
    response.set(sharedAnswerHeaders(origin));
    next();
  };
}

function publicKeyIn(route: string): string | undefined {
  return (PUBLIC_BOT.exec(route) ?? SESSIONS.exec(route))?.[2];
}

function isShownOn(page: AskingPage, bot: EmbeddedBot | undefined, { publicUrl }: Widgets): boolean {
  return bot !== undefined && mayShow(page, bot.domains, publicUrl);
}

/**
 * Whoever comes with a token that was ever a visitor's may read what becomes of it: the answer, where `VisitorOriginGuard`
 * lets it through, and otherwise why not. A chat that is open when its token ends, or its bot or its site goes, would take
 * a refusal that it cannot read for a lost connection.
 */
function isForVisitor(request: Request, { tokens }: Widgets): boolean {
  return tokens.readExpired(bearerToken(request)) !== undefined;
}
