import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

import { FieldProblemDto, ProblemDto } from '../errors/problem.dto.js';

const DESCRIPTION = `Make chatbots that answer from your own documents, with sources.

Sign in with \`POST /api/v1/auth/login\`, send the access token as \`Authorization: Bearer\`. Errors are
\`application/problem+json\` documents with a stable \`code\`. Lists take \`limit\` and \`cursor\`.`;

const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' } } };

interface Operation {
  security?: unknown[];
  responses: Record<string, { description: string; content?: object }>;
}

/** The OpenAPI document, made from controllers and DTOs. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('KyroChat API')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    extraModels: [ProblemDto, FieldProblemDto],
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path)) describeProblems(operation as Operation);
  }
  return document;
}

/** Every error of every operation has the same body; a client generated from the document then knows it. */
function describeProblems(operation: Operation): void {
  const { responses, security } = operation;
  if (security) responses['401'] ??= { description: 'No or bad credentials.' };
  responses.default ??= { description: 'Any other problem.' };
  for (const [status, response] of Object.entries(responses)) {
    if (status === 'default' || Number(status) >= 400) response.content ??= PROBLEM;
  }
}

/** Swagger UI at /docs and the document at /docs/openapi.json; built at the first visit, not at every start. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'docs/openapi.json',
    customSiteTitle: 'KyroChat API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true },
  });
}
