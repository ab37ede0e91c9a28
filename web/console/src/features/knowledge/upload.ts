import { useSyncExternalStore } from 'react';

import type { Schemas } from '../../api/client.js';
import { ownProblem, Problem, problemIn, type ProblemBody, problemOf } from '../../api/problem.js';
import { currentSession, freshToken, onSessionChange } from '../../api/session.js';
import { refreshDocuments } from './documents.query.js';

/** One file on its way to the server; afterwards it is a document. */
export interface Upload {
  key: string;
  botId: string;
  file: File;
  status: 'waiting' | 'sending' | 'failed';
  /** 0..100. */
  progress: number;
  problem?: Problem;
}

const AT_ONCE = 3;
/** Not a byte has gone on for this long: the connection is dead without knowing. */
const STALLED_MS = 60_000;
/** When the server says "too many" without saying how long to wait. */
const BUSY_MS = 5_000;
const REFRESH_MS = 1_000;
let uploads: readonly Upload[] = [];
let counter = 0;
/** Too many at once: none is sent before this time. */
let heldUntil = 0;
const requests = new Map<string, XMLHttpRequest>();
const listeners = new Set<() => void>();

function set(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

function change(key: string, values: Partial<Upload>): void {
  set(uploads.map((upload) => (upload.key === key ? { ...upload, ...values } : upload)));
}

/** What is being sent, and what could not be; it goes on while other pages are looked at. */
export function useUploads(botId: string): Upload[] {
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => uploads,
  );
  return all.filter((upload) => upload.botId === botId);
}

export function addFiles(botId: string, files: File[]): void {
  set([
    ...uploads,
    ...files.map((file): Upload => ({ key: String(++counter), botId, file, status: 'waiting', progress: 0 })),
  ]);
  sendNext();
}

export function retryUploads(keys: string[]): void {
  for (const key of keys) change(key, { status: 'waiting', progress: 0, problem: undefined });
  sendNext();
}

/** Also of what is on its way: it does not arrive. */
export function dismissUploads(keys: string[]): void {
  set(uploads.filter(({ key }) => !keys.includes(key)));
  for (const key of keys) requests.get(key)?.abort();
  sendNext();
}

const isUnderWay = ({ status }: Upload) => status !== 'failed';

// What is on its way is lost with the page.
window.addEventListener('beforeunload', (event) => {
  if (uploads.some(isUnderWay)) event.preventDefault();
});

// Nor is it sent in the name of whoever signs in next.
onSessionChange(() => {
  if (currentSession().status === 'out' && uploads.length > 0) dismissUploads(uploads.map(({ key }) => key));
});

function sendNext(): void {
  const held = heldUntil - Date.now();
  if (held > 0) return;
  const sending = uploads.filter(({ status }) => status === 'sending').length;
  for (const upload of uploads.filter(({ status }) => status === 'waiting').slice(0, AT_ONCE - sending)) {
    change(upload.key, { status: 'sending' });
    void send(upload)
      .then(
        () => dismissUploads([upload.key]),
        (reason: unknown) => failed(upload.key, problemOf(reason)),
      )
      .finally(() => {
        refresh(upload.botId);
        sendNext();
      });
  }
}

let refreshedAt = 0;

/** Of many files not after each one, but after the last. */
function refresh(botId: string): void {
  const more = uploads.some((upload) => upload.botId === botId && isUnderWay(upload));
  if (more && Date.now() - refreshedAt < REFRESH_MS) return;
  refreshedAt = Date.now();
  refreshDocuments(botId);
}

function failed(key: string, problem: Problem): void {
  if (problem.status !== 429) return change(key, { status: 'failed', problem });
  // Nobody has to press a button for each of many files.
  const wait = (problem.body as { retryAfter?: number }).retryAfter;
  const ms = wait === undefined ? BUSY_MS : wait * 1000;
  heldUntil = Date.now() + ms;
  setTimeout(sendNext, ms + 10);
  change(key, { status: 'waiting', progress: 0 });
}

/** Each file alone, so that a bad one spoils no other. Not by fetch, which does not tell how much has been sent. */
async function send({ key, botId, file }: Upload): Promise<void> {
  const token = await freshToken();
  const body = new FormData();
  body.append('files', file);
  const request = new XMLHttpRequest();
  requests.set(key, request);
  let stalled = false;
  let watch: ReturnType<typeof setTimeout>;
  const alive = () => {
    clearTimeout(watch);
    watch = setTimeout(() => {
      stalled = true;
      request.abort();
    }, STALLED_MS);
  };
  await new Promise<void>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => {
      alive();
      change(key, { progress: (100 * loaded) / total });
    };
    request.onerror = () => reject(ownProblem('network'));
    request.onabort = () => (stalled ? reject(ownProblem('timeout')) : resolve());
    request.onload = () => {
      const problem = refusal(request);
      if (problem) reject(problem);
      else resolve();
    };
    request.open('POST', `/api/v1/bots/${botId}/documents`);
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('accept-language', document.documentElement.lang);
    alive();
    request.send(body);
  }).finally(() => {
    clearTimeout(watch);
    requests.delete(key);
  });
}

function refusal(request: XMLHttpRequest): Problem | undefined {
  const { status, responseText } = request;
  let body: unknown;
  try {
    body = JSON.parse(responseText);
  } catch {
    return problemIn(status, undefined);
  }
  if (status >= 400) {
    const retryAfter = Number(request.getResponseHeader('retry-after') ?? Number.NaN);
    const problem = problemIn(status, body);
    return new Problem({ ...problem.body, ...(Number.isFinite(retryAfter) && { retryAfter }) });
  }
  const [rejected] = (body as Schemas['UploadResultDto']).rejected;
  return rejected && new Problem(rejected.problem as unknown as ProblemBody);
}
