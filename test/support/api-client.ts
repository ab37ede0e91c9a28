import request, { type Test } from 'supertest';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The HTTP API as a client sees it: paths are relative to `/api/v1`, answers are supertest's. */
export class ApiClient {
  constructor(
    /** `http://127.0.0.1:<port>` */
    readonly url: string,
    readonly token?: string,
  ) {}

  get = (path: string): Test => this.send('get', path);
  post = (path: string, body?: object): Test => this.send('post', path, body);
  put = (path: string, body?: object): Test => this.send('put', path, body);
  patch = (path: string, body?: object): Test => this.send('patch', path, body);
  delete = (path: string): Test => this.send('delete', path);

  /** The same server with another access token, or with none. */
  as(token: string | undefined): ApiClient {
    return new ApiClient(this.url, token);
  }

  private send(method: Method, path: string, body?: object): Test {
    const test = request(this.url)[method](`/api/v1${path}`);
    if (this.token !== undefined) void test.set('Authorization', `Bearer ${this.token}`);
    return body === undefined ? test : test.send(body);
  }
}
