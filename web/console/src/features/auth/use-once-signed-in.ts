import { useEffect, useEffectEvent } from 'react';

import { currentSession, restoreSession, useSession } from '../../api/session.js';

/** On a page before the sign-in: what to do once somebody is signed in, be it here, in another tab or before. */
export function useOnceSignedIn(then: () => void): void {
  const { status } = useSession();
  const go = useEffectEvent(then);
  useEffect(() => {
    // Away or busy: the form says so when it is sent.
    if (currentSession().status === 'unknown') void restoreSession().catch(() => undefined);
  }, []);
  useEffect(() => {
    if (status === 'in') go();
  }, [status]);
}
