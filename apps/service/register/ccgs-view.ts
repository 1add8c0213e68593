/** CCGs and practices as the registrar sees them. */
import { dayInWords } from '../../../libs/workflow/london.js';
import { countingInWords } from '../../../workflows/stages/constitution/counting-words.js';
import type { View } from '../pages/answered.js';
import { addressOf } from '../pages/addresses.js';
import { choicesOf, panelOf, regionFilter } from '../pages/filtered.js';
import { holdsText, pageOf, type AskedOfList, type Cell, type Link, type Listing, type Tag } from '../pages/listing.js';
import type { CcgFound, MeasuresFound } from './lists-answer.js';
import { standings, type CcgListQuery } from './queries.js';

export const atRegister = { text: 'Register', href: '/register' } as const;
const atCcgs = { text: 'CCGs', href: '/register/ccgs' } as const;

export function ccgsView(
  all: readonly CcgFound[],
  regions: readonly { readonly code: string; readonly name: string }[],
  of: AskedOfList<CcgListQuery>,
  mayChange: boolean,
): View & { readonly listings: readonly Listing[] } {
  const { asked, errors } = of;
  const { q, region, standing } = asked;
  const found = all.filter(
    (each) =>
      holdsText(q, each.ccg.name, each.ccg.code) &&
      (region === undefined || each.ccg.region === region) &&
      (standing === undefined || standsSo(each, standing)),
  );
  const { rows, pages, csv } = pageOf(found, asked, addressOf('/register/ccgs', { q, region, standing }));
  const listing: Listing = {
    caption: found.length === 1 ? '1 CCG' : `${found.length} CCGs`,
    head: ['CCG', 'Region', 'Status', 'Constitution'],
    rows: rows.map((found) => ccgRow(found, mayChange)),
    empty:
      all.length === 0
        ? 'CCGs appear here once a file of ODS has been imported.'
        : 'No CCG is like that. Clear the search to see all.',
    ...(pages && { pages }),
    csv,
  };
  return {
    title: 'CCGs in the register',
    breadcrumbs: [atRegister],
    errors,
    lead: [
      'Names, regions and closings that ODS publishes come with an import; what cannot wait for it is recorded on the page of the CCG.',
    ],
    panel: filterOf(of, regions),
    listings: [listing],
  };
}

const standsSo = (each: CcgFound, standing: keyof typeof standings): boolean =>
  standing === 'measures' ? each.measures !== undefined : each.standing === standing;

function ccgRow(found: CcgFound, mayChange: boolean): readonly Cell[] {
  const { ccg, regionName, standing } = found;
  const { version, from } = ccg.constitution;
  return [
    { text: ccg.name, href: `/register/ccgs/${ccg.code}`, more: ccg.code, tags: tagsOf(found) },
    regionName,
    standingInWords(found),
    {
      text: `Version ${version}, from ${dayInWords(from)}`,
      ...(mayChange &&
        standing !== 'closed' && {
          links: [
            {
              text: 'Record another',
              href: `/register/change/constitution/${ccg.code}`,
              about: `version for ${ccg.name}`,
            },
          ],
        }),
    },
  ];
}

const tagsOf = ({ measures, standing }: CcgFound): readonly Tag[] => [
  ...(measures ? [{ text: 'Special measures', colour: 'red' } as const] : []),
  ...(standing === 'to close' ? [{ text: 'To close', colour: 'yellow' } as const] : []),
  ...(standing === 'closed' ? [{ text: 'Closed', colour: 'grey' } as const] : []),
];

function standingInWords({ ccg: { opened, closed, closedBy, successor }, standing }: CcgFound): string {
  const into = successor === undefined ? '' : ` into ${successor}`;
  if (standing === 'to open') return `Opens on ${dayInWords(opened)}`;
  if (closed === undefined) return `Open since ${dayInWords(opened)}`;
  const how = closedBy === 'merger' || successor !== undefined ? 'merge' : 'close';
  return standing === 'to close'
    ? `To ${how}${into}; last day ${dayInWords(closed)}`
    : `${how === 'merge' ? 'Merged' : 'Closed'}${into}; last day ${dayInWords(closed)}`;
}

