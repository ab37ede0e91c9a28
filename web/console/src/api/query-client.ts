import { QueryClient } from '@tanstack/react-query';

import { isProblem, problemOf } from './problem.js';

/**
 * Server state of the whole console. What is merely late or busy is tried again; a refusal is shown at once. Without a
 * network calls fail and say so, where the library would let them wait in silence.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Who has waited for an answer in vain is told at once.
      retry: (failures, error) =>
        failures < 2 && problemOf(error).passing && !isProblem(error, 'timeout', 'unknown'),
      refetchOnWindowFocus: true,
      networkMode: 'always',
      refetchOnReconnect: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
