/** A tenant. Everything a customer owns belongs to exactly one. */
export interface Workspace {
  id: string;
  name: string;
  /** Set on the workspace that was made when this user registered; such a workspace has one owner for ever. */
  personalOf: string | null;
  createdAt: Date;
}

/** What a member may do, most powerful first; `platform/http/access` says which role holds which permission. */
export type WorkspaceRole = 'owner' | 'admin' | 'editor' | 'viewer';

/** Roles a person can be invited to; ownership is handed over, never mailed. */
export const INVITED_ROLES = ['admin', 'editor', 'viewer'] as const;
export type InvitedRole = (typeof INVITED_ROLES)[number];

/** Somebody who belongs to a workspace, as its members see them. */
export interface Member {
  userId: string;
  name: string;
  email: string;
  /** Language of mails to them. */
  locale: string;
  role: WorkspaceRole;
  /** Since when they may do nothing here; null for everybody else. */
  suspendedAt: Date | null;
  joinedAt: Date;
}

/** A workspace whose only owner somebody is. */
export interface SoleOwnership {
  id: string;
  name: string;
  personal: boolean;
  /** Members besides the owner. */
  others: number;
}

/** A workspace as one of its members sees it. */
export interface Membership {
  workspace: Workspace;
  role: WorkspaceRole;
}
