/** Whom a budget belongs to; `visitor-ip` is the address of a visitor, of whom anyone can make many. A budget for which a request has no such subject does not apply to it. */
export type Subject =
  'ip' | 'ip+account' | 'account' | 'device' | 'person' | 'key' | 'visitor' | 'visitor-ip' | 'bot';

/** So many points in so many seconds, counted from the first use. */
export interface Budget {
  per: Subject;
  points: number;
  seconds: number;
  /** Not told in `RateLimit` headers: it shows what others do. */
  hidden?: boolean;
}

export interface RateLimit {
  /** What it is for, in the documentation. */
  doc: string;
  budgets: readonly Budget[];
  /** Points that an attempt costs until it has succeeded, when it costs 1; everything else costs 1. */
  failed?: number;
  /** Whether success makes the browser and the address known for the account that was named. */
  remembers?: boolean;
}

const MINUTE = 60;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;

function limit(doc: string, budgets: readonly Budget[], more: Pick<RateLimit, 'failed' | 'remembers'> = {}) {
  return { doc, budgets, ...more };
}

/** Each request takes one point from every budget of its limits that has a subject; the first empty one refuses it. */
export const RATE_LIMITS = {
  anonymous: limit('Every request without credentials, pages included; not the health probes.', [
    { per: 'ip', points: 600, seconds: MINUTE },
  ]),
  'refused-credentials': limit(
    'Requests with an access token or key that is no good. Until the minute is over, the address is refused with good ones too.',
    [{ per: 'ip', points: 300, seconds: MINUTE }],
  ),
  requests: limit('Every request with credentials.', [
    { per: 'person', points: 1_200, seconds: MINUTE },
    { per: 'key', points: 3_000, seconds: MINUTE },
    { per: 'visitor', points: 300, seconds: MINUTE },
    { per: 'visitor-ip', points: 1_200, seconds: MINUTE },
  ]),
  login: limit(
    'Signing in, to the queue dashboard as well. A browser that has signed in to the account before has a budget of its own (`device`) and skips the others; an address from which that was done skips `account`.',
    [
      { per: 'ip', points: 150, seconds: QUARTER },
      { per: 'ip+account', points: 50, seconds: HOUR },
      { per: 'account', points: 250, seconds: HOUR, hidden: true },
      { per: 'device', points: 50, seconds: QUARTER },
    ],
    { failed: 5, remembers: true },
  ),
  register: limit('Making accounts.', [{ per: 'ip', points: 30, seconds: HOUR }], { remembers: true }),
  'account-mail': limit('Asking for a mail: forgotten password, another verification link.', [
    { per: 'ip', points: 20, seconds: HOUR },
    { per: 'ip+account', points: 3, seconds: HOUR },
    { per: 'account', points: 20, seconds: HOUR, hidden: true },
    { per: 'person', points: 5, seconds: HOUR },
  ]),
  'mailed-token': limit('Using a token from a mail: verification, reset, change of address, invitation.', [
    { per: 'ip', points: 60, seconds: QUARTER },
  ]),
  reauthentication: limit(
    'What asks for your password or code again: changing password, address or second factor, deleting the account.',
    [{ per: 'person', points: 100, seconds: QUARTER }],
    { failed: 10 },
  ),
  invitations: limit('Inviting people.', [{ per: 'person', points: 60, seconds: HOUR }]),
  'api-keys': limit('Making and rotating API keys.', [{ per: 'person', points: 30, seconds: HOUR }]),
  uploads: limit('Adding documents: files, text, web pages. One request may bring many files.', [
    { per: 'person', points: 300, seconds: MINUTE },
    { per: 'key', points: 600, seconds: MINUTE },
  ]),
  search: limit('Searching.', [
    { per: 'person', points: 120, seconds: MINUTE },
    { per: 'key', points: 600, seconds: MINUTE },
    { per: 'visitor', points: 30, seconds: MINUTE },
    { per: 'bot', points: 1_200, seconds: MINUTE },
  ]),
  chat: limit('Asking and regenerating, over HTTP and sockets together.', [
    { per: 'person', points: 60, seconds: MINUTE },
    { per: 'key', points: 300, seconds: MINUTE },
    { per: 'visitor', points: 20, seconds: MINUTE },
    { per: 'visitor-ip', points: 60, seconds: MINUTE },
    { per: 'bot', points: 600, seconds: MINUTE },
  ]),
  'widget-sessions': limit('Becoming a visitor of a widget, or staying one.', [
    { per: 'ip', points: 300, seconds: QUARTER },
  ]),
  'socket-handshakes': limit('Opening a Socket.IO connection; refused before the upgrade.', [
    { per: 'ip', points: 600, seconds: MINUTE },
  ]),
  'socket-events': limit('Every event that a client sends over a socket.', [
    { per: 'person', points: 1_200, seconds: MINUTE },
    { per: 'key', points: 3_000, seconds: MINUTE },
    { per: 'visitor', points: 300, seconds: MINUTE },
    { per: 'visitor-ip', points: 1_200, seconds: MINUTE },
  ]),
} as const satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof RATE_LIMITS;

/** The limit as the general type, whose optional fields every one has. */
export function rateLimit(name: RateLimitName): RateLimit {
  return RATE_LIMITS[name];
}

/** The table of docs/operating.md. */
export function rateLimitTable(): string {
  const rows = (Object.keys(RATE_LIMITS) as RateLimitName[]).map((name) => {
    const { doc, budgets, failed } = rateLimit(name);
    const texts = budgets.map(
      ({ per, points, seconds }) => `${per}: ${points.toLocaleString('en')} in ${duration(seconds)}`,
    );
    return `| ${name} | ${texts.join('<br>')} | ${doc}${failed ? ` Costs ${failed} points, 1 when it succeeds.` : ''} |`;
  });
  return ['| limit | budgets | what counts |', '| --- | --- | --- |', ...rows].join('\n');
}

function duration(seconds: number): string {
  return seconds % HOUR === 0 ? `${seconds / HOUR} h` : `${seconds / MINUTE} min`;
}
