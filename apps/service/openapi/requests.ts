/** What a handler takes, read from the decorators it runs by, so that document and checks cannot differ. */
import 'reflect-metadata';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { openToAll } from '../access/sign-in.guard.js';
import { says, type Described } from '../contract/says.js';
import { schemaOfClass, type JsonSchema } from '../../../libs/forms/json-schema.js';

type Shape = new () => object;
export type Controller = new (...args: never[]) => object;

export interface Handler {
  readonly controller: Controller;
  readonly method: string;
}

/** The class of the query or the body; undefined when the handler takes none. */
export function shapeTaken({ controller, method }: Handler, kind: 'query' | 'body'): Shape | undefined {
  const wanted = kind === 'query' ? RouteParamtypes.QUERY : RouteParamtypes.BODY;
  const taken = (Reflect.getMetadata('__routeArguments__', controller, method) ?? {}) as Readonly<
    Record<string, { index: number }>
  >;
  const found = Object.entries(taken).find(([key]) => key.startsWith(`${wanted}:`));
  if (found === undefined) return undefined;
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) as readonly Shape[];
  return types[found[1].index];
}

const functionOf = ({ controller, method }: Handler): unknown =>
  (controller.prototype as Readonly<Record<string, unknown>>)[method];

/** What stands beside the route; undefined where nothing does. */
export const saidOf = (handler: Handler): Described | undefined =>
  Reflect.getMetadata(says, functionOf(handler) as object) as Described | undefined;

export function needsSignIn(of: Handler): boolean {
  const { controller } = of;
  const handler = functionOf(of);
  return [handler, controller].every((each) => Reflect.getMetadata(openToAll, each as object) !== true);
}

/** Parameters of a query; what has a default need not be given. */
export function queryParameters(shape: Shape): readonly JsonSchema[] {
  const { properties, required = [] } = schemaOfClass(shape) as {
    readonly properties: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
  };
  const defaults = new shape() as Readonly<Record<string, unknown>>;
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(description !== undefined && { description }),
    required: required.includes(name) && defaults[name] === undefined,
    schema: { ...schema, ...(defaults[name] !== undefined && { default: defaults[name] }) },
  }));
}
