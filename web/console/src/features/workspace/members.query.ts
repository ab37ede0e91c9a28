import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, ok, type Schemas } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';

export type Member = Schemas['MemberDto'];
export type Invitation = Schemas['InvitationDto'];

export const membersQuery = (workspaceId: string) =>
  infiniteQueryOptions({
    queryKey: ['members', workspaceId],
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/v1/workspaces/{workspaceId}/members', {
          params: { path: { workspaceId }, query: { limit: 100, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const invitationsQuery = (workspaceId: string) =>
  infiniteQueryOptions({
    queryKey: ['invitations', workspaceId],
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/v1/workspaces/{workspaceId}/invitations', {
          params: { path: { workspaceId }, query: { limit: 100, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const refreshMembers = (workspaceId: string) =>
  queryClient.invalidateQueries({ queryKey: ['members', workspaceId] });

export const refreshInvitations = (workspaceId: string) =>
  queryClient.invalidateQueries({ queryKey: ['invitations', workspaceId] });
