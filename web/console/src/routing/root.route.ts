import { createRootRoute, Outlet } from '@tanstack/react-router';

import { CrashPage } from '../layout/crash-page.js';
import { MissingPage } from '../layout/missing-page.js';

export const rootRoute = createRootRoute({
  component: Outlet,
  errorComponent: CrashPage,
  notFoundComponent: MissingPage,
});
