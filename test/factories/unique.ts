import { randomUUID } from 'node:crypto';

/** A short text that no other call returns, for names and addresses that must differ. */
export function unique(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}
