import { useSyncExternalStore } from 'react';

import type { Schemas } from '../../api/client.js';
import { Problem, type ProblemBody } from '../../api/problem.js';
import { freshToken } from '../../api/session.js';
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
let uploads: readonly Upload[] = [];
let counter = 0;
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

export function retryUpload(key: string): void {
  change(key, { status: 'waiting', progress: 0, problem: undefined });
  sendNext();
}

export function dismissUpload(key: string): void {
  set(uploads.filter((upload) => upload.key !== key));
}

function sendNext(): void {
  const sending = uploads.filter((upload) => upload.status === 'sending').length;
  for (const upload of uploads.filter((entry) => entry.status === 'waiting').slice(0, AT_ONCE - sending)) {
    change(upload.key, { status: 'sending' });
    void send(upload)
      .then(
        () => dismissUpload(upload.key),
        (problem: Problem) => change(upload.key, { status: 'failed', problem }),
      )
      .finally(() => {
        refreshDocuments(upload.botId);
        sendNext();
      });
  }
}

/** Each file alone, so that a bad one spoils no other. Not by fetch, which does not tell how much has been sent. */
async function send({ key, botId, file }: Upload): Promise<void> {
  const token = await freshToken();
  const body = new FormData();
  body.append('files', file);
  const request = new XMLHttpRequest();
  await new Promise<void>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => change(key, { progress: (100 * loaded) / total });
    request.onerror = () => reject(new Problem({ code: 'network', status: 0, detail: '' }));
    request.onload = () => {
      const problem = problemIn(request);
      if (problem) reject(problem);
      else resolve();
    };
    request.open('POST', `/api/v1/bots/${botId}/documents`);
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('accept-language', document.documentElement.lang);
    request.send(body);
  });
}

function problemIn({ status, responseText }: XMLHttpRequest): Problem | undefined {
  let body: unknown;
  try {
    body = JSON.parse(responseText);
  } catch {
    return new Problem({ code: 'unknown', status, detail: `HTTP ${status}` });
  }
  if (status >= 400) return new Problem(body as ProblemBody);
  const [rejected] = (body as Schemas['UploadResultDto']).rejected;
  return rejected && new Problem(rejected.problem as unknown as ProblemBody);
}
