/** How a provider tells who somebody is: any that follows OpenID Connect, and NHS CIS2, which says it in claims of its own. */

export interface Claims {
  /** Parameters of the authorization request. */
  readonly asks: Readonly<Record<string, string>>;
  /** Whether the ID token does not say it all. */
  readonly fromUserInfo: boolean;
  readonly nameIn: (claims: Said) => unknown;
  /** Whether the provider is as sure of who it is as was asked of it. */
  readonly isSureEnough: (claims: Said) => boolean;
  /** Codes of the organisations that the person may act for; undefined where the provider says nothing of that. */
  readonly organisationsIn: (claims: Said) => readonly string[] | undefined;
}

type Said = Readonly<Record<string, unknown>>;

export const claimsOf = {
  openid: {
    asks: { scope: 'openid profile' },
    fromUserInfo: false,
    nameIn: ({ name }) => name,
    isSureEnough: () => true,
    organisationsIn: () => undefined,
  },
  /** Identity and organisation are CIS2's; the role there says nothing of roles here, which are the register's. */
  cis2: {
    asks: { scope: 'openid profile nationalrbacaccess', acr_values: 'AAL2_OR_AAL3_ANY' },
    fromUserInfo: true,
    nameIn: ({ name, given_name: given, family_name: family }) =>
      name ?? [given, family].filter((part) => typeof part === 'string').join(' '),
    // Asked for in `acr_values`, which a provider may answer with less (OpenID Connect Core §5.5.1.1).
    isSureEnough: ({ authentication_assurance_level: level }) => level === undefined || Number(level) >= 2,
    organisationsIn: chosenIn,
  },
} as const satisfies Record<string, Claims>;

export type ClaimsOf = keyof typeof claimsOf;

/** The organisation of NHS England in ODS. */
const nhsEngland = 'X24';

/** The organisation of the role that the person chose there, or of all where none is said to be chosen. */
function chosenIn({ nhsid_nrbac_roles: roles, selected_roleid: chosen }: Said): readonly string[] {
  const held = (Array.isArray(roles) ? (roles as readonly unknown[]) : []).flatMap((role) =>
    isRole(role) ? [role] : [],
  );
  const acting = typeof chosen === 'string' ? held.filter(({ person_roleid: id }) => id === chosen) : held;
  return [...new Set(acting.map(({ org_code: code }) => (code === nhsEngland ? 'nhse' : code)))];
}

interface Role {
  readonly org_code: string;
  readonly person_roleid?: unknown;
}

const isRole = (role: unknown): role is Role =>
  typeof role === 'object' && role !== null && 'org_code' in role && typeof role.org_code === 'string';
