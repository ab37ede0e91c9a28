/** One faulty value of a request. */
export class FieldProblemDto {
  /** Where it stands, in dotted form. @example 'config.temperature' */
  path: string;

  /** Stable code of the broken rule. @example 'validation.max' */
  code: string;

  /** What is wrong, in the language of `Accept-Language`. @example 'Must be at most 2.' */
  message: string;
}

/** An RFC 9457 problem document. `code` is stable; `title`, `detail` and messages follow `Accept-Language`. */
export class ProblemDto {
  /** @example 'https://kyrochat.dev/problems/bot/not_found' */
  type: string;

  /** Kind of problem. @example 'Not found' */
  title: string;

  /** HTTP status. @example 404 */
  status: number;

  /** A sentence to act on. @example 'This bot does not exist or you have no access to it.' */
  detail: string;

  /** Path of the request. @example '/api/v1/bots/018f7f1e-6f00-7000-8000-000000000000' */
  instance?: string;

  /** Stable machine word. @example 'bot.not_found' */
  code: string;

  /** Finds the line in the server's log. @example '018f7f1e-6f00-7000-8000-000000000001' */
  requestId: string;

  /** Seconds after which a retry makes sense. */
  retryAfter?: number;

  /** One entry for every faulty value. */
  errors?: FieldProblemDto[];
}
