import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Connections at a time; who comes beyond is let go of at once. */
const mostConnections = 4_000;

/** Milliseconds that requests under way get to be answered in at a shutdown. */
const patience = 20_000;

export interface Connections {
  /**
   * Lets go of every connection on which nobody waits for an answer, now, and of each other one with its answer. Node alone would wait
   * for the next request on a connection that has had none yet.
   */
  letGo(): void;
}

/** Keeps count of what is under way on each connection. */
export function watchConnections(fastify: FastifyInstance): Connections {
  const underWay = new Map<Socket, number>();
  let closing = false;
  fastify.server.maxConnections = mostConnections;

  fastify.server.on('connection', (socket: Socket) => {
    if (closing) return void socket.destroy();
    underWay.set(socket, 0);
    socket.once('close', () => underWay.delete(socket));
  });
  fastify.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (underWay.get(socket) ?? 1) - 1;
      if (underWay.has(socket)) underWay.set(socket, left);
      if (closing && left === 0) socket.destroySoon();
    });
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) reply.header('connection', 'close');
    done();
  });

  return {
    letGo() {
      closing = true;
      for (const [socket, count] of underWay) if (count === 0) socket.destroy();
      setTimeout(() => underWay.forEach((_, socket) => socket.destroy()), patience).unref();
    },
  };
}
