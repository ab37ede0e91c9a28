import type { Page, Route } from 'playwright-core';

/** Ways in which a call may fail: a status of the server's, a proxy's page, no network. */
export const FAILURES = [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503, 'proxy', 'offline'] as const;
export type Failure = (typeof FAILURES)[number];

export const DETAIL = 'This is what the server says.';
const FAULT = 'This is what is wrong with a field.';

/** What a person reads of it. */
export function said(failure: Failure): RegExp {
  if (failure === 'offline') return /The server cannot be reached/;
  if (failure === 'proxy') return /The server is busy or being restarted \(502\)/;
  return failure === 422 ? new RegExp(FAULT) : new RegExp(DETAIL);
}

function fail(route: Route, failure: Failure): Promise<void> {
  if (failure === 'offline') return route.abort('internetdisconnected');
  if (failure === 'proxy') {
    return route.fulfill({
      status: 502,
      contentType: 'text/html',
      body: '<html><h1>Bad gateway</h1></html>',
    });
  }
  const errors =
    failure === 422 ? [{ path: 'nowhere.in.particular', code: 'test', message: FAULT }] : undefined;
  return route.fulfill({
    status: failure,
    contentType: 'application/problem+json',
    json: {
      type: 'about:blank',
      title: 'Test',
      status: failure,
      code: 'test.failure',
      detail: DETAIL,
      requestId: 'r-1',
      errors,
    },
  });
}

/** Lets the calls that `which` names fail; returns what lets them through again. */
export async function failing(
  page: Page,
  failure: Failure,
  which: (method: string, path: string) => boolean,
): Promise<() => Promise<void>> {
  const handle = (route: Route) => {
    const request = route.request();
    return which(request.method(), new URL(request.url()).pathname) ? fail(route, failure) : route.fallback();
  };
  await page.route('**/api/v1/**', handle);
  return () => page.unroute('**/api/v1/**', handle);
}
