/**
 * The service as people use its pages, in a process of its own: told data folder and issuer as arguments, over a log that is there. Says where
 * it is by one message to its parent, and ends with it.
 */
import { SimulatedClock } from '../../apps/service/clock/clock.js';
import { developmentIssuer } from '../../apps/service/seed.js';
import { startService } from '../../apps/service/service.js';

const [data = '', issuer = '', now = ''] = process.argv.slice(2);
const service = await startService({
  data,
  host: '127.0.0.1',
  port: 0,
  issuer,
  issuerInRegister: developmentIssuer,
  clock: new SimulatedClock(new Date(now)),
  rateLimit: Number.MAX_SAFE_INTEGER,
  logger: false,
});
process.send?.({ url: service.url });
process.once('disconnect', () => void service.close());
