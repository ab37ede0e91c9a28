/** Pages of the current workspace. */
export const workspaceRoutes = [] as const;
