import { QueryClient } from '@tanstack/react-query';

import { problemOf } from './problem.js';

/** Server state of the whole console. What is merely late or busy is tried again; a refusal is shown at once. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && problemOf(error).passing,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});
