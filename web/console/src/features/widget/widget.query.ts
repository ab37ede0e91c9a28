import { queryOptions } from '@tanstack/react-query';

import { api, ok } from '../../api/client.js';

export const widgetQuery = (botId: string) =>
  queryOptions({
    queryKey: ['widget', botId],
    queryFn: () => ok(api.GET('/api/v1/bots/{botId}/widget', { params: { path: { botId } } })),
  });
