import type { Readable } from 'node:stream';

export interface WebPageLimits {
  /** Of the decoded body; more ends the body stream with `url.too_large`. */
  maxBytes: number;
  /** From the call to the last byte of the body. Default 30,000. */
  totalMs?: number;
}

export interface WebPage {
  /** After redirects, without fragment. */
  finalUrl: string;
  /** Decided by the first bytes together with the declared type: text/html, text/plain, text/markdown or application/pdf. */
  mimeType: string;
  /** Ends in `.html`, `.txt`, `.md` or `.pdf` according to `mimeType`; made from the address, for display only. */
  fileName: string;
  /**
   * Decoded (gzip, br, deflate) and, for text in a declared charset, recoded as UTF-8 with a byte order mark, so that
   * the stored file needs no header beside it. Must be read to its end or destroyed. Errors are `DomainError`s.
   */
  body: Readable;
}

/** Fetches one public web page on behalf of a user. Never connects to an inner address, whatever name or redirect leads there. */
export abstract class WebPageFetcher {
  /**
   * Throws `url.not_allowed` (invalid: not a public http(s) address, or none that exists), `url.unreachable`
   * (unavailable, worth a retry: no answer, time out, broken answer), `url.bad_status` (`status`; unavailable for
   * 429 and 5xx, else invalid), `url.robot_check`, `url.too_many_redirects`, `url.too_large`, `document.type_unsupported`, and
   * `signal.reason` when aborted.
   */
  abstract fetch(url: string, limits: WebPageLimits, signal: AbortSignal): Promise<WebPage>;

  /** The cheap part of the check, for the moment an address is saved: syntax, scheme, port, literal inner addresses. No I/O. Throws `url.not_allowed`. */
  abstract check(url: string): URL;
}
