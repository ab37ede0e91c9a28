export { WorkspacesService } from './application/workspaces.service.js';
export type { Membership, Workspace, WorkspaceRole } from './domain/workspace.js';
export { WorkspacesModule } from './workspaces.module.js';
