/**
 * The compiled server whose `offline` chat model plays a script (test/fakes/scripted-chat-model.mjs), as a process of
 * its own: for tests that kill it and for benchmarks. Configured by environment like dist/main.js, and in addition:
 *
 *   SCRIPT            a ChatScript as JSON. With `cases: [{ when, ...script }]`, the first case whose `when` occurs in
 *                     the question is played instead; its fields go on top of the others.
 *   SERVER_EXTENSION  path of a module whose `extend({ app, model, logger })` runs before anything is served.
 *
 * Over an IPC channel it sends `{ ready: { url, databaseUrl } }`, and takes `{ play: <script> }` and `{ release: true }`.
 */
import { pathToFileURL } from 'node:url';
import { ChatModels } from '../../dist/ai/index.js';
import { AppConfig } from '../../dist/platform/config/index.js';
import { createLogger } from '../../dist/platform/logging/index.js';
import { endWithParent, keepRunning, onStopSignal } from '../../dist/process-end.js';
import { startServer } from '../../dist/server.js';
import { ScriptedChatModel } from '../fakes/scripted-chat-model.mjs';

const logger = createLogger(AppConfig.load().logLevel);
keepRunning(logger);
// One call is enough to look at; a benchmark makes a hundred thousand.
const model = new ScriptedChatModel(byQuestion(JSON.parse(process.env.SCRIPT ?? '{}')), { keepCalls: 100 });
const server = await startServer(AppConfig.load(), logger, () => process.exit(1), extend);
onStopSignal(() => server.stop(), logger);
endWithParent();
process.on('message', ({ play, release }) => {
  if (play) model.play(byQuestion(play));
  if (release) model.release();
});
// The channel alone keeps nobody alive.
process.channel?.unref();
process.stdout.write(`\nKyroChat is ready at ${server.url}\n`);
process.send?.({ ready: { url: server.url, databaseUrl: server.app.get(AppConfig).databaseUrl } });

async function extend(app) {
  app.get(ChatModels, { strict: false }).register(model.provider('offline'));
  const path = process.env.SERVER_EXTENSION;
  if (path) await (await import(pathToFileURL(path).href)).extend({ app, model, logger });
}

function byQuestion({ cases = [], ...script }) {
  return ({ question }) => {
    const { when: _, ...special } = cases.find(({ when }) => question.includes(when)) ?? {};
    return { ...script, ...special };
  };
}
