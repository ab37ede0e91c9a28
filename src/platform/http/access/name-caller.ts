import { requestContext } from '../context/index.js';
import type { AccessRule } from './access.decorators.js';
import type { Caller } from './caller.js';

/** Tells the request, or the event of a socket, on whose behalf it runs, and whether what it asks for only reads. */
export function nameCaller(caller: Caller, rule: AccessRule): void {
  const context = requestContext.getStore();
  if (!context) return;
  const userId = caller.visitor ? undefined : caller.userId;
  context.actor = { kind: caller.kind, userId, keyId: caller.key?.id };
  context.readOnly = rule.kind === 'permission' && rule.permission.endsWith(':read');
}
