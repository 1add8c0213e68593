/** The rule book: what the service holds people and itself to, by number, each in a sentence. Numbers are never given anew. */
import type { RuleId } from '../../libs/workflow/index.js';

export const book: Readonly<Record<RuleId, string>> = {
  'R-01':
    'An expression of interest has all eight items; a group names at least two different open CCGs, each of which joins by its own officer.',
  'R-02': 'The scope is one or more of the eight activities that can be delegated.',
  'R-03': 'The region answers an interest in delegation with a readiness: ready, ready soon or not ready.',
  'R-04': 'What comes after a deadline of the round is refused, with the deadline named.',
  'R-05':
    'A CCG has one live application for each level and round; when a higher level takes effect the lower one ends.',
  'R-06': 'A round says when it opens, its deadlines, the levels it offers and when it goes live, in Europe/London.',
  'R-10':
    'The CCG records at least one engagement with its members before it submits, none from before there was the CCG, or why none was held openly.',
  'R-11': 'A CCG that did not consult the public says why.',
  'R-12':
    'A ballot is held when the constitution says so or a material amendment stands; otherwise a recorded agreement of members will do. They agree once the interest was expressed and by the constitution of that day; one that is amended later takes nothing back.',
  'R-13':
    'The roll is frozen when the ballot opens: the CCG’s active GP practices of that day. Later changes of the register do not touch it.',
  'R-14':
    'Votes are counted by the constitution in force at the opening, exactly; the last vote of a practice counts; polls are open for a day, and close in time or with the last vote.',
  'R-15': 'A result takes effect once the lay chair or the Local Medical Committee has verified it.',
  'R-16':
    'Members who say no end the application for the round; an inquorate ballot may be held once more. Both bind from the count, verified or not, whatever becomes of the case.',
  'R-17':
    'In a group each CCG carries its own vote; when one falls away the others go on only if they and NHS England agree.',
  'R-18': 'What the Local Medical Committee advises is recorded, and is never a gate.',
  'R-19':
    'The round says whether the mandate must be carried before submission or before signature; a no then rescinds.',
  'R-20':
    'Joint commissioning always needs an amendment of the constitution; delegation needs one unless the constitution provides for the committee. The form contains one that stands.',
  'R-21':
    'Amendments are versions on versions; approval is of one, and never of one whose base was refused. A ballot covers the material versions that stood when it opened; one proposed later needs a vote, and one returned, refused or replaced needs none. A material version is approved once they have voted for it; what takes away their ballot or counts their votes otherwise is material.',
  'R-22': 'Variations are proposed in their yearly windows, or on one of the grounds that need no window.',
  'R-23': 'NHS England approves, returns or refuses an amendment in writing, with reasons.',
  'R-30':
    'NHS England delegates a function once, to one CCG: a joint committee of several may not decide in its place.',
  'R-31': 'A committee-in-common decides nothing; each decision belongs to one CCG’s committee.',
  'R-32': 'A joint committee-in-common needs each CCG’s own joint committee with NHS England first.',
  'R-33': 'CCGs can have joint committees for their own functions only since 1 October 2014.',
  'R-34':
    'The committee is one of the governing body and accepts directions; its terms of reference are put forward before joint commissioning is applied for, and signed before anything goes live.',
  'R-35': 'A defect of structure found after approval suspends it and sends the case back; nothing is erased.',
  'R-40':
    'The region assesses four thresholds, each with evidence and an assessor, may ask questions, and recommends or not; CCG and region both sign.',
  'R-41': 'A CCG in special measures is neither recommended nor approved, nor does its level take effect.',
  'R-42': 'Finances that deteriorate before go-live reopen the thresholds, even after approval.',
  'R-43': 'A rejection gives at least one reason, by code and in words.',
  'R-44':
    'The decision is to approve, approve with conditions, defer or reject, and rests on a vote on the case as it stands: one from before a submission, recommendation, reopening, suspension or another decision carries nothing. A condition has a matter, an owner and a due date to come when it is imposed, is voted on and reviewed; those of a threshold are imposed in the assessor’s words, or the approval is refused.',
  'R-45':
    'Only the national committee grants delegation; the region decides on joint commissioning; greater involvement is noted.',
  'R-46': 'Whoever assessed does not decide, whoever drafted does not assure, whoever cast or counted does not verify.',
  'R-47':
    'Whoever has an interest in a case does not act on it; a meeting minutes interests and their handling, and its quorum is counted without those excluded. An inquorate item is deferred or escalated as minuted.',
  'R-48': 'A decision taken with no clinician in the room says so, and the chair acknowledges it.',
  'R-50':
    'A level is in force when it is approved, its conditions precedent are met, the mandate carried, the constitution settled, the terms and the agreement signed, and go-live has come.',
  'R-51': 'Delegated and reserved functions stand in a table; the performance of individual GPs is never delegated.',
  'R-55': 'Before go-live the CCG may withdraw at any point, with a reason.',
  'R-60': 'From go-live NHS England may revoke a delegation at any time; nothing a CCG or a practice can do leaves it.',
  'R-62':
    'A delegation in force may be reviewed, varied by both, put under conditions, or suspended for named functions.',
  'R-63': 'Every level needs an application of its own.',
  'R-64': 'When a delegation is revoked the CCG holds no level; it falls back to none by itself.',
  'R-66': 'A CCG that merges or closes ends what it holds; its successor must hold its own.',
  'R-80':
    'A practice is a member of exactly one CCG; joining, leaving, moving and merging need NHS England’s approval, whoever else agrees.',
  'R-81': 'A change of membership may be back-dated, and never alters a ballot.',
  'R-82': 'Organisations are known by their ODS codes: CCGs as 00C, practices as A81001, regions as Y54.',
};
