import type { IdPlace, Route } from '../../support/route-table.js';
import type { RouteCase } from './route-cases.js';
import type { Ids, Tenant } from './tenant.js';

export interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

/** A request to `route` about the things that `ids` names, with the other values of `tenant`. */
export class HttpCall {
  readonly path: string;
  private readonly body?: object;

  constructor(
    private readonly route: Route,
    private readonly routeCase: RouteCase,
    ids: Ids,
    tenant: Tenant,
  ) {
    const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
      const place = route.ids.find((id) => id.where === 'path' && id.name === name)!;
      return ids[place.kind];
    });
    const query = new URLSearchParams(routeCase.query?.(ids));
    this.path = `${path}${query.size > 0 ? `?${query.toString()}` : ''}`;
    this.body = routeCase.body?.(ids, tenant);
  }

  /** Places of ids that this request leaves out, and so would not be tried. */
  missing(): IdPlace[] {
    return this.route.ids.filter(({ where, name }) => {
      if (where === 'path') return false;
      return where === 'body'
        ? !(name in (this.body ?? {}))
        : !new URL(this.path, 'http://x').searchParams.has(name);
    });
  }

  /** True when `value` stands somewhere in the request, so that it may come back in the answer. */
  mentions(value: string): boolean {
    return this.path.includes(value) || JSON.stringify(this.body ?? {}).includes(value);
  }

  async send(url: string, token: string | undefined, requestId?: string): Promise<Answer> {
    const { method } = this.route;
    const response = await fetch(`${url}${addressOf(this.route.path, this.path)}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(this.body ? { 'Content-Type': 'application/json' } : {}),
        ...(requestId === undefined ? {} : { 'X-Request-Id': requestId }),
        ...this.routeCase.headers,
      },
      body: this.payload(),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  private payload(): FormData | string | undefined {
    const { file } = this.routeCase;
    if (!file) return this.body && JSON.stringify(this.body);
    const form = new FormData();
    form.append('files', new Blob(['Some text of a file.']), file);
    return form;
  }
}

function addressOf(route: string, path: string): string {
  return route.startsWith('/health') ? path : `/api/v1${path}`;
}
