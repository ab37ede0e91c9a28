import { Container } from '@mantine/core';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';

import { isProblem } from '../api/problem.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { MissingPage } from './missing-page.js';

/** Shown in place of a page that could not be loaded; what is around it stays. */
export function CrashPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  if (isProblem(error) && (error.status === 404 || error.code === 'request.invalid_id'))
    return <MissingPage />;
  return (
    <Container size="xs" py={80}>
      <ProblemAlert
        error={error}
        onRetry={() => {
          if (isProblem(error, 'outdated')) return location.reload();
          queries.reset();
          void router.invalidate().then(reset);
        }}
      />
    </Container>
  );
}
