import { isIP } from 'node:net';
import { DomainError } from '../../kernel/domain-error.js';
import { isPublicAddress } from './public-address.js';

export interface OutboundPolicyOptions {
  /** Exact hosts (`127.0.0.1:8080`, `wiki.intern`), set by the operator, that may be inner ones and use any port. */
  allowHosts?: string[];
  /** No address or port is refused. For machines on which every user is trusted. */
  allowPrivate?: boolean;
}

const MAX_URL_CHARS = 2_048;
const PORTS = new Set(['', '80', '443', '8080', '8443']);
/** Names that only mean something inside a network; names without a dot are refused as such. */
const INNER_NAME = /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa)$/;

export function urlNotAllowed(): DomainError {
  return new DomainError('url.not_allowed', 'invalid');
}

/** Which addresses this server may call on behalf of users. Decides on the parsed address, the one the connector uses. */
export class OutboundPolicy {
  private readonly allowHosts: ReadonlySet<string>;
  private readonly allowPrivate: boolean;

  constructor(options: OutboundPolicyOptions = {}) {
    this.allowHosts = new Set(options.allowHosts?.map((host) => host.toLowerCase()));
    this.allowPrivate = options.allowPrivate ?? false;
  }

  /** Syntax, scheme, port, name and literal address. Throws `url.not_allowed`. */
  check(raw: string): URL {
    // Tabs and newlines vanish and backslashes turn into slashes in the parser: nobody writes them in good faith.
    if (raw.length > MAX_URL_CHARS || /[\s\\\p{Cc}]/u.test(raw.trim())) throw urlNotAllowed();
    const url = URL.canParse(raw.trim()) ? new URL(raw.trim()) : null;
    if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) throw urlNotAllowed();
    if (url.username || url.password) throw urlNotAllowed();
    if (this.exempts(url)) return url;
    if (!PORTS.has(url.port)) throw urlNotAllowed();
    const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
    if (isIP(host) ? !isPublicAddress(host) : !host.includes('.') || INNER_NAME.test(host))
      throw urlNotAllowed();
    return url;
  }

  /** True when neither name nor address of this checked URL matter. */
  exempts(url: URL): boolean {
    return this.allowPrivate || this.allowHosts.has(url.host) || this.allowHosts.has(url.hostname);
  }
}
