import type { FastifyInstance } from 'fastify';
import { Problem } from '../problems/problem.js';

export interface Route {
  readonly method: string;
  /** As Fastify writes it: `/api/cases/:id`. */
  readonly path: string;
  /** Whom it is for; absent for everybody. */
  readonly onlyFor?: readonly string[];
}

/** Every route of the application; complete once it listens. */
export type Routes = readonly Route[];

/** Notes each route as it is added. To be called before any is. */
export function noteRoutes(fastify: FastifyInstance): Routes {
  const routes: Route[] = [];
  fastify.addHook('onRoute', ({ method, url, config }) => {
    const { onlyFor } = config ?? {};
    for (const each of [method].flat()) routes.push({ method: each, path: url, ...(onlyFor && { onlyFor }) });
  });
  return routes;
}

/** Answers requests whose address is right and whose method is not. */
export function answerOtherMethods(fastify: FastifyInstance, routes: Routes): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const allowed = request.is404 ? methodsAt(routes, request.url) : [];
    if (allowed.length === 0) {
      done();
      return;
    }
    const allow = [...allowed, 'OPTIONS'].join(', ');
    if (request.method === 'OPTIONS') void reply.status(204).header('allow', allow).send();
    else done(new Problem('method-not-allowed', `This address takes ${allow}.`, {}, { allow }));
  });
}

function methodsAt(routes: Routes, url: string): readonly string[] {
  const [path = ''] = url.split('?');
  return [...new Set(routes.filter((route) => shapeOf(route.path).test(path)).map(({ method }) => method))];
}

/** Names of parameters stand for one part of the path, `*` for any number. */
function shapeOf(path: string): RegExp {
  const literal = path.replaceAll(/[.+?^$(){}|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll(/:[^/.]+/g, '[^/]+')}$`);
}
