import { useSyncExternalStore } from 'react';

import type { components } from '../../../api/schema.js';
import { fetchInTime } from './fetch-in-time.js';
import { problemIn } from './problem.js';
import { queryClient } from './query-client.js';

export type User = components['schemas']['UserDto'];
type SignedIn = components['schemas']['SignedInDto'];

/** `expired`: over, though nobody signed out. The page stays as it is until the same person has signed in again. */
export type Session =
  | { status: 'unknown' }
  | { status: 'out' }
  | { status: 'in' | 'expired'; user: User; personalWorkspaceId: string };

/** Renewed this long before the access token runs out. */
const RENEW_AHEAD_MS = 60_000;

type Notice = { type: 'signed-out' } | { type: 'signed-in'; userId: string };

let session: Session = { status: 'unknown' };
let accessToken: string | undefined;
let expiresAt = 0;
const listeners = new Set<() => void>();
/** Tells the other tabs: signing out or in as somebody else holds for all of them. */
const tabs = new BroadcastChannel('kyrochat-session');

tabs.onmessage = ({ data }: MessageEvent<Notice>) => {
  if (data.type === 'signed-out') end();
  else if ('user' in session && session.user.id !== data.userId) startAnew();
  // What cannot be reached now is asked for again when something is done.
  else if (session.status !== 'in') void restoreSession().catch(() => undefined);
};

function set(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

function end(): void {
  accessToken = undefined;
  expiresAt = 0;
  set({ status: 'out' });
}

/** Somebody else is signed in now: nothing on this page is theirs. */
function startAnew(): void {
  end();
  location.reload();
}

export function currentSession(): Session {
  return session;
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): Session {
  return useSyncExternalStore(onSessionChange, currentSession);
}

/** The person who is signed in; only below the guarded routes. */
export function useUser(): User {
  const current = useSession();
  if (!('user' in current)) throw new Error('nobody is signed in');
  return current.user;
}

/** Takes over the answer of signing in or registering. */
export function signedIn(answer: SignedIn): void {
  keep(answer);
  tabs.postMessage({ type: 'signed-in', userId: answer.user.id } satisfies Notice);
}

let lastUserId: string | undefined;

function keep(answer: SignedIn): void {
  // What was fetched for somebody else is not shown to the next.
  if (lastUserId !== undefined && lastUserId !== answer.user.id) queryClient.clear();
  lastUserId = answer.user.id;
  accessToken = answer.accessToken;
  expiresAt = Date.now() + answer.expiresIn * 1000;
  set({ status: 'in', user: answer.user, personalWorkspaceId: answer.workspace.id });
}

export function updateUser(user: User): void {
  if ('user' in session) set({ ...session, user });
}

/** Forgets who was here, in every tab; the call to the server is the caller's. */
export function signedOut(): void {
  end();
  tabs.postMessage({ type: 'signed-out' } satisfies Notice);
}

/** The session is over, though nobody asked for it. The frame of the console asks to sign in again. */
export function sessionLost(): void {
  if (session.status !== 'in') return;
  accessToken = undefined;
  expiresAt = 0;
  set({ ...session, status: 'expired' });
}

/** Pages before the sign-in know only in and out. */
export function forgetExpired(): void {
  if (session.status === 'expired') end();
}

/** Waits while the person is asked to sign in again: true once they have, false when they leave instead. */
export function signedInAgain(): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = () => {
      if (session.status === 'expired') return;
      stop();
      resolve(session.status === 'in');
    };
    const stop = onSessionChange(settle);
    settle();
  });
}

let renewing: Promise<boolean> | undefined;

/**
 * Exchanges the refresh cookie for a new access token. Tabs share the cookie, so they take turns; the server accepts the
 * same cookie again for some seconds, which covers the rest. False when the session is over.
 */
export function renewSession(): Promise<boolean> {
  renewing ??= withLock(exchange).finally(() => (renewing = undefined));
  return renewing;
}

/** At the first load: signed in when the cookie still holds. Throws only when the server cannot be reached. */
export async function restoreSession(): Promise<void> {
  if (!(await renewSession())) end();
}

/** A token that is good for the next minute, after the person has signed in again if need be; undefined when signed out. */
export async function freshToken(): Promise<string | undefined> {
  if (accessToken && Date.now() > expiresAt - RENEW_AHEAD_MS && !(await renewSession())) sessionLost();
  if (session.status === 'expired') await signedInAgain();
  return accessToken;
}

async function exchange(): Promise<boolean> {
  const response = await fetchInTime('/api/v1/auth/refresh', { method: 'POST' });
  if (response.ok) {
    const answer = (await response.json()) as SignedIn;
    // The cookie is of all tabs: another one may have signed in as somebody else a moment ago.
    if ('user' in session && session.user.id !== answer.user.id) startAnew();
    else keep(answer);
    return true;
  }
  if (response.status === 401) {
    // Read to its end, so that the connection is free again.
    await response.body?.cancel();
    return false;
  }
  throw problemIn(response.status, await response.json().catch(() => undefined));
}

function withLock<T>(work: () => Promise<T>): Promise<T> {
  // Absent on plain-http pages of other hosts than localhost.
  const locks = navigator.locks as LockManager | undefined;
  return locks ? locks.request('kyrochat-refresh', work) : work();
}
