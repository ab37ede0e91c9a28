import { GeminiChatModelProvider } from '../../src/ai/providers/gemini/gemini-chat-model.provider.js';
import { OpenAiChatModelProvider } from '../../src/ai/providers/openai/openai-chat-model.provider.js';
import { geminiEvents, GeminiServer } from '../support/stubs/gemini-server.js';
import { openAiEvents, OpenAiServer } from '../support/stubs/openai-server.js';
import { CUT, HANG, inPacketsOf, type Reply, type StubCall } from '../support/stubs/stub-server.js';
import { describeChatModel } from './chat-model.conformance.js';

const PIECES = ['The warranty ', 'is three years 🙂', ' 𝒂𝒃 [1].'];

/** One server for three models: the name of the model says how it behaves. */
function byModel(call: StubCall, events: (pieces: string[]) => string[], slow: boolean): Reply {
  const model = String(call.body.model ?? call.path);
  if (model.includes('silent')) return { steps: [HANG] };
  if (model.includes('broken')) return { steps: [events(PIECES)[0], events(PIECES)[1], CUT] };
  const steps = events(PIECES);
  return { steps: slow ? steps.flatMap((step) => [step, { wait: 20 }]) : inPacketsOf(7, steps) };
}

describe.each([
  ['paced', true],
  ['in tiny packets', false],
])('over HTTP, %s', (_, slow) => {
  const openai = new OpenAiServer();
  const gemini = new GeminiServer();
  beforeAll(async () => {
    await Promise.all([openai.start(), gemini.start()]);
    openai.play((call) => byModel(call, openAiEvents, slow));
    gemini.play((call) => byModel(call, geminiEvents, slow));
  });
  afterAll(() => Promise.all([openai.close(), gemini.close()]));

  describeChatModel('openai', () => {
    const provider = new OpenAiChatModelProvider({ baseUrl: openai.baseUrl, models: [] });
    return {
      model: provider.open('whole')!,
      interrupted: provider.open('broken')!,
      silent: provider.open('silent')!,
    };
  });

  describeChatModel('gemini', () => {
    const provider = new GeminiChatModelProvider({ apiKey: 'k', baseUrl: gemini.url, models: [] });
    return {
      model: provider.open('whole')!,
      interrupted: provider.open('broken')!,
      silent: provider.open('silent')!,
    };
  });
});
