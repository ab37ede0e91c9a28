import { createRoute } from '@tanstack/react-router';

import { lazyPage } from '../../routing/lazy-page.js';
import { rootRoute } from '../../routing/root.route.js';

interface NextSearch {
  /** Where to go afterwards. Comes from a link: only `safePath` may say where that leads. */
  next?: string;
}

interface TokenSearch {
  token: string;
}

const page = <Path extends string>(path: Path) => ({ getParentRoute: () => rootRoute, path });

const next = ({ next: path }: Record<string, unknown>): NextSearch =>
  typeof path === 'string' ? { next: path } : {};

const token = (search: Record<string, unknown>): TokenSearch => ({
  token: typeof search.token === 'string' ? search.token : '',
});

/** The pages before the sign-in, and those that mailed links lead to. */
export const authRoutes = [
  createRoute({
    ...page('/sign-in'),
    validateSearch: next,
    component: lazyPage(() => import('./sign-in.page.js'), 'SignInPage'),
  }),
  createRoute({
    ...page('/sign-up'),
    validateSearch: (search: Record<string, unknown>): NextSearch & { invitation?: string } => ({
      ...next(search),
      ...(typeof search.invitation === 'string' ? { invitation: search.invitation } : {}),
    }),
    component: lazyPage(() => import('./sign-up.page.js'), 'SignUpPage'),
  }),
  createRoute({
    ...page('/forgot-password'),
    component: lazyPage(() => import('./forgot-password.page.js'), 'ForgotPasswordPage'),
  }),
  createRoute({
    ...page('/reset-password'),
    validateSearch: token,
    component: lazyPage(() => import('./reset-password.page.js'), 'ResetPasswordPage'),
  }),
  createRoute({
    ...page('/verify-email'),
    validateSearch: token,
    component: lazyPage(() => import('./verify-email.page.js'), 'VerifyEmailPage'),
  }),
  createRoute({
    ...page('/confirm-email'),
    validateSearch: token,
    component: lazyPage(() => import('./confirm-email.page.js'), 'ConfirmEmailPage'),
  }),
  createRoute({
    ...page('/invitation'),
    validateSearch: token,
    component: lazyPage(() => import('./invitation.page.js'), 'InvitationPage'),
  }),
] as const;
