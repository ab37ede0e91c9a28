/** Folder of everything a bot's documents keep in the file storage. */
export function botFolder(workspaceId: string, botId: string): string {
  return `documents/${workspaceId}/${botId}`;
}

/** Where one content lies; made of ids only, so no client text ever reaches a path. */
export function contentKey(workspaceId: string, botId: string, contentId: string): string {
  return `${botFolder(workspaceId, botId)}/${contentId}`;
}
