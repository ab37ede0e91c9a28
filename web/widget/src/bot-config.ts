import type { WidgetConfig } from './widget-api.js';

/** A server that is away for a moment is asked again, or the page would have no chat until it is loaded anew. */
const PAUSES_MS = [4_000, 30_000];

/** To whoever builds the page; visitors see nothing. */
export type Complain = (code: string, message: string) => void;

/** What the bot looks like; undefined, after saying why, when it cannot be had. `wanted` tells whether it still matters. */
export async function fetchConfig(
  server: string,
  publicKey: string,
  complain: Complain,
  wanted: () => boolean,
): Promise<WidgetConfig | undefined> {
  for (let attempt = 0; wanted(); attempt += 1) {
    try {
      const response = await fetch(`${server}/api/v1/public/bots/${encodeURIComponent(publicKey)}`);
      const body = (await response.json()) as WidgetConfig & { code?: string; detail?: string };
      if (response.ok) return body;
      complain(body.code ?? 'unknown', body.detail ?? `HTTP ${response.status}`);
      if (response.status < 500 && response.status !== 429) return undefined;
    } catch {
      // Browsers do not say why: a site that the bot does not allow looks like a server that is away.
      if (attempt === 0) {
        complain(
          'unreachable',
          `${server} does not answer this page. Is ${location.host} among the bot's allowed domains?`,
        );
      }
    }
    const pause = PAUSES_MS[attempt];
    if (pause === undefined) return undefined;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return undefined;
}
