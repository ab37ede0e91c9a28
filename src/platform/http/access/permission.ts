/** A workspace role, most powerful first. */
export const ROLES = ['owner', 'admin', 'editor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

interface Rule {
  roles: readonly Role[];
  /** Whether an API key may be given this permission as one of its scopes. */
  keys: boolean;
  /** Whether visitors of a widget may do it, each with their own conversations with that bot. */
  visitors: boolean;
  /** What it allows, for the documentation. */
  doc: string;
}

const everyone: readonly Role[] = ROLES;
const editors: readonly Role[] = ['owner', 'admin', 'editor'];
const admins: readonly Role[] = ['owner', 'admin'];
const owners: readonly Role[] = ['owner'];

type Others = 'people only' | 'people and keys' | 'people, keys and visitors';

function rule(roles: readonly Role[], others: Others, doc: string): Rule {
  return { roles, keys: others !== 'people only', visitors: others === 'people, keys and visitors', doc };
}

/** Who may do what inside a workspace: the one table that the guard, the services and the docs go by. */
export const PERMISSIONS = {
  'account:self': rule(everyone, 'people only', 'Read and change one’s own account and sessions.'),
  'workspace:read': rule(everyone, 'people and keys', 'See a workspace, its plan and its usage.'),
  'workspace:create': rule(everyone, 'people only', 'Make another workspace.'),
  'workspace:write': rule(admins, 'people only', 'Rename a workspace.'),
  'workspace:delete': rule(owners, 'people only', 'Delete a workspace with everything in it.'),
  'workspace:transfer': rule(owners, 'people only', 'Hand a workspace to another member.'),
  'members:read': rule(everyone, 'people and keys', 'See who belongs to a workspace.'),
  'members:write': rule(admins, 'people only', 'Change roles, suspend and remove members.'),
  'members:leave': rule(everyone, 'people only', 'Leave a workspace.'),
  'invitations:read': rule(admins, 'people only', 'See open invitations.'),
  'invitations:write': rule(admins, 'people only', 'Invite people and take invitations back.'),
  'api-keys:read': rule(editors, 'people only', 'See one’s own API keys, without their secrets.'),
  'api-keys:write': rule(editors, 'people only', 'Make, rename, rotate and revoke API keys of one’s own.'),
  'api-keys:manage': rule(admins, 'people only', 'See, rename and revoke the API keys of others.'),
  'audit:read': rule(admins, 'people and keys', 'Read and export the audit log.'),
  'bots:read': rule(everyone, 'people and keys', 'See bots and their configuration.'),
  'bots:write': rule(editors, 'people and keys', 'Make, change and delete bots.'),
  'budgets:write': rule(admins, 'people only', 'Say what bots and a workspace may spend.'),
  'documents:read': rule(everyone, 'people and keys', 'See documents, their text and files; search.'),
  'documents:write': rule(editors, 'people and keys', 'Add, reprocess and delete documents.'),
  'conversations:read': rule(everyone, 'people, keys and visitors', 'Read conversations.'),
  'conversations:write': rule(editors, 'people and keys', 'Rename, archive and delete conversations.'),
  'traces:read': rule(editors, 'people and keys', 'Look up how an answer came about, with its prompt.'),
  'chat:send': rule(everyone, 'people, keys and visitors', 'Ask questions, stop and rate answers.'),
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof PERMISSIONS;

/** The permissions that an API key can be limited to. */
export const KEY_SCOPES = (Object.keys(PERMISSIONS) as Permission[]).filter((name) => PERMISSIONS[name].keys);
