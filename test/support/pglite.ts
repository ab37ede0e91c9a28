import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

interface Answer {
  id: number;
  rows?: unknown[];
  error?: string;
}

/** A PostgreSQL with pgvector and a single connection. */
export interface Pglite {
  query<T>(sql: string, params?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

export async function startPglite(): Promise<Pglite> {
  const child = fork(join(__dirname, 'pglite-process.mjs'), { serialization: 'advanced' });
  await once(child, 'message');
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer));
  return {
    async query<T>(sql: string, params: unknown[] = []) {
      const id = ++last;
      const { rows, error } = await new Promise<Answer>((resolve) => {
        waiting.set(id, resolve);
        child.send({ id, sql, params });
      });
      waiting.delete(id);
      if (error) throw new Error(error);
      return rows as T[];
    },
    async close() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
