import type { TestUser } from '../factories/user.factory.js';
import { unique } from '../factories/unique.js';
import { ApiClient } from './api-client.js';

export interface TestApiKey {
  id: string;
  /** The secret. */
  key: string;
  /** A client that comes with the key. */
  api: ApiClient;
}

/** Makes an API key over HTTP, in the maker's personal workspace unless said. */
export async function createApiKey(
  maker: TestUser,
  given: { scopes: readonly string[]; name?: string; botIds?: string[]; expiresAt?: string },
  workspaceId = maker.workspaceId,
): Promise<TestApiKey> {
  const answer = await maker.api.post(`/workspaces/${workspaceId}/api-keys`, {
    name: unique('key'),
    ...given,
  });
  if (answer.status !== 201) throw new Error(`making a key answered ${answer.status}: ${answer.text}`);
  const { id, key } = answer.body as { id: string; key: string };
  return { id, key, api: new ApiClient(maker.api.url, key) };
}
