import { describe, expect, it } from '@jest/globals';
import { networkOf } from './rate-limit.js';

describe('a limit', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '::ffff:192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1', 'fe80:0:0:0'],
  ])('takes a network for one: %s is of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
