import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The port clients know: it passes everything on to a server behind it, until it is closed or its connections are cut. */
export interface Door {
  readonly port: number;
  cut(): void;
  close(): Promise<void>;
  open(): Promise<void>;
}

export async function door(inner: number): Promise<Door> {
  const sockets = new Set<Socket>();

  function pass(outside: Socket): void {
    const inside = connect(inner, '127.0.0.1');
    for (const [one, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  }

  const listen = (port: number): Promise<Server> =>
    new Promise((resolve, reject) => {
      const server = createServer(pass);
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve(server));
    });

  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };

  let server: Server | undefined = await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    cut,
    async close() {
      const closing = server;
      server = undefined;
      const closed = new Promise((resolve) => closing?.close(resolve) ?? resolve(undefined));
      cut();
      await closed;
    },
    async open() {
      server ??= await listen(port);
    },
  };
}
