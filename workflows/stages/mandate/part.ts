/** What a practice sees of its CCG's application, and what of it stays between a practice and the service. */
import type { Confidential, Part } from '../../../libs/workflow/index.js';

/** Ways an application ends for want of the members' mandate. */
export const forWantOfMandate: readonly string[] = ['defeated', 'rescinded', 'inquorate'];

/** How the members are engaged, and their ballots. */
export const membersPart: Part = {
  stage: 'mandate',
  events: [
    'EngagementRecorded',
    'BallotOpened',
    'VoteCast',
    'BallotClosed',
    'ResultVerified',
    'AgreementOfMembersRecorded',
  ],
  says: ['VoteCast'],
  meaning: 'You can cast your practice’s vote on this application. Everything else is for the CCG and NHS England.',
  outcomes: forWantOfMandate,
};

/** A vote that is never counted stays the practice's own. */
export const openVotes: Confidential = { fact: 'VoteCast', from: 'BallotOpened', until: 'BallotClosed' };
