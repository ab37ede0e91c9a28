import { createHash, randomBytes } from 'node:crypto';

import type { InvitedRole } from './workspace.js';

export const INVITATION_DAYS = 7;

/** An offer to join, mailed to one address. */
export interface Invitation {
  id: string;
  workspaceId: string;
  /** Canonical form. */
  email: string;
  role: InvitedRole;
  createdAt: Date;
  expiresAt: Date;
}

/** What the holder of the mailed token sees before deciding. */
export interface Offer extends Invitation {
  workspaceName: string;
  inviterName: string;
}

const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits, base64url. Only its hash is stored. */
export function newInvitationToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Undefined for what cannot be a token. */
export function hashInvitationToken(token: string): Buffer | undefined {
  return SHAPE.test(token) ? createHash('sha256').update(token).digest() : undefined;
}
