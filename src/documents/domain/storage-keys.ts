/** Folder of everything that documents of a workspace keep in the file storage. */
export function workspaceFolder(workspaceId: string): string {
  return `documents/${workspaceId}`;
}

/** The same of a bot. */
export function botFolder(workspaceId: string, botId: string): string {
  return `${workspaceFolder(workspaceId)}/${botId}`;
}

/** Where one content lies; made of ids only, so no client text ever reaches a path. */
export function contentKey(workspaceId: string, botId: string, contentId: string): string {
  return `${botFolder(workspaceId, botId)}/${contentId}`;
}
