import type { ReactNode } from 'react';

import classes from './link-tabs.module.css';

/** Pages side by side. They are links, with addresses of their own; the current one is marked by the router. */
export function LinkTabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className={classes.list}>
      {children}
    </nav>
  );
}

export const linkTab = classes.tab;
