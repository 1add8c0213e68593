import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { identityProvider } from './provider.js';
import { signingKey } from './signing-key.js';

export interface IdentityOptions {
  /** 0 takes any free one. */
  port: number;
  host?: string;
  /** An origin; unless told, `http://HOST:PORT`. */
  issuer?: string;
  /** Lifetime of an access token; one hour unless told. */
  accessTokenSeconds?: number;
  /** Where the ES256 key is kept; without it tokens do not survive a restart. */
  signingKeyFile?: string;
  /** Where pages may be sent back to, http on loopback addresses; any port is allowed there, whatever stands here. */
  redirectUris?: readonly string[];
  /** Faults, a line each; never a token or a code. */
  log?: (line: string) => void;
}

export interface Identity {
  readonly issuer: string;
  readonly port: number;
  close(): Promise<void>;
}

/** The address of the service to which the browser returns after the sign-in. */
export const signedInPath = '/sign-in/callback';

/**
 * Starts the development sign-in: a real OpenID provider in which anybody may be anybody. Throws outside development, when
 * the port is taken, and when the key file holds something else.
 */
export async function startIdentity(options: IdentityOptions): Promise<Identity> {
  const { NODE_ENV: environment } = process.env;
  if (environment !== 'development') {
    throw new Error(
      `The development identity lets anybody be anybody and does not start with NODE_ENV=${environment ?? ''}. ` +
        'Set REMIT_ISSUER to the OpenID provider of your organisation, or in development NODE_ENV=development.',
    );
  }
  const { host = '127.0.0.1', accessTokenSeconds = 3_600, log = () => undefined } = options;
  const key = await signingKey(options.signingKeyFile);
  // A client may send on a kept connection just as five seconds, Node's own limit, are over.
  const server = createServer({ keepAliveTimeout: 75_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  // A listening TCP server has an address and a port.
  const { port } = server.address() as AddressInfo;
  const issuer = options.issuer ?? `http://${host}:${port}`;
  const redirectUris = options.redirectUris ?? loopback.map((name) => `http://${name}${signedInPath}`);
  const handle = identityProvider({ issuer, key, accessTokenSeconds, redirectUris, log }).callback();
  server.on('request', (request, response) => void handle(request, response));
  return { issuer, port, close: () => closed(server) };
}

const loopback = ['127.0.0.1', 'localhost'];

async function closed(server: ReturnType<typeof createServer>): Promise<void> {
  const done = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await done;
}
