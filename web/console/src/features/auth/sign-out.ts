import i18next from 'i18next';

import { api, ok } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { signedOut } from '../../api/session.js';
import { somethingUnsaved } from '../../forms/unsaved.js';

/**
 * Ends the session on the server and here, in every tab; asks first when that loses something typed. When the server cannot
 * be reached, at least here.
 */
export async function signOut(): Promise<void> {
  if (somethingUnsaved() && !window.confirm(i18next.t('common:unsaved'))) return;
  await ok(api.POST('/api/v1/auth/logout', { body: {} })).catch(() => undefined);
  signedOut();
  queryClient.clear();
}
