import { useSyncExternalStore } from 'react';

import type { components } from '../../../api/schema.js';
import { Problem, type ProblemBody } from './problem.js';

export type User = components['schemas']['UserDto'];
type SignedIn = components['schemas']['SignedInDto'];

export type Session =
  { status: 'unknown' } | { status: 'out' } | { status: 'in'; user: User; personalWorkspaceId: string };

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
  else if (session.status === 'in' && session.user.id !== data.userId) location.reload();
  else if (session.status === 'out') void restoreSession();
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
  if (current.status !== 'in') throw new Error('nobody is signed in');
  return current.user;
}

/** Takes over the answer of signing in or registering. */
export function signedIn(answer: SignedIn): void {
  keep(answer);
  tabs.postMessage({ type: 'signed-in', userId: answer.user.id } satisfies Notice);
}

function keep(answer: SignedIn): void {
  accessToken = answer.accessToken;
  expiresAt = Date.now() + answer.expiresIn * 1000;
  set({ status: 'in', user: answer.user, personalWorkspaceId: answer.workspace.id });
}

export function updateUser(user: User): void {
  if (session.status === 'in') set({ ...session, user });
}

/** Forgets who was here, in every tab; the call to the server is the caller's. */
export function signedOut(): void {
  end();
  tabs.postMessage({ type: 'signed-out' } satisfies Notice);
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

/** A token that is good for the next minute; undefined when signed out. */
export async function freshToken(): Promise<string | undefined> {
  if (accessToken && Date.now() > expiresAt - RENEW_AHEAD_MS && !(await renewSession())) signedOut();
  return accessToken;
}

async function exchange(): Promise<boolean> {
  const response = await fetch('/api/v1/auth/refresh', { method: 'POST' });
  if (response.ok) {
    keep((await response.json()) as SignedIn);
    return true;
  }
  if (response.status === 401) {
    // Read to its end, so that the connection is free again.
    await response.body?.cancel();
    return false;
  }
  throw new Problem((await response.json()) as ProblemBody);
}

function withLock<T>(work: () => Promise<T>): Promise<T> {
  // Absent on plain-http pages of other hosts than localhost.
  const locks = navigator.locks as LockManager | undefined;
  return locks ? locks.request('kyrochat-refresh', work) : work();
}
