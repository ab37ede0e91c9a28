import { AsyncLocalStorage } from 'node:async_hooks';

/** Who does something, as the audit log names them. */
export interface Actor {
  kind: 'user' | 'api_key' | 'visitor' | 'anonymous' | 'system';
  userId?: string;
  keyId?: string;
}

/** The request (or socket event) on whose behalf something runs. */
export interface RequestContext {
  /** Every line that is logged meanwhile names it, also for a promise that is rejected after the answer has left. */
  requestId: string;
  ip: string;
  userAgent: string;
  /** Set by the guard once it knows. */
  actor?: Actor;
  /** The workspace in which the actor was found not to be allowed what the request asks for. */
  deniedIn?: string;
  /** What it asks for changes nothing. */
  readOnly?: boolean;
}

export const requestContext = new AsyncLocalStorage<RequestContext>();
