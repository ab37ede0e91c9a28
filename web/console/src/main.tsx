import './mantine.css';
import './styles.css';

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';

import { queryClient } from './api/query-client.js';
import { startI18n } from './i18n/i18n.js';
import { router } from './router.js';
import { anticipateFirstPage } from './routing/first-page.js';
import { theme } from './theme.js';

/** Needed when the first notice comes, not before. */
const Notices = lazy(async () => ({ default: (await import('./components/notices.js')).Notices }));

anticipateFirstPage();
await startI18n();

const root = document.getElementById('root');
if (!root) throw new Error('no root element');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Suspense fallback={null}>
          <Notices />
        </Suspense>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
