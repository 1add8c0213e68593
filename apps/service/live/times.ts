/** How quickly open pages are told, in milliseconds. */
export class LiveTimes {
  constructor(
    /** Between the comments of a silent stream, at which it is also found out whether its reader may still read. */
    readonly heartbeat = 20_000,
    /** From one round of telling to the next, at least. */
    readonly apart = 2_000,
    /** After the first thing recorded, for what comes with it. */
    readonly gathering = 200,
  ) {}
}
