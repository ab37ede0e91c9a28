import { Container } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';

import { isProblem } from '../api/problem.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { MissingPage } from './missing-page.js';

/** Shown in place of a page that could not be loaded. */
export function CrashPage({ error }: { error: unknown }) {
  const router = useRouter();
  if (isProblem(error) && error.status === 404) return <MissingPage />;
  return (
    <Container size="xs" py={80}>
      <ProblemAlert error={error} onRetry={() => void router.invalidate()} />
    </Container>
  );
}
