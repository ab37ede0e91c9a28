export const IDEMPOTENT_SECRETS = 'kyro:idempotent-secrets';

/** The body as it may be kept. */
export function withoutSecrets(body: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0 || body === null || typeof body !== 'object') return body;
  return { ...body, ...Object.fromEntries(secrets.map((field) => [field, null])) };
}
