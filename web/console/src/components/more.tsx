import { Button, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { ProblemAlert } from './problem-alert.js';

/** A list that comes page by page, as `useInfiniteQuery` gives it. */
interface Pages {
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  isRefetching: boolean;
  fetchNextPage: () => Promise<unknown>;
  refetch: () => Promise<unknown>;
}

/** Above a list: why it is not there, or not as it is at the server. */
export function ListProblem({ pages }: { pages: Pages }) {
  if (pages.isFetchNextPageError) return null;
  return (
    <ProblemAlert error={pages.error} retrying={pages.isRefetching} onRetry={() => void pages.refetch()} />
  );
}

/** Below a list: the way to the rest of it, and why that did not come. */
export function More({ pages }: { pages: Pages }) {
  const { t } = useTranslation();
  if (!pages.hasNextPage) return null;
  const fetch = () => void pages.fetchNextPage();
  return (
    <Stack align="center">
      {pages.isFetchNextPageError ? (
        <ProblemAlert error={pages.error} retrying={pages.isFetchingNextPage} onRetry={fetch} />
      ) : (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={fetch}>
          {t('action.more')}
        </Button>
      )}
    </Stack>
  );
}
