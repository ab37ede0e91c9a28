import { parseModelPrices } from './model-prices.js';

/**
 * Every environment variable the product reads, in one table: the configuration class, `.env.example` and the
 * table in docs/configuration.md are made from it.
 */
export interface Setting<T> {
  name: string;
  /** One sentence for operators. */
  doc: string;
  /** Shown in the documentation; undefined when the variable is simply not set. */
  defaultText: string;
  /** Turns the text into a value or throws an Error whose message names what is allowed. */
  parse(text: string | undefined): T;
}

function setting<T>(
  name: string,
  doc: string,
  defaultText: string,
  parse: (text: string | undefined) => T,
): Setting<T> {
  return { name, doc, defaultText, parse };
}

const integer = (fallback: number, min: number, max: number) => (text: string | undefined) => {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`must be a whole number from ${min} to ${max}`);
  }
  return value;
};

const oneOf =
  <T extends string>(fallback: T, ...allowed: T[]) =>
  (text: string | undefined): T => {
    const value = (text ?? fallback) as T;
    if (!allowed.includes(value)) throw new Error(`must be one of ${allowed.join(', ')}`);
    return value;
  };

const url =
  (...protocols: string[]) =>
  (text: string | undefined): string | undefined => {
    if (text === undefined) return undefined;
    const parsed = URL.canParse(text) ? new URL(text) : undefined;
    if (!parsed || !protocols.includes(parsed.protocol)) {
      throw new Error(`must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    }
    return text;
  };

const text =
  <T extends string | undefined>(fallback: T) =>
  (value: string | undefined): string | T =>
    value ?? fallback;

const list =
  (...fallback: string[]) =>
  (value: string | undefined): string[] =>
    value === undefined
      ? fallback
      : value
          .split(',')
          .map((item) => item.trim())
          .filter(Boolean);

export const settings = {
  nodeEnv: setting(
    'NODE_ENV',
    'Set to `production` to refuse missing or placeholder secrets.',
    'development',
    oneOf('development', 'development', 'production', 'test'),
  ),
  port: setting('PORT', 'Port to listen on; 0 takes a free one.', '3000', integer(3000, 0, 65_535)),
  host: setting('HOST', 'Address to listen on; `0.0.0.0` in a container.', '127.0.0.1', text('127.0.0.1')),
  dataDir: setting(
    'DATA_DIR',
    'Folder of the embedded database, uploaded files and generated secrets.',
    './data',
    text('./data'),
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    'PostgreSQL 14 or newer; without it an embedded PostgreSQL runs in DATA_DIR.',
    '',
    url('postgres:', 'postgresql:'),
  ),
  databasePoolSize: setting(
    'DATABASE_POOL_SIZE',
    'Most connections that requests and jobs of one process share; the job queue keeps a pool of its own of the same size at most.',
    '12',
    integer(12, 4, 200),
  ),
  redisUrl: setting(
    'REDIS_URL',
    'Redis 6.2 or newer for the job queue; without it the queue lives in PostgreSQL.',
    '',
    url('redis:', 'rediss:'),
  ),
  jwtSecret: setting(
    'JWT_SECRET',
    'Signing key of access tokens, 32 characters or more; required when NODE_ENV=production and DATABASE_URL is set, else generated once in DATA_DIR.',
    '',
    (value: string | undefined) => {
      if (
        value !== undefined &&
        (value.length < 32 || /^(.)\1*$|change-?me|secret|placeholder|example/i.test(value))
      ) {
        throw new Error('must be at least 32 characters and no placeholder; try: openssl rand -base64 48');
      }
      return value;
    },
  ),
  accountDeletionGraceDays: setting(
    'ACCOUNT_DELETION_GRACE_DAYS',
    'Days in which a person can take the deletion of their account back; 0 deletes at once.',
    '14',
    integer(14, 0, 365),
  ),
  auditRetentionDays: setting(
    'AUDIT_RETENTION_DAYS',
    'Days for which the audit log is kept.',
    '365',
    integer(365, 1, 36_500),
  ),
  traceRetentionDays: setting(
    'TRACE_RETENTION_DAYS',
    'Days for which it can be looked up how an answer came about; 0 keeps nothing of it.',
    '30',
    integer(30, 0, 3_650),
  ),
  publicUrl: setting(
    'PUBLIC_URL',
    'Address under which people reach the server; used in links.',
    'http://localhost:PORT',
    url('http:', 'https:'),
  ),
  smtpUrl: setting(
    'SMTP_URL',
    'Mail server, such as `smtps://user:password@mail.example.com`; without it mails are written to DATA_DIR/outbox.',
    '',
    url('smtp:', 'smtps:'),
  ),
  mailFrom: setting(
    'MAIL_FROM',
    'Sender of mails.',
    'KyroChat <no-reply@localhost>',
    text('KyroChat <no-reply@localhost>'),
  ),
  sampleBot: setting(
    'SAMPLE_BOT',
    'Whether a fresh installation gets a bot that answers from this documentation: `auto` makes it with the embedded database, `on` with any, `off` never.',
    'auto',
    oneOf('auto', 'auto', 'on', 'off'),
  ),
  emailVerification: setting(
    'EMAIL_VERIFICATION',
    'With `required`, an account can be used once its address is confirmed; with `optional`, people are reminded.',
    'optional',
    oneOf('optional', 'optional', 'required'),
  ),
  defaultPlan: setting(
    'DEFAULT_PLAN',
    'Plan of new workspaces: `unlimited`, `free`, or one that you have added to the table `plans`.',
    'unlimited',
    text('unlimited'),
  ),
  geminiApiKey: setting('GEMINI_API_KEY', 'Key of Google Gemini.', '', text(undefined)),
  geminiBaseUrl: setting(
    'GEMINI_BASE_URL',
    'Address of Google Gemini, where it is not Google’s own.',
    '',
    url('http:', 'https:'),
  ),
  geminiChatModels: setting(
    'GEMINI_CHAT_MODELS',
    'Comma-separated names of the Gemini models that are offered; the first is the default.',
    'gemini-2.5-flash,gemini-2.5-pro',
    list('gemini-2.5-flash', 'gemini-2.5-pro'),
  ),
  openaiApiKey: setting(
    'OPENAI_API_KEY',
    'Key of OpenAI or of the compatible server; servers of one’s own mostly need none.',
    '',
    text(undefined),
  ),
  openaiBaseUrl: setting(
    'OPENAI_BASE_URL',
    'Address of any OpenAI-compatible server, such as `http://127.0.0.1:11434/v1`; without it OpenAI’s own.',
    '',
    url('http:', 'https:'),
  ),
  openaiChatModels: setting(
    'OPENAI_CHAT_MODELS',
    'Comma-separated names of the models of OPENAI_BASE_URL that are offered; the first is the default. With OpenAI itself: `gpt-4.1-mini,gpt-4.1`.',
    '',
    list(),
  ),
  embeddingModel: setting(
    'EMBEDDING_MODEL',
    'Embedding model of new search indexes, as `gemini:<name>`, `openai:<name>` or either with `:<dimensions>`; `none` for search by keywords alone. Without it the one of the provider that is configured.',
    '',
    text(undefined),
  ),
  embeddingPrice: setting(
    'EMBEDDING_PRICE',
    'US dollars for a million tokens of the embedding model, for estimates; without it the listed price of known models.',
    '',
    (value: string | undefined) => {
      if (value === undefined) return undefined;
      const price = Number(value);
      if (!(price >= 0 && price <= 1_000)) throw new Error('must be a number from 0 to 1000');
      return price;
    },
  ),
  embeddingRequestsPerMinute: setting(
    'EMBEDDING_REQUESTS_PER_MINUTE',
    'Most calls a minute with which one process embeds documents; 0 leaves the pace to the provider.',
    '0',
    integer(0, 0, 100_000),
  ),
  vectorStore: setting(
    'VECTOR_STORE',
    'Where the vectors of new search indexes lie: `postgres` or `pinecone`.',
    'postgres',
    oneOf('postgres', 'postgres', 'pinecone'),
  ),
  pineconeApiKey: setting('PINECONE_API_KEY', 'Key of Pinecone.', '', text(undefined)),
  pineconeIndex: setting(
    'PINECONE_INDEX',
    'Name of the Pinecone index; it must have the dimensions of the embedding model.',
    '',
    text(undefined),
  ),
  pineconeHost: setting(
    'PINECONE_HOST',
    'Address of the Pinecone index, where its name is not to be looked up.',
    '',
    url('http:', 'https:'),
  ),
  chatModel: setting(
    'CHAT_MODEL',
    'Chat model of bots that choose none, as `gemini:<name>`, `openai:<name>` or `offline`; without it the first that is configured, else `offline`, which needs no key.',
    '',
    text(undefined),
  ),
  chatFallbackModel: setting(
    'CHAT_FALLBACK_MODEL',
    'Chat model that answers when another one fails before its first word; `offline` always can.',
    '',
    text(undefined),
  ),
  modelPrices: setting(
    'MODEL_PRICES',
    'What chat models cost, in US dollars for a million tokens, as JSON: `{"openai:gpt-4.1-mini":{"input":0.4,"output":1.6}}`; `openai:*` stands for all other models of that provider. Without it costs are not known.',
    '',
    parseModelPrices,
  ),
  maxUploadMb: setting('MAX_UPLOAD_MB', 'Largest accepted file, in megabytes.', '50', integer(50, 1, 10_000)),
  ingestionConcurrency: setting(
    'INGESTION_CONCURRENCY',
    'Documents that one process reads at the same time.',
    '4',
    integer(4, 1, 64),
  ),
  extractionHeapMb: setting(
    'EXTRACTION_HEAP_MB',
    'Memory one extraction child may use for its heap, in megabytes; a document that needs more fails.',
    '512',
    integer(512, 64, 16_384),
  ),
  extractionTimeoutSeconds: setting(
    'EXTRACTION_TIMEOUT_SECONDS',
    'Longest time one document may take to extract.',
    '100',
    integer(100, 5, 3_600),
  ),
  fetchAllowedHosts: setting(
    'FETCH_ALLOWED_HOSTS',
    'Comma-separated host names or host:port pairs in the inner network from which web pages may be read; all others inside are refused.',
    '',
    (value: string | undefined) =>
      (value ?? '')
        .split(',')
        .map((host) => host.trim().toLowerCase())
        .filter(Boolean),
  ),
  rateLimits: setting(
    'RATE_LIMITS',
    '`off` turns request rate limits off, for benchmarks or where a gateway in front does it.',
    'on',
    oneOf('on', 'on', 'off'),
  ),
  trustedProxies: setting(
    'TRUSTED_PROXIES',
    'Number of reverse proxies in front whose X-Forwarded-For is believed.',
    '0',
    integer(0, 0, 10),
  ),
  logLevel: setting(
    'LOG_LEVEL',
    'Least severe log lines to write: trace, debug, info, warn, error, fatal or silent.',
    'info',
    oneOf('info', 'trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
  ),
} as const;

export type SettingKey = keyof typeof settings;
export type SettingValues = { [K in SettingKey]: ReturnType<(typeof settings)[K]['parse']> };
