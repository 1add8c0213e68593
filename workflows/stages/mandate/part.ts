/** What a practice sees of its CCG's application, and what of it stays between a practice and the service. */
import type { Confidential, Part } from '../../../libs/workflow/index.js';
import { ended } from '../../application/endings.js';

/** How an application ends for want of the members' mandate. */
export const endingsByMembers = {
  defeated: ended('defeated', 'The members said no.'),
  inquorate: ended('inquorate', 'Two ballots were inquorate.'),
  rescinded: ended('rescinded', 'The members said no after the application was submitted.'),
} as const;

export const forWantOfMandate: readonly string[] = Object.keys(endingsByMembers);

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
