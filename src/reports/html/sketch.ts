/** The picture of class mode in which a backlog is guessed, pixels. */
const sketchWidth = 400;
const sketchHeight = 100;

/** Where a share of the time, 0 to 1, stands in the sketch. */
export const sketchX = (share: number): string => (share * sketchWidth).toFixed(1);

/** Where a backlog stands in the sketch whose top is `scale`. */
export const sketchY = (backlog: number, scale: number): string =>
  (sketchHeight - (backlog / scale) * sketchHeight).toFixed(1);
