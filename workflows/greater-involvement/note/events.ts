import { Text } from '../../fields.js';

/** NHS England notes that the CCG is involved. Nothing is approved by that. */
export class InvolvementNoted {
  @Text('what is noted of the CCG’s involvement') statement: string;
}

/** Go-live has come: the CCG’s involvement begins. */
export class InvolvementTookEffect {}
