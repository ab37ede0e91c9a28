import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { settings, type SettingKey, type SettingValues } from './settings.js';

/** All faults of the configuration at once, each as `NAME: what is wrong`. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`The configuration has ${problems.length} problem(s):\n  - ${problems.join('\n  - ')}`);
    this.name = 'ConfigError';
  }
}

/** The validated configuration; see `settings.ts` for every variable, its meaning and default. */
export class AppConfig {
  private constructor(
    private readonly values: SettingValues,
    readonly jwtSecret: string,
    /** The application brings its own database. */
    private readonly embedded = values.databaseUrl === undefined,
  ) {}

  /** Reads the environment; creates DATA_DIR and the generated secret when they are missing. Throws `ConfigError`. */
  static load(env: NodeJS.ProcessEnv = process.env): AppConfig {
    const { values, problems } = parseSettings(env);
    if (values.nodeEnv === 'production' && values.databaseUrl && !values.jwtSecret) {
      problems.push('JWT_SECRET: is required when NODE_ENV=production and DATABASE_URL is set');
    }
    if (
      values.vectorStore === 'pinecone' &&
      !(values.pineconeApiKey && (values.pineconeIndex || values.pineconeHost))
    )
      problems.push('VECTOR_STORE: pinecone needs PINECONE_API_KEY and PINECONE_INDEX or PINECONE_HOST');
    problems.push(...reusedSecrets(values));
    if (problems.length > 0) throw new ConfigError(problems);
    mkdirSync(resolve(values.dataDir), { recursive: true });
    return new AppConfig(values, values.jwtSecret ?? generatedSecret(resolve(values.dataDir)));
  }

  get nodeEnv() {
    return this.values.nodeEnv;
  }
  get port() {
    return this.values.port;
  }
  get host() {
    return this.values.host;
  }
  /** Absolute path. */
  get dataDir() {
    return resolve(this.values.dataDir);
  }
  get databaseUrl() {
    return this.values.databaseUrl;
  }
  get databasePoolSize() {
    return this.values.databasePoolSize;
  }
  get redisUrl() {
    return this.values.redisUrl;
  }
  /** Without a trailing slash. */
  get publicUrl() {
    return (this.values.publicUrl ?? `http://localhost:${this.values.port}`).replace(/\/+$/, '');
  }
  get auditRetentionDays() {
    return this.values.auditRetentionDays;
  }
  get traceRetentionDays() {
    return this.values.traceRetentionDays;
  }
  get accountDeletionGraceDays() {
    return this.values.accountDeletionGraceDays;
  }
  get smtpUrl() {
    return this.values.smtpUrl;
  }
  get mailFrom() {
    return this.values.mailFrom;
  }
  /** Whether a fresh installation gets the sample bot. */
  get sampleBot(): boolean {
    const { sampleBot } = this.values;
    return sampleBot === 'on' || (sampleBot === 'auto' && this.embedded);
  }
  get emailVerification() {
    return this.values.emailVerification;
  }
  get defaultPlan() {
    return this.values.defaultPlan;
  }

  /** Undefined when Gemini is not configured. */
  get gemini() {
    const { geminiApiKey: apiKey, geminiBaseUrl: baseUrl, geminiChatModels: models } = this.values;
    return apiKey === undefined ? undefined : { apiKey, baseUrl, models };
  }
  /** Undefined when neither OpenAI nor a compatible server is configured; a server of one's own needs no key. */
  get openai() {
    const { openaiApiKey: apiKey, openaiBaseUrl: baseUrl, openaiChatModels: named } = this.values;
    if (apiKey === undefined && baseUrl === undefined) return undefined;
    // Which models another server has, nobody knows.
    const models = named.length > 0 || baseUrl !== undefined ? named : ['gpt-4.1-mini', 'gpt-4.1'];
    return { apiKey, baseUrl, models };
  }
  get chatModel(): string {
    const { chatModel } = this.values;
    if (chatModel !== undefined) return chatModel;
    if (this.gemini?.models[0]) return `gemini:${this.gemini.models[0]}`;
    if (this.openai?.models[0]) return `openai:${this.openai.models[0]}`;
    return 'offline';
  }
  get chatFallbackModel() {
    return this.values.chatFallbackModel;
  }
  /** By model id or `<provider>:*`; empty when nobody said. */
  get modelPrices() {
    return this.values.modelPrices;
  }
  get embeddingModel() {
    return this.values.embeddingModel;
  }
  get embeddingPrice() {
    return this.values.embeddingPrice;
  }
  get embeddingRequestsPerMinute() {
    return this.values.embeddingRequestsPerMinute;
  }
  get vectorStore() {
    return this.values.vectorStore;
  }
  /** Undefined when Pinecone is not configured. */
  get pinecone() {
    const { pineconeApiKey: apiKey, pineconeIndex: index, pineconeHost: host } = this.values;
    return apiKey && (index || host) ? { apiKey, index, host } : undefined;
  }
  get maxUploadBytes() {
    return this.values.maxUploadMb * 1024 * 1024;
  }
  get maxUploadMb() {
    return this.values.maxUploadMb;
  }
  get ingestionConcurrency() {
    return this.values.ingestionConcurrency;
  }
  get extractionHeapMb() {
    return this.values.extractionHeapMb;
  }
  get extractionTimeoutSeconds() {
    return this.values.extractionTimeoutSeconds;
  }
  get fetchAllowedHosts() {
    return this.values.fetchAllowedHosts;
  }
  get rateLimits() {
    return this.values.rateLimits === 'on';
  }
  get trustedProxies() {
    return this.values.trustedProxies;
  }
  get logLevel() {
    return this.values.logLevel;
  }

  /** The same configuration with the address of the database that was started for it. */
  withDatabaseUrl(databaseUrl: string): AppConfig {
    return new AppConfig({ ...this.values, databaseUrl }, this.jwtSecret, this.embedded);
  }
}

function parseSettings(env: NodeJS.ProcessEnv) {
  const values = {} as Record<SettingKey, unknown>;
  const problems: string[] = [];
  for (const key of Object.keys(settings) as SettingKey[]) {
    const setting = settings[key];
    const { name } = setting;
    try {
      // An empty variable, as compose files write it, counts as not set.
      values[key] = setting.parse(env[name] === '' ? undefined : env[name]);
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
    }
  }
  return { values: values as unknown as SettingValues, problems };
}

/** A secret that is also the password of another service is known to whoever runs that service. */
function reusedSecrets({ jwtSecret, databaseUrl, redisUrl, smtpUrl }: SettingValues): string[] {
  const services = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, SMTP_URL: smtpUrl };
  return Object.entries(services)
    .filter(([, url]) => jwtSecret && url && decodeURIComponent(new URL(url).password) === jwtSecret)
    .map(([name]) => `JWT_SECRET: must not be the password in ${name}`);
}

function generatedSecret(dataDir: string): string {
  const file = join(dataDir, 'jwt.secret');
  try {
    // `wx` lets exactly one of two processes that start together write the secret.
    writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < 32)
    throw new ConfigError([`JWT_SECRET: ${file} is cut short; delete it or set JWT_SECRET`]);
  return secret;
}
