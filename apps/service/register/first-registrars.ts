/** Who keeps the register before anybody could have granted them the role. */
import { createHash } from 'node:crypto';
import type { Actor } from '../../../libs/event-log/index.js';
import type { RegisterFact } from '../../../libs/register/facts.js';
import { idOf } from '../ledger/ids.js';
import type { Core } from '../core.js';

export interface FirstRegistrar {
  /** At the identity provider. */
  readonly subject: string;
  readonly name: string;
}

/** Whoever runs the service, as the log names them. */
const configuration: Actor = { id: 'configuration', name: 'Configuration', role: 'registrar', organisation: 'nhse' };

/** Registrars without whom no national role is granted: one proposes, another confirms. */
const enough = 2;

/**
 * Grants the role to those who were configured, while there are not enough registrars. Whom the register knows already, it grants
 * nothing: what was withdrawn stays so. @throws LogUnavailable; Error when the register does not take it.
 */
export async function grantFirst(
  { commands, ledger: { register } }: Pick<Core, 'commands' | 'ledger'>,
  issuer: string,
  registrars: readonly FirstRegistrar[],
): Promise<void> {
  const missing = registrars.filter(({ subject }) => register.person(issuer, subject) === undefined);
  if (missing.length === 0 || register.holding('registrar', 'nhse').length >= enough) return;
  const [first, ...more] = missing.map((person): RegisterFact => ({
    type: 'RoleGranted',
    data: { issuer, ...person, role: 'registrar', organisation: 'nhse' },
  }));
  if (first === undefined) return;
  const command = createHash('sha256')
    .update(JSON.stringify([issuer, missing]))
    .digest('hex');
  const granted = await commands.register([first, ...more], {
    actor: configuration,
    key: idOf('configuration', 'registrars', command),
    command,
  });
  if (granted.outcome !== 'recorded')
    throw new Error(`the first registrars cannot be granted: ${JSON.stringify(granted)}`);
}
