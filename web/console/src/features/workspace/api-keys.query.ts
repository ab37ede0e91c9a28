import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, ok, type Schemas } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';

export type ApiKey = Schemas['ApiKeyDto'];
export type IssuedApiKey = Schemas['IssuedApiKeyDto'];

export const apiKeysQuery = (workspaceId: string) =>
  infiniteQueryOptions({
    queryKey: ['api-keys', workspaceId],
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/v1/workspaces/{workspaceId}/api-keys', {
          params: { path: { workspaceId }, query: { limit: 100, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const refreshApiKeys = (workspaceId: string) =>
  queryClient.invalidateQueries({ queryKey: ['api-keys', workspaceId] });
