import type { ApiClient } from '../support/api-client.js';
import { unique } from './unique.js';

export interface TestBot {
  id: string;
  workspaceId: string;
  name: string;
  publicKey: string;
  [field: string]: unknown;
}

/** Makes a bot over HTTP, as the user the client is signed in as. */
export async function createBot(
  api: ApiClient,
  overrides: { name?: string; description?: string; workspaceId?: string; config?: object } = {},
): Promise<TestBot> {
  const answer = await api.post('/bots', { name: unique('bot'), ...overrides });
  if (answer.status !== 201) throw new Error(`creating a bot answered ${answer.status}: ${answer.text}`);
  return answer.body as TestBot;
}
