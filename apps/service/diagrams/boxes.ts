/** Where the states of a picture are, to tell whether one lies on another. */
export interface Box {
  readonly name: string;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** What Graphviz drew for each state, in its own units: the outline, from corner to corner. */
export function boxesIn(svg: string): readonly Box[] {
  const nodes = svg.matchAll(/<g id="[^"]*" class="node">\s*<title>([^<]*)<\/title>\s*<path[^>]* d="([^"]*)"/g);
  return [...nodes].map(([, name = '', outline = '']) => {
    const points = [...outline.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    const between = (numbers: readonly number[]) => [Math.min(...numbers), Math.max(...numbers)] as const;
    return { name, x: between(points.map(([x]) => x)), y: between(points.map(([, y]) => y)) };
  });
}

export const overlap = (a: Box, b: Box): boolean =>
  a.x[0] < b.x[1] && b.x[0] < a.x[1] && a.y[0] < b.y[1] && b.y[0] < a.y[1];
