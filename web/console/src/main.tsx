import './mantine.css';
import './styles.css';

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense, useState } from 'react';
import { createRoot } from 'react-dom/client';

import { queryClient } from './api/query-client.js';
import { useSession } from './api/session.js';
import { startI18n } from './i18n/i18n.js';
import { router } from './router.js';
import { anticipateFirstPage } from './routing/first-page.js';
import { theme } from './theme.js';

const Notices = lazy(async () => ({ default: (await import('./components/notices.js')).Notices }));

/** Nothing before the sign-in gives a notice; what signing out has to say is shown after it. */
function NoticesOnceSignedIn() {
  const { status } = useSession();
  const [wanted, setWanted] = useState(false);
  if (status === 'in' && !wanted) setWanted(true);
  return (
    wanted && (
      <Suspense fallback={null}>
        <Notices />
      </Suspense>
    )
  );
}

anticipateFirstPage();
await startI18n();

const root = document.getElementById('root');
if (!root) throw new Error('no root element');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <NoticesOnceSignedIn />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
