import createClient, { type Middleware } from 'openapi-fetch';

import type { components, paths } from '../../../api/schema.js';
import { fetchInTime } from './fetch-in-time.js';
import { problemIn, type ProblemBody } from './problem.js';
import { freshToken, renewSession, sessionLost, signedInAgain } from './session.js';

export type Schemas = components['schemas'];

function withCredentials(request: Request, token: string | undefined): Request {
  if (token) request.headers.set('authorization', `Bearer ${token}`);
  request.headers.set('accept-language', document.documentElement.lang);
  return request;
}

/** They begin and end a session, so they must not wait for one. */
const WITHOUT_SESSION = ['/api/v1/auth/login', '/api/v1/auth/logout'];

const credentials: Middleware = {
  onRequest: async ({ request, schemaPath }) =>
    withCredentials(request, WITHOUT_SESSION.includes(schemaPath) ? undefined : await freshToken()),
};

/**
 * Once more with a new token when the old one was refused. When the session is over, the person is asked to sign in again
 * and the call is carried out then: what was typed is not typed twice.
 */
async function fetchAgainIfRefused(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetchInTime(request);
  if (response.status !== 401 || !request.headers.has('authorization')) return response;
  const body = (await response
    .clone()
    .json()
    .catch(() => undefined)) as ProblemBody | undefined;
  if (body?.code !== 'auth.unauthenticated') return response;
  if (!(await renewSession())) {
    sessionLost();
    if (!(await signedInAgain())) return response;
  }
  again.headers.set('authorization', `Bearer ${await freshToken()}`);
  return fetchInTime(again);
}

/** A plain request with the caller's credentials, for streams. */
export async function authorizedFetch(path: string, init: RequestInit): Promise<Response> {
  const request = new Request(new URL(path, location.origin), init);
  return fetchAgainIfRefused(withCredentials(request, await freshToken()));
}

/** The REST API, typed by its OpenAPI document. Use with `ok`: `ok(api.GET('/api/v1/bots', ...))`. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: fetchAgainIfRefused });
api.use(credentials);

/** The body of a good answer; throws `Problem` for everything else. */
export async function ok<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw problemIn(response.status, error);
}
