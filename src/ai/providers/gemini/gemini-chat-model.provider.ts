import { GoogleGenerativeAI } from '@google/generative-ai';
import { ChatModelProvider } from '../../application/ports/chat-model-provider.port.js';
import type { ChatModel } from '../../application/ports/chat-model.port.js';
import { GeminiChatModel } from './gemini.chat-model.js';

export interface GeminiSettings {
  apiKey: string;
  /** Without the path; Google's own when absent. A version at its end (`/v1beta`) is taken as such. */
  baseUrl?: string;
  /** Offered in lists; any other name is opened, too. */
  models: readonly string[];
}

/** A model's name becomes part of the address: `gemini-2.5-flash`, `tunedModels/mine`. */
const NAME = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)?$/;

/** Google Gemini. */
export class GeminiChatModelProvider extends ChatModelProvider {
  readonly scheme = 'gemini';
  override readonly remote = true;
  private readonly client: GoogleGenerativeAI;

  constructor(private readonly settings: GeminiSettings) {
    super();
    this.client = new GoogleGenerativeAI(settings.apiKey);
  }

  models(): string[] {
    return this.settings.models.map((name) => `${this.scheme}:${name}`);
  }

  open(name: string): ChatModel | undefined {
    if (!NAME.test(name)) return undefined;
    const model = this.client.getGenerativeModel({ model: name }, addressOf(this.settings.baseUrl));
    return new GeminiChatModel(model, name);
  }
}

function addressOf(baseUrl: string | undefined): { baseUrl?: string; apiVersion?: string } {
  const [, address, apiVersion] = /^(.*?)(?:\/(v\d\w*))?\/*$/.exec(baseUrl ?? '') ?? [];
  return { ...(address ? { baseUrl: address } : {}), ...(apiVersion ? { apiVersion } : {}) };
}
