import createClient, { type Middleware } from 'openapi-fetch';

import type { components, paths } from '../../../api/schema.js';
import { Problem, type ProblemBody, problemOf } from './problem.js';
import { freshToken, renewSession, signedOut } from './session.js';

export type Schemas = components['schemas'];

async function withCredentials(request: Request): Promise<Request> {
  const token = await freshToken();
  if (token) request.headers.set('authorization', `Bearer ${token}`);
  request.headers.set('accept-language', document.documentElement.lang);
  return request;
}

const credentials: Middleware = { onRequest: ({ request }) => withCredentials(request) };

/** Once more with a new token when the old one was refused; a session that is over leads to the sign-in page. */
async function fetchAgainIfRefused(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request);
  if (response.status !== 401 || !request.headers.has('authorization')) return response;
  const { code } = (await response.clone().json()) as ProblemBody;
  if (code !== 'auth.unauthenticated') return response;
  if (!(await renewSession())) {
    signedOut();
    return response;
  }
  again.headers.set('authorization', `Bearer ${await freshToken()}`);
  return fetch(again);
}

/** A plain request with the caller's credentials, for streams. */
export async function authorizedFetch(path: string, init: RequestInit): Promise<Response> {
  const request = new Request(new URL(path, location.origin), init);
  return fetchAgainIfRefused(await withCredentials(request));
}

/** The REST API, typed by its OpenAPI document. Use with `ok`: `ok(api.GET('/api/v1/bots', ...))`. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: fetchAgainIfRefused });
api.use(credentials);

/** The body of a good answer; throws `Problem` for everything else. */
export async function ok<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call.catch((reason: unknown) => {
    throw problemOf(reason);
  });
  if (response.ok) return data as T;
  const body = error as Partial<ProblemBody> | undefined;
  throw new Problem({
    ...body,
    code: body?.code ?? 'unknown',
    status: response.status,
    detail: body?.detail ?? response.statusText,
  });
}
