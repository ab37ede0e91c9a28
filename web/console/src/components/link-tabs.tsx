import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';

import classes from './link-tabs.module.css';

/** Pages side by side. They are links, with addresses of their own; the current one is marked by the router. */
export function LinkTabs({ label, children }: { label: string; children: ReactNode }) {
  const list = useRef<HTMLElement>(null);
  const router = useRouter();
  // Where they are more than the screen is wide, the current one is the one to see.
  useEffect(() => {
    const show = () => {
      const nav = list.current;
      const current = nav?.querySelector<HTMLElement>('[data-status=active]');
      if (nav && current) nav.scrollLeft = current.offsetLeft - (nav.clientWidth - current.clientWidth) / 2;
    };
    show();
    // Every time after the router, which puts back how everything was scrolled.
    return router.subscribe('onRendered', show);
  }, [router]);
  return (
    <nav ref={list} aria-label={label} className={classes.list}>
      {children}
    </nav>
  );
}

export const linkTab = classes.tab;
