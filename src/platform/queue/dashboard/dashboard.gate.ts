import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { parseCookie } from 'cookie';
import type { CookieOptions, NextFunction, Request, Response } from 'express';

import { canonicalEmail } from '../../../kernel/canonical-email.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { AppConfig } from '../../config/index.js';
import { CallerVerifier } from '../../http/access/index.js';
import { localeOf } from '../../http/i18n/index.js';
import { SignInLimit } from '../../http/limits/index.js';
import { isSameOrigin } from '../../http/security/index.js';
import { DASHBOARD_SESSION_SECONDS, DashboardAccess } from './dashboard-access.port.js';
import { DASHBOARD_PAGE_POLICY, signInPage, signOutPage } from './dashboard-page.js';
import { readForm } from './form-body.js';

export const DASHBOARD_ROUTE = '/queues';

const COOKIE = 'kyro_queues';
const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Stands in front of the queue dashboard, on the very mount the dashboard has, so that no spelling of an address
 * reaches the one without the other. Lets platform administrators through, by the cookie of its own login page or by
 * their access token.
 */
@Injectable()
export class DashboardGate {
  private readonly cookie: CookieOptions;

  constructor(
    private readonly config: AppConfig,
    private readonly modules: ModuleRef,
    private readonly limit: SignInLimit,
  ) {
    this.cookie = {
      httpOnly: true,
      sameSite: 'strict',
      secure: config.publicUrl.startsWith('https:'),
      path: DASHBOARD_ROUTE,
    };
  }

  /** Express middleware; what it throws is answered as a problem document. */
  async handle(request: Request, response: Response, next: NextFunction): Promise<void> {
    response.setHeader('Cache-Control', 'no-store');
    // Under `no-referrer`, helmet's choice, browsers would send `Origin: null` with our own forms.
    response.setHeader('Referrer-Policy', 'same-origin');
    if (!HARMLESS.has(request.method) && !isSameOrigin(request.headers, this.config.publicUrl)) {
      throw new DomainError('queues.cross_origin', 'forbidden');
    }
    if (request.path === '/login') return this.login(request, response);
    if (request.path === '/logout') return this.logout(request, response);
    if (await this.admits(request)) return next();
    if (HARMLESS.has(request.method) && request.accepts(['json', 'html']) === 'html') {
      return response.redirect(303, `${DASHBOARD_ROUTE}/login`);
    }
    throw new DomainError('auth.unauthenticated', 'unauthenticated');
  }

  private async login(request: Request, response: Response): Promise<void> {
    const locale = localeOf(request.headers['accept-language']);
    if (request.method !== 'POST') return sendPage(response, 200, signInPage(locale));
    const form = await readForm(request);
    const email = form.get('email') ?? '';
    try {
      const client = { userAgent: (request.get('user-agent') ?? '').slice(0, 300), ip: request.ip ?? '' };
      const credentials = {
        email,
        password: form.get('password') ?? '',
        totp: form.get('totp') ?? undefined,
      };
      const attempt = () => this.access.signIn(credentials, client);
      const token = await this.limit.around(request, response, canonicalEmail(email), attempt);
      response.cookie(COOKIE, token, { ...this.cookie, maxAge: DASHBOARD_SESSION_SECONDS * 1_000 });
      response.redirect(303, DASHBOARD_ROUTE);
    } catch (error) {
      const [status, code] = refusal(error);
      sendPage(response, status, signInPage(locale, code, email));
    }
  }

  private async logout(request: Request, response: Response): Promise<void> {
    if (request.method !== 'POST') {
      return sendPage(response, 200, signOutPage(localeOf(request.headers['accept-language'])));
    }
    await this.access.signOut(cookieOf(request));
    response.clearCookie(COOKIE, this.cookie);
    response.redirect(303, `${DASHBOARD_ROUTE}/login`);
  }

  /** Throws `access.forbidden` for the genuine access token of somebody else. */
  private async admits(request: Request): Promise<boolean> {
    const bearer = /^Bearer +([^ ]+) *$/i.exec(request.get('authorization') ?? '')?.[1];
    if (bearer === undefined) return this.access.admits(cookieOf(request));
    const caller = await this.modules.get(CallerVerifier, { strict: false }).verify(bearer);
    if (!caller.platformAdmin) throw new DomainError('access.forbidden', 'forbidden');
    return true;
  }

  /** Looked up when needed: the module that fulfils it stands above this one. */
  private get access(): DashboardAccess {
    return this.modules.get(DashboardAccess, { strict: false });
  }
}

function cookieOf(request: Request): string {
  return parseCookie(request.headers.cookie ?? '')[COOKIE] ?? '';
}

/** Status and text of a failed sign-in; faults of ours are not for the page. */
function refusal(error: unknown): [status: number, code: string] {
  if (error instanceof DomainError && error.kind === 'unauthenticated') return [401, error.code];
  if (error instanceof DomainError && error.kind === 'rate_limited') return [429, error.code];
  if (error instanceof DomainError && error.kind === 'forbidden') return [403, 'queues.not_admin'];
  throw error;
}

function sendPage(response: Response, status: number, html: string): void {
  response
    .status(status)
    .setHeader('Content-Security-Policy', DASHBOARD_PAGE_POLICY)
    .setHeader('X-Frame-Options', 'DENY')
    .type('html')
    .send(html);
}
