import { join } from 'node:path';
import { startIdentity } from './index.js';

/**
 * Starts the development identity from the environment; stops at SIGINT or SIGTERM. Exit status 1: it cannot start. Run by itself for
 * several instances, it listens on REMIT_IDENTITY_HOST, and REMIT_ISSUER is the address under which they reach it.
 */
try {
  const { env } = process;
  const identity = await startIdentity({
    port: portOf(env['REMIT_IDENTITY_PORT'] ?? '3001'),
    ...(env['REMIT_IDENTITY_HOST'] && { host: env['REMIT_IDENTITY_HOST'] }),
    ...(env['REMIT_ISSUER'] && { issuer: env['REMIT_ISSUER'] }),
    signingKeyFile: join(env['REMIT_DATA'] ?? './data', 'identity', 'signing-key.json'),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`Development identity: ${identity.issuer}\n`);
  // Started by the service, it ends with the service, however that ends.
  for (const end of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
    process.once(end, () => {
      // The channel to the service would keep this process alive.
      if (process.connected) process.disconnect();
      void identity.close();
    });
  }
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new Error(`REMIT_IDENTITY_PORT is "${text}"; allowed: a port from 0 to 65535.`);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error.message;
  return 'Another program listens on the port of the development identity. Choose another: REMIT_IDENTITY_PORT=3011';
}
