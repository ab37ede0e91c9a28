import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

const DESCRIPTION = `Make chatbots that answer from your own documents, with sources.

Sign in with \`POST /api/v1/auth/login\`, send the access token as \`Authorization: Bearer\`. Errors are
\`application/problem+json\` documents with a stable \`code\`. Lists take \`limit\` and \`cursor\`.`;

/** The OpenAPI document, made from controllers and DTOs. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('KyroChat API')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  return SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
}

/** Swagger UI at /docs and the document at /docs/openapi.json; built at the first visit, not at every start. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'docs/openapi.json',
    customSiteTitle: 'KyroChat API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true },
  });
}
