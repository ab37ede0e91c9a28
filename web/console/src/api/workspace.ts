import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

import { api, ok, type Schemas } from './client.js';

export type Workspace = Schemas['WorkspaceDto'];
export type Role = Workspace['role'];

const KEY = 'kyrochat.workspace';
const listeners = new Set<() => void>();
// Of this tab: two tabs may look at two workspaces. A new tab starts with the last choice, and stays with it over reloads,
// whatever is chosen in others; nothing stands for the personal workspace.
let chosen = sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? '';
sessionStorage.setItem(KEY, chosen);

export function chooseWorkspace(id: string): void {
  if (chosen === id) return;
  chosen = id;
  sessionStorage.setItem(KEY, id);
  localStorage.setItem(KEY, id);
  for (const listener of listeners) listener();
}

export const workspacesQuery = queryOptions({
  queryKey: ['workspaces'],
  queryFn: () => ok(api.GET('/api/v1/workspaces', { params: { query: { limit: 100 } } })),
  select: (page): Workspace[] => page.items,
});

/** All workspaces of the person, and the one that this tab works in: the last chosen, else the personal one. */
export function useWorkspaces(): { workspaces: Workspace[]; current: Workspace } {
  const id = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => chosen,
  );
  const { data: workspaces } = useSuspenseQuery(workspacesQuery);
  const current =
    workspaces.find((entry) => entry.id === id) ??
    workspaces.find((entry) => entry.personal) ??
    workspaces[0];
  return { workspaces, current };
}

const RANK: Record<Role, number> = { owner: 3, admin: 2, editor: 1, viewer: 0 };

/** Whether a role allows what at least `needed` may do; the server decides, this only hides what would be refused. */
export function mayAct(role: Role, needed: Role): boolean {
  return RANK[role] >= RANK[needed];
}
