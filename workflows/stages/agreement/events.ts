import { Line } from '../../../libs/forms/decorators.js';

/** One of the two parties signs the delegation agreement; which one is the actor's. */
export class AgreementSigned {
  @Line('the office of the person who signs', {
    label: 'Your office',
    hint: 'For example, accountable officer or chair.',
  })
  office: string;
}

/** Go-live has come and everything R-50 asks for is there. */
export class DelegationTookEffect {}

export const events = { AgreementSigned, DelegationTookEffect } as const;
