/** The OpenAPI document of the built application, as text; needs neither database nor network. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { NestFactory } from '@nestjs/core';

import { AppModule } from '../dist/app.module.js';
import { AppConfig } from '../dist/platform/config/index.js';
import { openApiDocument } from '../dist/platform/http/docs/open-api.js';
import { API_PREFIX, API_PREFIX_EXCLUDED } from '../dist/app.setup.js';

export async function openApiJson() {
  const dataDir = mkdtempSync(join(tmpdir(), 'kyro-openapi-'));
  try {
    const config = AppConfig.load({ DATA_DIR: dataDir, DATABASE_URL: 'postgres://localhost/none' });
    // Preview builds the module graph without making a single provider.
    const app = await NestFactory.create(AppModule.with(config), {
      preview: true,
      logger: false,
      abortOnError: false,
    });
    app.setGlobalPrefix(API_PREFIX, { exclude: API_PREFIX_EXCLUDED });
    return `${JSON.stringify(openApiDocument(app), null, 2)}\n`;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
