import type { Workspace } from '../../workspaces/index.js';
import type { User } from '../domain/user.js';
import type { OpenSession } from './sessions.service.js';

/** What a client knows after it signed in. */
export interface SignedIn {
  user: User;
  /** The personal one. */
  workspace: Workspace;
  session: OpenSession;
}
