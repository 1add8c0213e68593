/** Names for the invented register. Every place, practice and person here is made up; none is meant to be a real one. */

const placeStems = words(`
  Alder Bramble Cobber Dapple Elver Fallow Garrow Hazzle Ivory Juniper Kestle Lapwing Marrow Nettle Oster Pellow
  Quill Rushen Sorrel Tarrel Umber Velver Whimble Yarrel
`);
const placeEndings = words(`
  wick mere thwaite combe hythe stead garth minster holme sett fold lowe brook dene shaw haven
`);
const placeSides = ['', '', '', 'North ', 'South ', 'East ', 'West ', 'Greater ', 'Mid '];

const practiceStems = words(`
  Fern Willow Larch Rowan Amber Lark Swift Otter Heron Copper Silver Meadow Orchard Clover Linden Maple Bracken
  Heather Juniper Sparrow Plover Pebble Harvest Lantern Saffron Teasel Cricket Bramley Dovecote Candle Bluebell
  Damson Ember Finch Gorse Hazel Ivy Jackdaw Kestrel Lavender Mallow Nutmeg Oat Poppy Quince Robin Sedge Tansy
  Vetch Wagtail Yarrow Apple Barley Cinder Drover Foxglove Goose Honey Merlin Pippin Ramson
`);
const practiceEndings = words(`
  hollow bank ridge field gate lane croft moor court side well leigh acre bridge way mount green dale spring
  cross
`);
const practiceKinds = [
  'Surgery',
  'Medical Centre',
  'Health Centre',
  'Medical Practice',
  'Family Practice',
  'Group Practice',
  'Doctors',
];

const givenNames = words(`
  Adaeze Aisha Alice Amir Andrew Anjali Ben Bethan Callum Carys Chidi Clare Daniel Deepa Dylan Elena Emeka Farah
  Fiona Gareth Grace Hannah Hassan Imran Ines Jakub James Joanna Kavita Kwame Leila Liam Lucy Marek Mei Mohammed
  Nadia Naomi Niamh Olu Owen Parveen Peter Priya Rachel Rafael Rhys Rosa Samir Sarah Sean Simran Stephen Tariq
  Tessa Tomasz Uma Victor Wei Yusuf Zainab Zoe
`);
const familyStems = words(`
  Ard Bel Cal Dor Ember Far Gar Hol Is Jes Kin Lor Mar Nor Or Pen Quin Ros Sal Tor Ul Var Wes Yar
`);
const familyEndings = words('bury croft dale ey ford gan hurst ison kin low mond ner ock ridge son ton vale win');

/** Draws from one stream of numbers in [0, 1). */
export type Draw = () => number;

export function pick<T>(draw: Draw, from: readonly T[]): T {
  const picked = from[Math.floor(draw() * from.length)];
  if (picked === undefined) throw new RangeError('expected something to pick from, found nothing');
  return picked;
}

/** A copy in random order. */
export function shuffled<T>(draw: Draw, things: readonly T[]): T[] {
  return things
    .map((thing) => ({ thing, key: draw() }))
    .sort((a, b) => a.key - b.key)
    .map(({ thing }) => thing);
}

/** `count` different names of CCGs: of one place, of two, or of three with a comma between. */
export function ccgNames(draw: Draw, count: number): string[] {
  const places = shuffled(draw, pairs(placeStems, placeEndings));
  const next = () => places.pop() ?? 'Farther';
  return Array.from({ length: count }, () => {
    const kind = draw();
    if (kind < 0.6) return `NHS ${pick(draw, placeSides)}${next()} CCG`;
    if (kind < 0.92) return `NHS ${next()} and ${next()} CCG`;
    return `NHS ${next()}, ${next()} and ${next()} CCG`;
  });
}

/** `count` different names of practices; there are some 8,000. */
export function practiceNames(draw: Draw, count: number): string[] {
  const kinds = practiceKinds.map((kind) => ` ${kind}`);
  return shuffled(draw, pairs(pairs(practiceStems, practiceEndings), kinds)).slice(0, count);
}

export function personName(draw: Draw): string {
  return `${pick(draw, givenNames)} ${pick(draw, familyStems)}${pick(draw, familyEndings)}`;
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

function pairs(stems: readonly string[], endings: readonly string[]): string[] {
  return stems.flatMap((stem) => endings.map((ending) => stem + ending));
}
