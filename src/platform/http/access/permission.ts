/** A workspace role, most powerful first. */
export const ROLES = ['owner', 'admin', 'editor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const everyone: readonly Role[] = ROLES;
const editors: readonly Role[] = ['owner', 'admin', 'editor'];

/** Who may do what inside a workspace: the one table that the guard, the services and the docs go by. */
export const PERMISSIONS = {
  'account:self': everyone,
  'workspace:read': everyone,
  'bots:read': everyone,
  'bots:write': editors,
  'documents:read': everyone,
  'documents:write': editors,
  'conversations:read': everyone,
  'conversations:write': editors,
  'chat:send': everyone,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;
