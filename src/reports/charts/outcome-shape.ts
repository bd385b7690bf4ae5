import type { OutcomeClass } from '../../result/outcomes.ts';

/** A shape as SVG path around a point, in whole or half pixels; `stroked` ones are lines, the others areas. */
interface Shape {
  readonly stroked: boolean;
  readonly path: (x: number, y: number) => string;
}

const shapes: Readonly<Record<OutcomeClass, Shape>> = {
  completed: { stroked: false, path: (x, y) => `M${x - 1} ${y - 1}h2v2h-2z` },
  declined: { stroked: true, path: (x, y) => `M${x - 3} ${y}h6` },
  refused: { stroked: false, path: (x, y) => `M${x - 3} ${y + 2.5}h6l-3 -5.5z` },
  compensated: { stroked: false, path: (x, y) => `M${x} ${y - 4}l4 4l-4 4l-4 -4z` },
  recovered: { stroked: true, path: (x, y) => `M${x - 3} ${y}h6M${x} ${y - 3}v6` },
  dropped: { stroked: true, path: (x, y) => `M${x - 3} ${y - 3}l6 6M${x + 3} ${y - 3}l-6 6` },
  stranded: { stroked: false, path: (x, y) => `M${x - 3.5} ${y - 2.5}h7l-3.5 6z` },
  vanished: { stroked: true, path: (x, y) => `M${x} ${y - 4}l4 4l-4 4l-4 -4z` },
  unresolved: { stroked: true, path: (x, y) => `M${x - 3} ${y - 3}h6v6h-6z` },
  contradicted: { stroked: false, path: (x, y) => `M${x - 3} ${y - 3}h6v6h-6z` },
};

/** The shape of an outcome at many points as one path: shape tells what colour cannot. */
export const shapePath = (kind: OutcomeClass, points: readonly (readonly [x: number, y: number])[]): string =>
  points.map(([x, y]) => shapes[kind].path(x, y)).join('');

/** How the path of an outcome is painted. */
export const shapeStyle = (kind: OutcomeClass, colour: string) =>
  shapes[kind].stroked
    ? { fill: 'none', stroke: colour, lineWidth: 1.4 }
    : { fill: colour, stroke: 'none', lineWidth: 0 };
