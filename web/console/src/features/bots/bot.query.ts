import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';

import { api, ok, type Schemas } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';

export type Bot = Schemas['BotDto'];

export const botQuery = (botId: string) =>
  queryOptions({
    queryKey: ['bot', botId],
    queryFn: () => ok(api.GET('/api/v1/bots/{botId}', { params: { path: { botId } } })),
    // While it reads, also without live events.
    refetchInterval: ({ state }) => (state.data?.status === 'training' ? 5_000 : false),
  });

/** The bot of the page; only below its route. */
export function useBot(): Bot {
  const { botId } = useParams({ from: '/console/bots/$botId' });
  const { data, error } = useSuspenseQuery(botQuery(botId));
  // Deleted in another tab, or by somebody else.
  if (isProblem(error) && error.status === 404) throw error;
  return data;
}
