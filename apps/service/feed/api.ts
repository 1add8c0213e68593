import { Controller, Get, Headers, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { Asks, SignIn } from '../access/sign-in.guard.js';
import { Says } from '../contract/says.js';
import { EventStreams } from '../http/event-streams.js';
import { Problem } from '../problems/problem.js';
import { Whole } from '../requests/fields.js';
import { beyondTheEnd } from '../requests/positions.js';
import { cloudEventOf, feedPageShape, type FeedPage } from './cloud-event.js';
import { Feed } from './feed.js';
import { feedRead } from './seeing.js';

export class FeedQuery {
  @Whole('the position to go on after', 0, 999_999_999_999_999, { hint: 'It is 0 for the beginning.' }) after = 0;
  @Whole('the most events in a page', 1, 1000) limit = 200;
}

/** Milliseconds between the comments of a silent stream; proxies give up on one after 30 s or more. */
const heartbeat = 15_000;

/** The log as CloudEvents, for other programs. */
@Controller('api/events')
export class FeedController {
  readonly #streams = new EventStreams({ ofOne: 10, inAll: 500 });

  constructor(
    private readonly feed: Feed,
    private readonly readings: Readings,
    private readonly signIn: SignIn,
  ) {}

  @Says({
    tag: 'Feed',
    summary: 'The log as CloudEvents 1.0, as far as you may see it',
    description:
      'A page of events after a position; go on with `next` until nothing more comes. With `Accept: text/event-stream` the events ' +
      'are followed as they are recorded: `id` is the position, `event` the type, `data` the CloudEvent. A stream ends when your ' +
      'token expires or a role of yours is withdrawn. One person follows ten streams at most.',
    headers: ['Last-Event-ID'],
    answers: {
      200: {
        description: 'Events. As `application/cloudevents-batch+json` an array, with the next page in the header Link.',
        schema: feedPageShape,
        media: ['application/cloudevents-batch+json', 'text/event-stream'],
        headers: ['Link'],
      },
    },
  })
  @Get()
  async read(
    @Query() { after, limit }: FeedQuery,
    @Headers('accept') accept: string | undefined,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FeedPage | string | StreamableFile> {
    reply.header('vary', 'accept');
    if (accepts(accept, 'text/event-stream')) {
      const last = positionOf(lastEventId);
      const end = await this.feed.endBefore(last ?? after);
      if (end !== undefined) throw last === undefined ? beyondTheEnd(end, 'log') : lastBeyond(end);
      return this.stream(last ?? after, asking, request, reply);
    }
    const end = await this.feed.endBefore(after);
    if (end !== undefined) throw beyondTheEnd(end, 'log');
    const page = await this.feed.page(asking, after, limit);
    if (page.events.length > 0) await this.readings.note(asking, feedRead, { after, to: page.next });
    const events = page.events.map(cloudEventOf);
    if (!accepts(accept, 'application/cloudevents-batch+json')) return { events, next: page.next };
    reply.header('link', `</api/events?after=${page.next}&limit=${limit}>; rel="next"`);
    reply.type('application/cloudevents-batch+json; charset=utf-8');
    return JSON.stringify(events);
  }

  private async stream(
    after: number,
    asking: Asker,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    const giveBack = this.#streams.take(asking.id);
    try {
      await this.readings.note(asking, feedRead, { after });
    } catch (fault) {
      giveBack();
      throw fault;
    }
    const asks = (): Promise<Asker | undefined> => this.signIn.still(asking, request);
    return this.#streams.answer(reply, giveBack, (gone) => this.feed.follow({ after, asks, gone, heartbeat }));
  }
}

const accepts = (accept: string | undefined, type: string): boolean =>
  (accept ?? '').split(',').some((range) => range.split(';')[0]?.trim().toLowerCase() === type);

const lastBeyond = (end: number): Problem =>
  new Problem(
    'malformed',
    `The header Last-Event-ID names no event of this feed: the log ends at ${end}. Read the feed again from its beginning.`,
  );

/** What a reader that lost its connection had last; undefined when it says nothing. */
function positionOf(lastEventId: string | undefined): number | undefined {
  if (lastEventId === undefined || lastEventId === '') return undefined;
  if (!/^\d{1,15}$/.test(lastEventId))
    throw new Problem('malformed', 'The header Last-Event-ID must be the id of an event of this feed, a whole number.');
  return Number(lastEventId);
}
