import { request as send, type Agent, type Dispatcher } from 'undici';
import { DomainError } from '../../kernel/domain-error.js';
import { type HostResolver, SystemHostResolver } from './host-resolver.js';
import { OutboundHttp, type OutboundRequest, type OutboundResponse } from './outbound-http.js';
import { OutboundPolicy, type OutboundPolicyOptions } from './outbound-policy.js';
import { pinnedAgent } from './pinned-agent.js';
import { decodedBody } from './decoded-body.js';
import { Deadline } from './deadline.js';

export interface OutboundHttpOptions extends OutboundPolicyOptions {
  resolver?: HostResolver;
  userAgent?: string;
}

const TOTAL_MS = 30_000;
const IDLE_MS = 10_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What another origin may see of a redirected request. */
const HARMLESS_HEADERS = new Set(['accept', 'accept-language', 'user-agent']);

export class UndiciOutboundHttp extends OutboundHttp {
  private readonly policy: OutboundPolicy;
  private readonly resolver: HostResolver;
  private readonly userAgent: string;

  constructor(options: OutboundHttpOptions = {}) {
    super();
    this.policy = new OutboundPolicy(options);
    this.resolver = options.resolver ?? new SystemHostResolver();
    this.userAgent = options.userAgent ?? 'KyroChat/1.0';
  }

  check(url: string): URL {
    return this.policy.check(url);
  }

  async request(request: OutboundRequest, signal: AbortSignal): Promise<OutboundResponse> {
    const deadline = new Deadline(request.totalMs ?? TOTAL_MS, signal);
    try {
      return await this.follow(request, deadline);
    } catch (error) {
      deadline.end();
      throw deadline.translate(error);
    }
  }

  private async follow(request: OutboundRequest, deadline: Deadline): Promise<OutboundResponse> {
    const method = request.method ?? 'GET';
    const limit = method === 'GET' || method === 'HEAD' ? (request.maxRedirects ?? 0) : 0;
    let headers: Record<string, string> = { 'user-agent': this.userAgent, ...request.headers };
    let url = this.policy.check(request.url);
    for (let hop = 0; ; hop++) {
      const agent = pinnedAgent(this.resolver, this.policy.exempts(url), request.idleMs ?? IDLE_MS);
      const response = await this.send(agent, url, { ...request, method, headers }, deadline).catch(
        async (error) => {
          await agent.destroy();
          throw error;
        },
      );
      const location = response.headers.location;
      if (limit === 0 || !REDIRECTS.has(response.statusCode) || typeof location !== 'string') {
        return this.answer(agent, url, response, request.maxBytes, deadline);
      }
      response.body.on('error', () => undefined).destroy();
      await agent.destroy();
      if (hop >= limit) throw new DomainError('url.too_many_redirects', 'invalid', { params: { limit } });
      const next = this.policy.check(
        URL.canParse(location, url.href) ? new URL(location, url.href).href : '',
      );
      if (next.origin !== url.origin) headers = harmless(headers);
      url = next;
    }
  }

  private send(
    agent: Agent,
    url: URL,
    request: OutboundRequest,
    deadline: Deadline,
  ): Promise<Dispatcher.ResponseData> {
    return send(url, {
      dispatcher: agent,
      method: request.method,
      headers: { ...request.headers, 'accept-encoding': 'gzip, br' },
      body: request.body,
      signal: deadline.signal,
    });
  }

  private answer(
    agent: Agent,
    url: URL,
    response: Dispatcher.ResponseData,
    maxBytes: number,
    deadline: Deadline,
  ): OutboundResponse {
    url.hash = '';
    return {
      url: url.href,
      status: response.statusCode,
      headers: flat(response.headers),
      body: decodedBody(response, maxBytes, deadline, () => void agent.destroy()),
    };
  }
}

function harmless(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => HARMLESS_HEADERS.has(name.toLowerCase())),
  );
}

function flat(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const result: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return result;
}
