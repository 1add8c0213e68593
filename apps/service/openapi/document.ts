import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { EventBody } from '../cases/requests.js';
import { problems, problemShape, type ProblemName } from '../problems/problem.js';
import { schemaOfClass, type JsonSchema } from '../../../libs/forms/json-schema.js';
import { ApiDocument } from './api-document.js';
import { eventSchemas, type EventSchemas } from './event-schemas.js';
import { headers, type Answer, type Described, type HeaderName } from '../contract/says.js';
import { needsSignIn, queryParameters, saidOf, shapeTaken, type Controller, type Handler } from './requests.js';
import { refTo } from '../../../libs/forms/shape.js';
import { cloudEventShape } from '../feed/cloud-event.js';
import { shapesByName } from './shapes.js';

/** An OpenAPI object, as far as this file looks into it. */
type Spec = Readonly<Record<string, unknown>>;

const intro = `Delegation applications as event-sourced cases: every transition is an event, durable before anyone is told.

- Sign in with a bearer token of the OpenID provider. What you may do follows from your roles in the register.
- A “no” is a problem document (RFC 9457): what happened, how to mend it, and the rule that decided.
- A JSON body has 256 KiB at most, a document 20 MiB, an import 64 MiB, the headers together 16 KiB.
- An organisation stores 200 documents a day at most, 1 GiB together. A document that no event names within 30 days is removed.
- Requests are limited per person and minute: the header RateLimit-Limit says to how many, Retry-After how long to wait.
- What was recorded is answered with the header Remit-Position. Send it with a later request, and any instance answers from what it shows up to
  there at least; it waits for that up to ten seconds.
- HEAD stands wherever GET does. No CORS header is sent: pages of other sites cannot use this API.`;

/** Has the application describe itself; the document is built when it is first asked for. */
export function describeApi(app: NestFastifyApplication): void {
  app.get(ApiDocument).builtBy(() => documentOf(app));
}

function documentOf(app: NestFastifyApplication): Spec {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Remit')
    .setVersion('1')
    .setDescription(intro)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  // The paths and their parameters as Nest routes them; all else is said here.
  const handlers = handlersOf(app);
  const base = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller}.${method}`,
  });
  const events = eventSchemas();
  return {
    ...base,
    paths: pathsOf(base, handlers, events),
    components: { ...base.components, schemas: { ...shapesByName(), ...events.components } },
  };
}

/** Handlers by the operation id Nest gives them. */
function handlersOf(app: NestFastifyApplication): ReadonlyMap<string, Handler> {
  const found = new Map<string, Handler>();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      const controller = metatype as Controller; // what a module lists as a controller is a class
      for (const method of Object.getOwnPropertyNames(controller.prototype))
        found.set(`${controller.name}.${method}`, { controller, method });
    }
  }
  return found;
}

function pathsOf({ paths }: OpenAPIObject, handlers: ReadonlyMap<string, Handler>, events: EventSchemas): Spec {
  const described = Object.entries(paths).map(([path, item]) => {
    const methods = Object.entries(item as Readonly<Record<string, Operation>>).map(([method, operation]) => {
      const handler = handlers.get(operation.operationId);
      const said = handler && saidOf(handler);
      return [method, handler && said ? operationOf(operation, handler, said, events) : operation] as const;
    });
    return [path, Object.fromEntries(methods)] as const;
  });
  return Object.fromEntries(described);
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

function operationOf(operation: Operation, handler: Handler, said: Described, events: EventSchemas): Spec {
  const { tag, summary, description, answers } = said;
  const [query, body] = [shapeTaken(handler, 'query'), shapeTaken(handler, 'body')];
  const signIn = needsSignIn(handler);
  const names: readonly ProblemName[] = [
    ...(signIn ? (['unauthenticated', 'log-unavailable', 'identity-unavailable'] as const) : []),
    ...(query ? (['invalid'] as const) : []),
    ...(body ? (['malformed', 'too-large', 'media-type', 'invalid'] as const) : []),
    ...(said.problems ?? []),
    ...(/^(Health|Metrics)/.test(operation.operationId) ? [] : (['too-many-requests'] as const)),
    'fault',
  ];
  return {
    operationId: operation.operationId,
    tags: [tag],
    summary,
    ...(description && { description }),
    security: signIn ? [{ bearer: [] }] : [],
    parameters: [
      ...(operation.parameters ?? []).filter((each) => each.in === 'path').map(({ name }) => pathParameter(name)),
      ...(query ? queryParameters(query) : []),
      ...(said.headers ?? []).map((name) => headerParameter(name, operation.operationId)),
    ],
    ...(body && { requestBody: json(body === EventBody ? events.body : schemaOfClass(body)) }),
    ...(said.body && { requestBody: { required: true, content: { [said.body]: {} } } }),
    responses: { ...answersOf(answers), ...problemsOf(names) },
  };
}

const pathParameter = (name: string): Spec => ({ name, in: 'path', required: true, schema: { type: 'string' } });

/** A case or an import may be begun without a key; nothing else may be asked for without it. */
const headerParameter = (name: HeaderName, operationId: string): Spec => ({
  name,
  in: 'header',
  description: headers[name],
  required: name === 'Idempotency-Key' && !['CasesController.begin', 'ImportsController.begin'].includes(operationId),
  schema: { type: 'string' },
});

const json = (schema: JsonSchema): Spec => ({ required: true, content: { 'application/json': { schema } } });

function answersOf(answers: Readonly<Record<number, Answer>>): Spec {
  const shown = Object.entries(answers).map(([status, { description, schema, media = [], headers: names = [] }]) => {
    const content = { ...(schema && { 'application/json': { schema: refTo(schema) } }), ...mediaOf(media) };
    const told = names.map((name) => [name, { description: headers[name], schema: { type: 'string' } }] as const);
    return [
      status,
      {
        description,
        ...(told.length > 0 && { headers: Object.fromEntries(told) }),
        ...(Object.keys(content).length > 0 && { content }),
      },
    ];
  });
  return Object.fromEntries(shown) as Spec;
}

function mediaOf(media: readonly string[]): Spec {
  return Object.fromEntries(
    media.map((each) => [
      each,
      each === 'application/cloudevents-batch+json' ? { schema: { type: 'array', items: refTo(cloudEventShape) } } : {},
    ]),
  );
}

/** One answer for each status, which names the problems it can be. */
function problemsOf(names: readonly ProblemName[]): Spec {
  const byStatus = Map.groupBy(new Set(names), (name) => problems[name].status);
  const shown = [...byStatus].map(([status, these]) => [
    status,
    {
      description: these.map((name) => `${problems[name].title} (\`/problems/${name}\`)`).join('; '),
      ...(status === 429 && {
        headers: { 'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } } },
      }),
      content: { 'application/problem+json': { schema: refTo(problemShape) } },
    },
  ]);
  return Object.fromEntries(shown) as Spec;
}
