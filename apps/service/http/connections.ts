import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DropArgument, Socket } from 'node:net';

/** Connections at a time; who comes beyond is let go of at once, and told of. */
export const mostConnections = 4_000;

/** Milliseconds that requests under way get to be answered in at a shutdown. */
const patience = 20_000;

export interface Connections {
  /**
   * Lets go of every connection on which nobody waits for an answer, now, and of each other one with its answer. Node alone would wait
   * for the next request on a connection that has had none yet.
   */
  letGo(): void;
  /** How many came beyond the most that there may be, since the start. */
  readonly dropped: number;
}

interface Watching {
  /** Connections at a time. */
  readonly most?: number;
  /** Told the address of each that came beyond. */
  readonly tellDropped?: (address: string) => void;
}

/** Keeps count of what is under way on each connection. */
export function watchConnections(
  fastify: FastifyInstance,
  { most = mostConnections, tellDropped = () => undefined }: Watching = {},
): Connections {
  const underWay = new Map<Socket, number>();
  let closing = false;
  let dropped = 0;
  fastify.server.maxConnections = most;
  fastify.server.on('drop', (from?: DropArgument) => {
    dropped += 1;
    tellDropped(from?.remoteAddress ?? '');
  });

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
    get dropped() {
      return dropped;
    },
    letGo() {
      closing = true;
      for (const [socket, count] of underWay) if (count === 0) socket.destroy();
      setTimeout(() => underWay.forEach((_, socket) => socket.destroy()), patience).unref();
    },
  };
}
