import { OpenAI } from 'openai';
import { ChatModelProvider } from '../../application/ports/chat-model-provider.port.js';
import type { ChatModel } from '../../application/ports/chat-model.port.js';
import { openAiFetch } from './openai-fetch.js';
import { OpenAiChatModel } from './openai.chat-model.js';

export interface OpenAiSettings {
  /** Servers on one's own machine mostly need none. */
  apiKey?: string;
  /** With the path in front of `/chat/completions`; OpenAI's own when absent. */
  baseUrl?: string;
  /** Offered in lists; any other name is opened, too. */
  models: readonly string[];
}

/** OpenAI, or whatever server speaks its protocol at the base URL. */
export class OpenAiChatModelProvider extends ChatModelProvider {
  readonly scheme = 'openai';
  override readonly remote = true;
  private readonly client: OpenAI;

  constructor(private readonly settings: OpenAiSettings) {
    super();
    this.client = new OpenAI({
      apiKey: settings.apiKey ?? 'none',
      baseURL: settings.baseUrl?.replace(/\/+$/, '') ?? 'https://api.openai.com/v1',
      // What the SDK would read from the environment besides.
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      fetch: openAiFetch,
      // Ours, where every provider has the same.
      maxRetries: 0,
      // It logs what it cannot parse, and that may be an answer.
      logLevel: 'off',
    });
  }

  models(): string[] {
    return this.settings.models.map((name) => `${this.scheme}:${name}`);
  }

  open(name: string): ChatModel | undefined {
    return name === '' ? undefined : new OpenAiChatModel(this.client, name);
  }
}
