import { describe, expect, it } from '@jest/globals';
import { ServiceClock, SimulatedClock, systemClock } from './clock.js';

const noon = new Date('2014-06-12T12:00:00.000Z');

describe('a simulated clock', () => {
  it('stands until it is moved, and moves forward only', () => {
    const clock = new SimulatedClock(noon);
    expect(clock.now()).toEqual(noon);
    expect(clock.moveTo(new Date('2014-06-12T11:59:59.999Z'))).toBe(false);
    expect(clock.now()).toEqual(noon);
    expect(clock.moveTo(new Date('2014-06-13T00:00:00.000Z'))).toBe(true);
    expect(clock.now().toISOString()).toBe('2014-06-13T00:00:00.000Z');
  });

  it('cannot be changed through a moment it has handed out', () => {
    const clock = new SimulatedClock(noon);
    clock.now().setFullYear(2000);
    expect(clock.now()).toEqual(noon);
  });

  it('neither starts at nor moves to what is no moment', () => {
    expect(() => new SimulatedClock(new Date('2014-02-31T99:00Z'))).toThrow(RangeError);
    const clock = new SimulatedClock(noon);
    expect(clock.moveTo(new Date(NaN))).toBe(false);
    expect(clock.now()).toEqual(noon);
  });
});

describe('the service’s clock', () => {
  it('can be moved only while it follows a simulated one', () => {
    const clock = new ServiceClock(systemClock);
    expect([clock.simulated, clock.movable]).toEqual([false, undefined]);
    expect(clock.follow(new SimulatedClock(noon))).toBe(systemClock);
    expect([clock.simulated, clock.now()]).toEqual([true, noon]);
    expect(clock.movable?.moveTo(new Date('2014-06-13T00:00:00.000Z'))).toBe(true);
  });
});
