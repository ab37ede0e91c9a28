import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { currentSession } from '../api/session.js';

/** What on this page would be lost. */
const dirty = new Set<() => boolean>();

/** Whether leaving, or signing out, would lose something that somebody typed. */
export function somethingUnsaved(): boolean {
  return [...dirty].some((isDirty) => isDirty());
}

/** Asks before something typed is lost: on the way to another page, to another site, and before signing out. */
export function useUnsaved(isDirty: () => boolean): void {
  const { t } = useTranslation();
  const latest = useRef(isDirty);
  const [ask] = useState(() => () => latest.current());
  useEffect(() => {
    latest.current = isDirty;
  });
  useEffect(() => {
    dirty.add(ask);
    return () => void dirty.delete(ask);
  }, [ask]);
  // One question is enough for all forms of a page, and who is not signed in any more cannot stay.
  const holds = () => [...dirty].find((isDirty) => isDirty()) === ask && currentSession().status !== 'out';
  useBlocker({
    shouldBlockFn: () => holds() && !window.confirm(t('unsaved')),
    enableBeforeUnload: holds,
  });
}
