import { eventLogContract } from '../../libs/event-log/contract.js';
import { database, real } from './database.js';

const db = database();

eventLogContract(
  real === undefined ? 'KurrentDB, test server' : 'KurrentDB',
  async () => {
    const log = await db.open();
    return { log, close: () => log.close() };
  },
  { timeout: 60_000 },
);
