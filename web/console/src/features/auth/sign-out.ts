import { api, ok } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { signedOut } from '../../api/session.js';

/** Ends the session on the server and here, in every tab. When the server cannot be reached, at least here. */
export async function signOut(): Promise<void> {
  await ok(api.POST('/api/v1/auth/logout', { body: {} })).catch(() => undefined);
  signedOut();
  queryClient.clear();
}
