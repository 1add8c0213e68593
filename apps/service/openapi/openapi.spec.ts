import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { isPage } from '../session/pages.js';
import { testService, type TestService } from '../../../test/service.js';
import type { JsonSchema } from '../../../libs/forms/json-schema.js';
import { workflows } from '../../../workflows/index.js';
import { problems } from '../problems/problem.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
}

interface RequestSchema {
  readonly required: readonly string[];
  readonly oneOf: readonly JsonSchema[];
  readonly discriminator: { readonly mapping: Readonly<Record<string, string>> };
}

interface Content {
  readonly content: Readonly<Record<string, { readonly schema: RequestSchema }>>;
}

interface Operation {
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody: Content;
  readonly responses: Readonly<Record<string, Content>>;
  readonly security: readonly unknown[];
}

interface EventSchema {
  readonly properties: Readonly<Record<string, JsonSchema>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, EventSchema>> };
}

let to: TestService<Document>;
let document: Document;
beforeAll(async () => {
  to = await testService<Document>();
  document = (await to.withAuthorization(undefined).get('/api/openapi.json')).body;
});
afterAll(() => to.close());

/** Pages and their files are for people and stand in no API. */
const isOfTheApi = (path: string): boolean => !isPage(path) && !/^\/(api\/docs|assets)\b/.test(path);
const each = (): readonly [string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1', async () => {
    expect(document.openapi).toBe('3.1.0');
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  it('holds every route of the service, and no other', () => {
    const routes = to.service.routes
      .filter(({ method, path }) => method !== 'HEAD' && isOfTheApi(path))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:([^/.]+)/g, '{$1}')}`);
    expect(
      each()
        .map(([key]) => key)
        .sort(),
    ).toEqual([...new Set(routes)].sort());
  });

  it('says of every route what it does, what it answers and which problems it has', () => {
    for (const [key, { summary, responses, parameters }] of each()) {
      expect([key, summary]).toEqual([key, expect.stringMatching(/\w/)]);
      const statuses = Object.keys(responses);
      expect([key, statuses.some((status) => status < '400')]).toEqual([key, true]);
      for (const status of statuses.filter((each) => each >= '400')) {
        const schema = responses[status]?.content['application/problem+json']?.schema;
        expect(schema).toEqual({ $ref: '#/components/schemas/Problem' });
      }
      const inPath = [...key.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameters.filter((each) => each.in === 'path').map((each) => each.name)).toEqual(inPath);
    }
  });

  it('names no schema that is not there', () => {
    const named = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/([^"]+)/g)].map(([, name]) => name);
    expect(named.filter((name) => document.components.schemas[String(name)] === undefined)).toEqual([]);
  });

  it('has no schema that nothing names', () => {
    const text = JSON.stringify(document);
    const names = Object.keys(document.components.schemas);
    expect(names.filter((name) => !text.includes(`"#/components/schemas/${name}"`))).toEqual([]);
  });

  it('has one schema for each type of event, and tells requests to record them apart by type', () => {
    const content = document.paths['/api/cases/{id}/events']?.['post']?.requestBody.content['application/json'];
    const types = workflows.filter(({ level }) => level).flatMap(({ events }) => Object.keys(events));
    expect(types.length).toBeGreaterThan(30);
    for (const type of types) {
      expect(document.components.schemas[type]).toMatchObject({ title: type, additionalProperties: false });
      expect(content?.schema.oneOf).toContainEqual({ $ref: `#/components/schemas/Record.${type}` });
      expect(content?.schema.discriminator.mapping[type]).toBe(`#/components/schemas/Record.${type}`);
    }
    expect(document.components.schemas['VoteCast']?.properties['choice']?.['enum']).toEqual([
      'for',
      'against',
      'abstain',
    ]);
  });

  it('tells parameters, defaults and bodies as the service checks them', () => {
    const cases = document.paths['/api/cases'];
    expect(cases?.['get']?.parameters.find((each) => each.name === 'limit')).toMatchObject({
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    });
    const body = cases?.['post']?.requestBody.content['application/json'];
    expect(body?.schema.required.toSorted()).toEqual(['data', 'workflow']);
    const feed = document.paths['/api/events']?.['get'];
    expect(feed?.parameters.map((each) => each.name)).toEqual(['after', 'limit', 'Last-Event-ID']);
  });

  it('asks for a bearer token wherever the service does', async () => {
    for (const [key, { security }] of each()) {
      const [method = '', path = ''] = key.split(' ');
      const { status } = await to.withAuthorization(undefined).send(method, path.replaceAll(/\{\w+\}/g, 'x'));
      expect([key, status === 401]).toEqual([key, security.length > 0]);
    }
  });

  it('knows only problems the service has', () => {
    const named = new Set(
      [...JSON.stringify(document.paths).matchAll(/`\/problems\/([\w-]+)`/g)].map(([, name]) => name),
    );
    for (const name of named) expect(Object.keys(problems)).toContain(name);
  });
});

describe('the documentation', () => {
  it('is a page without inline code, whose files all come from the service', async () => {
    const guest = to.withAuthorization(undefined);
    const page = await fetch(`${to.url}/api/docs`);
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe|\*|https?:/);
    expect(text).not.toMatch(/<style|style=|<script(?! src=)| on\w+=/);
    const files = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => String(file));
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      expect(file).toMatch(/^\/api\//);
      expect([file, (await guest.get(file)).status]).toEqual([file, 200]);
    }
  });
});
