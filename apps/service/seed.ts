import type { Actor } from '../../libs/event-log/index.js';
import { seedRegister } from '../../libs/register/seed.js';
import { loadDemonstration } from './demonstration/demonstration.js';
import { idOf } from './casework/ids.js';
import type { Service } from './service.js';

/** The name under which the register knows the development identity, whatever port it listens on. */
export const developmentIssuer = 'development';

/** Who is named as having written what the register began with. */
export const registerActor: Actor = { id: 'seed', name: 'Invented register', role: 'registrar', organisation: 'nhse' };

/** Loads the invented register, and the demonstration with it when asked for, into an empty log. Says whether it did. */
export async function seed(service: Service, what: 'demo' | 'register' | 'none'): Promise<boolean> {
  if (what === 'none' || (await service.ledger.log.head()) > 0) return false;
  const [first, ...more] = seedRegister({ issuer: developmentIssuer });
  if (first === undefined) throw new RangeError('The invented register has no facts');
  await service.commands.register([first, ...more], {
    actor: registerActor,
    key: idOf('seed', 'register'),
    command: 'seed',
  });
  if (what === 'demo') await loadDemonstration(service, developmentIssuer, registerActor);
  return true;
}
