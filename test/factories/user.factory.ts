import { ApiClient } from '../support/api-client.js';
import { unique } from './unique.js';

export interface TestUser {
  id: string;
  email: string;
  password: string;
  workspaceId: string;
  accessToken: string;
  refreshToken: string;
  /** A client that is signed in as this user. */
  api: ApiClient;
}

/** Registers an account over HTTP. The first one of an application becomes its platform administrator. */
export async function registerUser(
  url: string,
  overrides: { email?: string; password?: string; name?: string } = {},
): Promise<TestUser> {
  const credentials = { email: `${unique('user')}@example.com`, password: unique('password'), ...overrides };
  const answer = await new ApiClient(url).post('/auth/register', { ...credentials, refreshInBody: true });
  if (answer.status !== 201) throw new Error(`register answered ${answer.status}: ${answer.text}`);
  const { user, workspace, accessToken, refreshToken } = answer.body;
  return {
    id: user.id,
    email: credentials.email,
    password: credentials.password,
    workspaceId: workspace.id,
    accessToken,
    refreshToken,
    api: new ApiClient(url, accessToken),
  };
}
