import type { RecordedEvent } from '../event-log/index.js';

/** When a level, or an application, ended by an event of its arrangement: before that was recorded, where it was learnt late. */
export const endedAt = ({ data, at }: Pick<RecordedEvent, 'data' | 'at'>): string =>
  typeof data['endedAt'] === 'string' ? data['endedAt'] : at;
