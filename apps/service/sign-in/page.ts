import { Body, Header, HttpCode, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OpenToAll, SignIn } from '../access/sign-in.guard.js';
import { isOwn } from '../pages/adapter.js';
import { SeeOther, Shown } from '../pages/answered.js';
import { chosenAmong, Frames } from '../pages/frame.js';
import { Pages, Posted } from '../pages/page.js';
import { roleTitle } from '../pages/words.js';
import { Problem } from '../problems/problem.js';
import { PostedForm } from '../session/posted-form.js';
import { sessionOf } from '../session/session-of.js';
import { SigningIn } from './signing-in.js';

/** Signing in and out, and in which role one acts. */
@Pages('')
export class SignInPages {
  constructor(
    private readonly signingIn: SigningIn,
    private readonly signIn: SignIn,
    private readonly frames: Frames,
  ) {}

  /** On to the provider, and back to the page one wanted. */
  @OpenToAll()
  @Get('sign-in')
  async begin(@Query('to') to: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const wanted = typeof to === 'string' && isOwn(to) && !isOfSignIn(to) ? to : '/';
    const url = await this.signingIn.begin(wanted, request, reply);
    await goOn(reply, url);
  }

  @OpenToAll()
  @Get('sign-in/callback')
  async finish(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SeeOther | Shown> {
    const outcome = await this.signingIn.finish(request, reply);
    if ('to' in outcome) {
      request.signing = { what: 'signed in', person: outcome.person };
      return new SeeOther(outcome.to);
    }
    request.signing = { what: 'sign-in refused', because: outcome.because };
    const again = outcome.because === 'no-role' ? 'Sign in as somebody else' : 'Sign in';
    return new Shown('sign-in/refused', { title: 'You have not been signed in', because: outcome.inWords, again }, 403);
  }

  /** The provider's word that a sign-in there has ended. */
  @OpenToAll()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Post('sign-in/back-channel-logout')
  async ended(@Body() form: unknown, @Req() request: FastifyRequest): Promise<void> {
    const token = form instanceof PostedForm ? form.one('logout_token') : undefined;
    const ended = token === undefined ? undefined : await this.signingIn.endedBy(token);
    if (ended === undefined) throw new Problem('malformed', 'Send a logout token of the provider.');
    const { subject: person } = ended;
    request.signing = { what: 'signed out', because: 'the provider said so', ...(person !== undefined && { person }) };
  }

  @Post('sign-out')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const url = await this.signingIn.end(request, reply);
    request.signing = { what: 'signed out' };
    await goOn(reply, url);
  }

  @OpenToAll()
  @Get('signed-out')
  signedOut(): Shown {
    return new Shown('sign-in/signed-out', { title: 'You have signed out' });
  }

  @Get('acting-as')
  roles(@Query('to') to: unknown, @Req() request: FastifyRequest): Shown {
    const session = sessionOf(request);
    const [acting] = this.signIn.askerOf({ person: session.person, session }).grants;
    const items = this.signIn.held({ person: session.person, session }).map((grant) => ({
      value: `${grant.role} ${grant.organisation}`,
      text: `${roleTitle(grant.role)} for ${this.frames.nameOf(grant.organisation)}`,
      checked: grant === acting,
    }));
    return new Shown('sign-in/acting-as', {
      title: 'Which role are you acting in?',
      items,
      to: typeof to === 'string' && isOwn(to) ? to : '/',
    });
  }

  @Post('acting-as')
  async actAs(@Posted() form: PostedForm, @Req() request: FastifyRequest): Promise<SeeOther> {
    const session = sessionOf(request);
    const chosen = chosenAmong(this.signIn.held({ person: session.person, session }), form.one('grant') ?? '');
    if (chosen === undefined) throw new Problem('not-yours', 'Choose a role that you hold.');
    await this.signingIn.actAs(session, chosen);
    const to = form.one('to');
    return new SeeOther(to !== undefined && isOwn(to) ? to : '/');
  }
}

/** To the provider, whose address is not of this service. */
async function goOn(reply: FastifyReply, url: string): Promise<void> {
  await reply.status(303).header('cache-control', 'no-store').header('location', url).send();
}

/** Who signs in is not led to sign in, or out, again. */
const isOfSignIn = (to: string): boolean => /^\/(sign-in|sign-out|signed-out)([/?#]|$)/.test(to);
