import type { components } from '../../../api/schema.js';

export type ProblemBody = components['schemas']['ProblemDto'];

/** What a call failed with: the server's problem document, or one of our own when no answer came. */
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
  const offline = error instanceof TypeError;
  return new Problem({
    code: offline ? 'network' : 'unknown',
    status: offline ? 0 : 500,
    detail: error instanceof Error ? error.message : String(error),
  });
}
