import { escapeHtml } from './html.ts';

/** A relation in a picture. */
export interface PictureNode {
  readonly name: string;
  readonly layer: 'lake' | 'staging' | 'intermediate' | 'marts';
  readonly inputs: readonly string[];
  /** Its page, where it has one. */
  readonly href: string | null;
}

const WIDTH = 175;
const HEIGHT = 24;
const GAP_X = 50;
const GAP_Y = 10;

/** Relations as an SVG: each in a column right of all it reads, with a line from every input. */
export function lineagePicture(nodes: readonly PictureNode[], current: string | null): string {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const depths = new Map<string, number>();
  const depthOf = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const inputs = (byName.get(name)?.inputs ?? []).filter((input) => byName.has(input));
    const depth = inputs.length === 0 ? 0 : Math.max(...inputs.map(depthOf)) + 1;
    depths.set(name, depth);
    return depth;
  };
  const columns: PictureNode[][] = [];
  for (const node of nodes) (columns[depthOf(node.name)] ??= []).push(node);
  const places = new Map<string, { x: number; y: number }>();
  for (const [depth, column] of columns.entries()) {
    const middle = (node: PictureNode) => {
      const ys = node.inputs.flatMap((input) => places.get(input)?.y ?? []);
      return ys.length === 0 ? 0 : ys.reduce((sum, y) => sum + y, 0) / ys.length;
    };
    const sorted = column.toSorted((a, b) => middle(a) - middle(b) || (a.name < b.name ? -1 : 1));
    for (const [row, { name }] of sorted.entries()) places.set(name, { x: depth * (WIDTH + GAP_X), y: row * (HEIGHT + GAP_Y) });
  }
  const width = columns.length * (WIDTH + GAP_X) - GAP_X;
  const height = Math.max(...columns.map((column) => column.length)) * (HEIGHT + GAP_Y) - GAP_Y;
  const lines = nodes.flatMap((node) =>
    node.inputs.flatMap((input) => {
      const [from, to] = [places.get(input), places.get(node.name)];
      if (from === undefined || to === undefined) return [];
      const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
      const bend = (x1 + x2) / 2;
      const isOwn = input === current || node.name === current;
      return `<path class="${isOwn ? 'own' : ''}" d="M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}"/>`;
    }),
  );
  const boxes = nodes.flatMap((node) => {
    const place = places.get(node.name);
    if (place === undefined) return [];
    const box = `<g class="${node.layer}${node.name === current ? ' current' : ''}" transform="translate(${place.x} ${place.y})"><rect width="${WIDTH}" height="${HEIGHT}" rx="4"/><text x="10" y="16">${escapeHtml(node.name)}</text></g>`;
    return node.href === null ? box : `<a href="${escapeHtml(node.href)}">${box}</a>`;
  });
  return `<svg class="lineage" role="img" aria-label="Lineage" viewBox="-4 -4 ${width + 8} ${height + 8}" width="${width + 8}" height="${height + 8}">${lines.join('')}${boxes.join('')}</svg>`;
}
