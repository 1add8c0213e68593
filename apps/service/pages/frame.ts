/** What stands around every page, for whoever asks for it. */
import type { FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Grant, Role } from '../../../libs/register/model.js';
import { isSameGrant, SignIn } from '../access/sign-in.guard.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import { formToken } from '../session/forgery.js';
import type { Assets } from './assets.js';
import { organisationCalled } from './names.js';
import { roleTitle } from './words.js';

interface Entry {
  readonly text: string;
  readonly href: string;
  /** Whether the page is this one, or lies below it. */
  readonly current?: boolean;
}

/** A role that somebody may act in. */
export interface ActingAs {
  readonly role: string;
  readonly title: string;
  readonly organisation: string;
  /** The organisation's name. */
  readonly name: string;
  /** As the form that switches sends it. */
  readonly value: string;
}

export interface Frame {
  readonly assets: Assets;
  /** Of this answer alone; scripts and styles without it do not run. */
  readonly nonce: string;
  /** Path and query of the page. */
  readonly path: string;
  readonly navigation: readonly Entry[];
  /** Absent for whoever has not signed in. */
  readonly account?: {
    readonly name: string;
    readonly acting: ActingAs | undefined;
    /** All that the person may act as, the current one included. */
    readonly held: readonly ActingAs[];
    readonly csrf: string;
  };
  /** Where whoever has not signed in does so, and comes back from to this page. */
  readonly signIn?: string;
  /** What time it is for the service, in a simulation or in truth. */
  readonly now: string;
  readonly development?: { readonly simulated: boolean };
  readonly version: string;
}

/** What differs from one service to another. */
export interface Setting {
  readonly assets: Assets;
  readonly development?: { readonly simulated: boolean };
  readonly version: string;
}

/** Where a role begins, by what it does most; five entries at most. */
const entries: Readonly<Record<Role, readonly Entry[]>> = {
  'ccg-officer': [
    { text: 'Home', href: '/' },
    { text: 'Cases', href: '/cases' },
    { text: 'New application', href: '/apply' },
    { text: 'CCGs', href: '/ccgs' },
    { text: 'National picture', href: '/uptake' },
  ],
  'practice-representative': [
    { text: 'Home', href: '/' },
    { text: 'Ballots', href: '/cases' },
    { text: 'CCGs', href: '/ccgs' },
    { text: 'National picture', href: '/uptake' },
  ],
  'result-verifier': [
    { text: 'Home', href: '/' },
    { text: 'Cases', href: '/cases' },
    { text: 'CCGs', href: '/ccgs' },
    { text: 'National picture', href: '/uptake' },
  ],
  'regional-assessor': [
    { text: 'Home', href: '/' },
    { text: 'Work', href: '/work' },
    { text: 'Cases', href: '/cases' },
    { text: 'Meetings', href: '/meetings' },
    { text: 'Delegations', href: '/delegations' },
  ],
  'constitution-reviewer': [
    { text: 'Home', href: '/' },
    { text: 'Work', href: '/work' },
    { text: 'Cases', href: '/cases' },
    { text: 'CCGs', href: '/ccgs' },
    { text: 'National picture', href: '/uptake' },
  ],
  'national-committee': [
    { text: 'Work', href: '/work' },
    { text: 'Meetings', href: '/meetings' },
    { text: 'Conditions', href: '/conditions' },
    { text: 'Delegations', href: '/delegations' },
    { text: 'Cases', href: '/cases' },
  ],
  auditor: [
    { text: 'Home', href: '/' },
    { text: 'Audit', href: '/audit' },
    { text: 'Cases', href: '/cases' },
    { text: 'Delegations', href: '/delegations' },
    { text: 'National picture', href: '/uptake' },
  ],
  registrar: [
    { text: 'Home', href: '/' },
    { text: 'Register', href: '/register' },
    { text: 'Rounds', href: '/rounds' },
    { text: 'Work', href: '/work' },
    { text: 'Cases', href: '/cases' },
  ],
};

@Injectable()
export class Frames {
  constructor(
    private readonly signIn: SignIn,
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  of({ url, signedIn }: FastifyRequest, setting: Setting): Frame {
    const session = signedIn?.ok === true ? signedIn.session : undefined;
    // Also where there is nothing at the address, and no route asks who it is.
    const asking = signedIn?.ok === true && session ? this.signIn.askerOf(signedIn) : undefined;
    const [acting] = asking?.grants ?? [];
    return {
      ...setting,
      nonce: randomBytes(16).toString('base64'),
      path: url,
      now: this.clock.now().toISOString(),
      ...(asking === undefined && { signIn: signInFor(url) }),
      navigation: acting ? entries[acting.role].map((entry) => ({ ...entry, current: isAt(url, entry.href) })) : [],
      ...(asking &&
        session && {
          account: {
            name: asking.name,
            acting: acting && this.#shown(acting),
            held: this.signIn.held({ person: session.person, session }).map((grant) => this.#shown(grant)),
            csrf: formToken(session),
          },
        }),
    };
  }

  #shown({ role, organisation }: Grant): ActingAs {
    return {
      role,
      title: roleTitle(role),
      organisation,
      name: this.nameOf(organisation),
      value: `${role} ${organisation}`,
    };
  }

  /** The name of an organisation, by its code. */
  nameOf(organisation: string): string {
    return organisationCalled(this.ledger.register, organisation);
  }
}

/** One of those the person holds, as the form said it. */
export const chosenAmong = (held: readonly Grant[], value: string): Grant | undefined => {
  const [role, organisation] = value.split(' ');
  return held.find((grant) => isSameGrant(grant, { role, organisation } as Grant));
};

/** Of signing in and out itself nothing is to be come back to. */
const signInFor = (url: string): string =>
  /^\/sign/.test(url) ? '/sign-in' : `/sign-in?to=${encodeURIComponent(url)}`;

function isAt(url: string, href: string): boolean {
  const [path = ''] = url.split('?');
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}
