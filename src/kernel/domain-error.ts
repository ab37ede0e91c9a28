/** What went wrong, seen from the caller. The HTTP filter and the socket filter map a kind to a status in one table. */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'timeout'
  | 'conflict'
  | 'too_large'
  | 'unsupported'
  | 'invalid'
  | 'rate_limited'
  | 'unavailable'
  | 'storage_full'
  | 'internal';

/** One faulty field of an input: `path` in dotted form, `code` stable, `params` for the translated message. */
export interface FieldProblem {
  path: string;
  code: string;
  params?: Record<string, string | number>;
}

export interface DomainErrorOptions {
  /** Values for the placeholders of the translated text; never secrets, they are shown. */
  params?: Record<string, string | number>;
  fields?: FieldProblem[];
  /** Seconds after which a retry makes sense; becomes `Retry-After`. */
  retryAfter?: number;
  cause?: unknown;
}

/**
 * The only error that leaves application and domain code on purpose. `code` is the stable machine word of the
 * public contract (`bot.not_found`); its human text is looked up by the edge in the caller's language.
 */
export class DomainError extends Error {
  readonly params: Record<string, string | number>;
  readonly fields: FieldProblem[];
  readonly retryAfter?: number;

  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    options: DomainErrorOptions = {},
  ) {
    super(code, { cause: options.cause });
    this.name = 'DomainError';
    this.params = options.params ?? {};
    this.fields = options.fields ?? [];
    this.retryAfter = options.retryAfter;
  }
}
