/** TypeScript types of the REST API for the console and the widget, from the OpenAPI document. */
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';

export async function webApiTypes(openApiJson) {
  return `${COMMENT_HEADER}${astToString(await openapiTS(openApiJson))}`;
}
