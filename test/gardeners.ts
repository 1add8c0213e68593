/** The people and facts of the invented allotment garden, in its verbs; for the specs of this library. */
import { fee } from './allotment.js';
import type { Actor, Fact } from '../libs/workflow/index.js';
import { fact } from '../libs/workflow/specification.js';

const person = (id: string, role: string, organisation: string): Actor => ({ id, name: id, role, organisation });

export const rose = person('rose', 'gardener', 'plot-holders');
export const stranger = person('stranger', 'gardener', 'allotments-next-door');
export const steward = person('steward', 'steward', 'club');
export const clock = person('clock', 'clock', 'service');

/** A Monday. */
const monday = '2015-02-02T10:00:00.000Z';
export const requested = (at = monday): Fact => fact('PlotRequested', { reason: 'Beans.' }, rose, at);
export const offered = (plot = '12'): Fact => fact('PlotOffered', { plot }, steward, '2015-02-03T10:00:00.000Z');
export const paid = (pence = fee, at = '2015-02-04T10:00:00.000Z'): Fact => fact('FeePaid', { pence }, rose, at);
export const mended = (): Fact => fact('FenceMended', {}, steward, '2015-02-05T10:00:00.000Z');
export const keyHanded = (): Fact => fact('KeyHanded', {}, steward, '2015-02-06T10:00:00.000Z');
export const withdrawn = (actor = rose): Fact => fact('RequestWithdrawn', {}, actor, '2015-02-07T10:00:00.000Z');
export const noteAdded = (actor = rose): Fact => fact('NoteAdded', {}, actor, '2015-02-07T10:00:00.000Z');
export const noticeGiven = (): Fact => fact('NoticeGiven', {}, rose, '2015-09-01T10:00:00.000Z');
/** Everything up to the tenancy. */
export const let12 = (): readonly Fact[] => [requested(), offered(), paid(), mended(), keyHanded()];
