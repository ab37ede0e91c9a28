import { canonicalEmail } from '../../kernel/canonical-email.js';

/** No address is longer; what follows would only cost time. */
const LONGEST = 300;

/** The account that a body names, in the one spelling under which attempts at it are counted. */
export function accountOf(body: unknown): string | undefined {
  const email = (body as { email?: unknown } | null | undefined)?.email;
  return typeof email === 'string' ? canonicalEmail(email.slice(0, LONGEST)) : undefined;
}
