import type { EChartsOption } from 'echarts';
import type { RunResult } from '../../result/run.ts';

/** The data of a chart as a table: what a reader without eyes for the picture, or with doubts about it, gets. */
export interface ChartTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A region of the picture in its own pixels; a width of 0 is a vertical line. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One picture with everything that belongs to it. */
export interface Chart {
  /** Anchor in the page. */
  readonly id: string;
  /** What the chart shows, in words with numbers; it is the title. */
  readonly finding: string;
  /** Metric, unit, and how points are binned. */
  readonly subtitle: string;
  /** For who cannot see it: axes, series, and what to look for. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  /** null: nothing to draw, and `emptyReason` says why. */
  readonly option: EChartsOption | null;
  readonly emptyReason: string | null;
  readonly table: ChartTable;
  /** Where the cursor is drawn for each row of the table. */
  readonly marks: readonly (readonly Mark[])[];
}

/** A chart is a pure function of the result and knows no style by name. */
export type DrawChart = (result: RunResult) => Chart;
