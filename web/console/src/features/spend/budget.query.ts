import { queryOptions } from '@tanstack/react-query';

import { api, ok, type Schemas } from '../../api/client.js';

export type Budget = Schemas['BudgetDto'];
export type BudgetChange = Schemas['SetBudgetDto'];

/** What a budget is of. */
export type BudgetOf = { botId: string } | { workspaceId: string };

export function budgetQuery(of: BudgetOf) {
  return queryOptions({
    queryKey: ['budget', of],
    queryFn: () =>
      'botId' in of
        ? ok(api.GET('/api/v1/bots/{botId}/budget', { params: { path: of } }))
        : ok(api.GET('/api/v1/workspaces/{workspaceId}/budget', { params: { path: of } })),
  });
}

export function saveBudget(of: BudgetOf, body: BudgetChange): Promise<Budget> {
  return 'botId' in of
    ? ok(api.PUT('/api/v1/bots/{botId}/budget', { params: { path: of }, body }))
    : ok(api.PUT('/api/v1/workspaces/{workspaceId}/budget', { params: { path: of }, body }));
}