/** One CCG: what of it the registrar can change, and what that rests on. */
export function ccgView(
  found: CcgFound,
  {
    members,
    measures,
    mayChange,
  }: {
    readonly members: number;
    readonly measures: readonly Omit<MeasuresFound, 'ccg'>[];
    readonly mayChange: boolean;
  },
): View {
  const { ccg, standing } = found;
  return {
    title: ccg.name,
    caption: `CCG ${ccg.code}`,
    about: `${ccg.code} in the register`,
    breadcrumbs: [atRegister, atCcgs],
    facts: factsOf(found, members),
    actions: mayChange && standing !== 'closed' ? actionsOf(ccg, measures) : [],
    listings: [
      measuresListing(
        measures.map((time) => ({ ...time, ccg })),
        { named: false },
      ),
    ],
    links: [
      {
        text: `The page of ${ccg.name} that everybody sees`,
        href: `/ccgs/${ccg.code}`,
        more: 'levels held, live cases, members',
      },
      { text: 'People who act for it', href: addressOf('/register/people', { organisation: ccg.code }) },
      { text: 'Interests in it', href: addressOf('/register/interests', { organisation: ccg.code }) },
    ],
  };
}

const factsOf = (found: CcgFound, members: number): readonly { readonly key: string; readonly value: Cell }[] => [
  { key: 'Status', value: { text: standingInWords(found), tags: tagsOf(found) } },
  { key: 'Region', value: found.regionName },
  {
    key: 'Member practices',
    value: { text: String(members), href: addressOf('/register/practices', { ccg: found.ccg.code }) },
  },
  {
    key: 'Constitution',
    value: `Version ${found.ccg.constitution.version}, in force from ${dayInWords(found.ccg.constitution.from)}`,
  },
  { key: 'Votes count', value: countedInWords(found.ccg.constitution.counting) },
  {
    key: 'Amendments that are not material',
    value: found.ccg.constitution.ballotRequired ? 'Need a ballot of the members too' : 'Need no ballot',
  },
];

function countedInWords(rule: CcgFound['ccg']['constitution']['counting']): Cell {
  const { carried, more } = countingInWords(rule);
  return { text: carried, more: more.join(' ') };
}

function actionsOf(
  { code, closed }: CcgFound['ccg'],
  measures: readonly Omit<MeasuresFound, 'ccg'>[],
): readonly Link[] {
  const change = (name: string): string => `/register/change/${name}/${code}`;
  const isInMeasures = measures.some(({ until }) => until === undefined);
  return [
    { text: closed === undefined ? 'Record a closing or merger' : 'Change its closing', href: change('closure') },
    ...(closed === undefined ? [] : [{ text: 'Take its closing back', href: change('stays-open') }]),
    { text: 'Record a constitution', href: change('constitution') },
    { text: 'Change name or region', href: change('details') },
    { text: isInMeasures ? 'Lift special measures' : 'Put in special measures', href: change('measures') },
  ];
}

function measuresListing(
  times: readonly MeasuresFound[],
  { named, mayChange = false }: { readonly named: boolean; readonly mayChange?: boolean },
): Listing {
  return {
    caption: 'Times in special measures',
    head: [...(named ? ['CCG'] : []), 'From', 'Until', 'Direction', ...(mayChange ? ['What you can do'] : [])],
    rows: times.map(({ ccg, since, until, direction }) => [
      ...(named ? [{ text: ccg.name, href: `/register/ccgs/${ccg.code}`, more: ccg.code }] : []),
      dayInWords(since),
      until === undefined
        ? { tags: [{ text: 'Still in special measures', colour: 'red' } as const] }
        : `${dayInWords(until)} (first day without)`,
      direction,
      ...(mayChange
        ? [
            until === undefined
              ? {
                  links: [
                    {
                      text: 'Lift',
                      href: `/register/change/measures/${ccg.code}`,
                      about: `special measures of ${ccg.name}`,
                    },
                  ],
                }
              : '',
          ]
        : []),
    ]),
    empty: named
      ? 'No CCG was ever in special measures. They appear here from the day they are placed.'
      : 'It never was in special measures.',
  };
}

export const measuresView = (times: readonly MeasuresFound[], mayChange: boolean): View => ({
  title: 'Special measures',
  breadcrumbs: [atRegister],
  lead: [
    'A CCG in special measures applies for no higher level; its open cases wait (R-41). Placing and lifting fall on its open cases at once.',
    'To place them, open the CCG in the list of CCGs.',
  ],
  actions: [{ text: 'Find a CCG', href: '/register/ccgs' }],
  listings: [measuresListing(times, { named: true, mayChange })],
});

const filterOf = (
  of: AskedOfList<CcgListQuery>,
  regions: readonly { readonly code: string; readonly name: string }[],
) =>
  panelOf(
    '/register/ccgs',
    of.typed,
    [
      { name: 'q', label: 'Name or code' },
      regionFilter(regions),
      { name: 'standing', label: 'Status', choices: choicesOf(standings) },
    ],
    { errors: of.errors, title: 'Search CCGs' },
  );
