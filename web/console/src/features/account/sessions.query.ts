import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, ok, type Schemas } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';

/** One sign-in that is still good. */
export type SignIn = Schemas['SessionDto'];

export const sessionsQuery = infiniteQueryOptions({
  queryKey: ['sessions'],
  queryFn: ({ pageParam }) =>
    ok(api.GET('/api/v1/auth/sessions', { params: { query: { limit: 50, cursor: pageParam } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

export const refreshSessions = () => queryClient.invalidateQueries({ queryKey: ['sessions'] });
