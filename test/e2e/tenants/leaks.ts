import type { Tenant } from './tenant.js';

/** What `text` tells of the tenant: its mark, or one of its ids unless `sent` with the request. */
export function leaksOf(text: string, tenant: Tenant, sent: (value: string) => boolean): string[] {
  const lower = text.toLowerCase();
  return [tenant.canary, ...tenant.secrets].filter(
    (secret) => lower.includes(secret.toLowerCase()) && !sent(secret),
  );
}

/** A problem document without what differs from request to request. */
export function comparable(text: string): unknown {
  try {
    const { requestId: _, instance: __, ...problem } = JSON.parse(text) as Record<string, unknown>;
    return problem;
  } catch {
    return text;
  }
}
