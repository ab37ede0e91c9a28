import type { TFunction } from 'i18next';

import type { components } from '../../../api/schema.js';

export type ProblemBody = components['schemas']['ProblemDto'];

/**
 * What a call failed with: the server's problem document, or one of our own: `network` (no connection), `timeout` (no
 * answer in time), `outdated` (the page is older than the server), `unavailable` and `refused` (an answer that is none of the server's, such as a proxy's page), `unknown`
 * (a fault of the page itself).
 */
export class Problem extends Error {
  constructor(readonly body: Partial<ProblemBody> & { code: string; status: number; detail: string }) {
    super(body.detail);
    this.name = 'Problem';
  }

  get code(): string {
    return this.body.code;
  }

  get status(): number {
    return this.body.status;
  }

  /** True when the same call may well succeed later: no network, server busy or restarting. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** The server's sentence for each faulty field, by the field's path. */
  get fields(): Record<string, string> {
    return Object.fromEntries((this.body.errors ?? []).map(({ path, message }) => [path, message]));
  }
}

export function isProblem(error: unknown, ...codes: string[]): error is Problem {
  return error instanceof Problem && (codes.length === 0 || codes.includes(error.code));
}

/** Anything thrown, as a problem that can be shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return ownProblem('unknown', 500, error instanceof Error ? error.message : String(error));
}

const OWN = ['network', 'timeout', 'outdated', 'unavailable', 'refused', 'unknown'] as const;

/** Without a sentence of the server's: `problemText` has one. */
export function ownProblem(code: (typeof OWN)[number], status = 0, detail = ''): Problem {
  return new Problem({ code, status, detail });
}

/** The problem that an answer other than 2xx holds; one of our own when it does not come from the server. */
export function problemIn(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body && 'detail' in body) {
    return new Problem({ ...(body as ProblemBody), status });
  }
  return ownProblem(status === 429 || status >= 500 ? 'unavailable' : 'refused', status);
}

/** What happened and what to do, in the reader's language. */
export function problemText(t: TFunction, error: unknown): string {
  const { code, status, message } = problemOf(error);
  return (OWN as readonly string[]).includes(code) ? t(`common:problem.${code}`, { status }) : message;
}
