/** The regions of NHS England from April 2015 on, by their ODS codes. */
import type { Region } from './model.js';

export const regions = [
  { code: 'Y54', name: 'North' },
  { code: 'Y55', name: 'Midlands and East' },
  { code: 'Y56', name: 'London' },
  { code: 'Y57', name: 'South' },
] as const satisfies readonly Region[];

/** What a region is called that only its code is known of. */
export const regionNamed = (code: string): string =>
  regions.find((region) => region.code === code)?.name ?? `Region ${code}`;
