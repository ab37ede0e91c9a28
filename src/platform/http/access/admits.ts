import type { AccessRule } from './access.decorators.js';
import type { Caller } from './caller.js';

/** Whether the rule of a route or socket event lets a caller in at all; what they find there is another matter. */
export function admits(rule: Exclude<AccessRule, { kind: 'public' }>, caller: Caller): boolean {
  if (rule.kind === 'platform') return caller.platformAdmin;
  if (caller.visitor && !rule.visitors) return false;
  return caller.scope(rule.permission).permitted.length > 0;
}
