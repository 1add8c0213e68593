/** Swagger UI under a policy without inline code: its page and its first lines are the service's own, the rest is its own files. */
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { createRequire } from 'node:module';

const assets = '/api/docs/assets/';

/** `data:` for the arrows that Swagger UI's style sheet draws; it sets styles by script, which needs no exception. */
export const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join(';');

export const docsPage = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Remit API</title>
<link rel="stylesheet" href="${assets}swagger-ui.css">
<link rel="icon" type="image/png" href="${assets}favicon-32x32.png">
</head>
<body>
<div id="api"></div>
<noscript>The API is described in <a href="/api/openapi.json">/api/openapi.json</a>.</noscript>
<script src="${assets}swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

/** No validator of others is asked: the document stays here. */
export const docsStart = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });\n`;

/** The files of Swagger UI that the page asks for. */
const served = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

export function serveDocsAssets(fastify: FastifyInstance): void {
  const folder = createRequire(import.meta.url)('swagger-ui-dist/absolute-path.js') as () => string; // it exports just that
  void fastify.register(fastifyStatic, {
    root: folder(),
    prefix: assets,
    decorateReply: false,
    index: false,
    // A route for each: no address is looked for on the disk.
    wildcard: false,
    globIgnore: [`**/!(${served.join('|')})`],
  });
}
