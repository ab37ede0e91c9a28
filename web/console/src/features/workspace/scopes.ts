import type { Schemas } from '../../api/client.js';
import { mayAct, type Role } from '../../api/workspace.js';

export type Scope = Schemas['CreateApiKeyDto']['scopes'][number];

/** What a key can be allowed, in the order in which it is offered, with the least role that may give it. */
const SCOPES: Record<Scope, Role> = {
  'bots:read': 'viewer',
  'bots:write': 'editor',
  'documents:read': 'viewer',
  'documents:write': 'editor',
  'chat:send': 'viewer',
  'conversations:read': 'viewer',
  'conversations:write': 'editor',
  'traces:read': 'editor',
  'workspace:read': 'viewer',
  'members:read': 'viewer',
  'audit:read': 'admin',
};

/** A key can never do more than its maker. */
export function scopesOf(role: Role): Scope[] {
  return (Object.keys(SCOPES) as Scope[]).filter((scope) => mayAct(role, SCOPES[scope]));
}

/** Where its name stands among the texts; a colon would part namespaces there. */
export function scopeText(scope: string): string {
  return `scope.${scope.replace(':', '-')}`;
}
