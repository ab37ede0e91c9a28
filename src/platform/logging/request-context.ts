import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The request on whose behalf something runs: every line that is logged meanwhile names it, also for a promise that
 * is rejected after the answer has left.
 */
export const requestContext = new AsyncLocalStorage<{ requestId: string }>();
