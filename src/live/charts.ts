import { showCount, showDuration } from '../reports/format.ts';
import { latencyPoints, type Point, ratePoints, waitingPoints } from './chart-points.ts';
import type { LiveProgress } from './event.ts';

/** One line of a contestant. */
export interface LiveCurve {
  /** After the name of the contestant, in the legend and for who cannot see the picture. */
  readonly label: string;
  readonly weight: 'thick' | 'thin';
  readonly points: (points: readonly LiveProgress[]) => readonly Point[];
}

/** A chart of the live page: the server writes its title, the browser draws it. */
export interface LiveChart {
  /** Of the figure in the page. */
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly scale: 'linear' | 'log';
  readonly curves: readonly LiveCurve[];
  /** Drawn once, in grey, for every contestant is offered the same. */
  readonly offered: LiveCurve | null;
  readonly show: (value: number) => string;
}

const showPerSecond = (rate: number): string => `${showCount(rate)}/s`;

export const liveCharts: readonly LiveChart[] = [
  {
    id: 'rates',
    title: 'Offered, accepted and completed',
    subtitle:
      'requests per second; thick: completed, thin: accepted, grey: offered; bands: a fault is in force',
    scale: 'linear',
    curves: [
      { label: 'completed', weight: 'thick', points: (points) => ratePoints(points, 'completed') },
      { label: 'accepted', weight: 'thin', points: (points) => ratePoints(points, 'accepted') },
    ],
    offered: { label: 'offered', weight: 'thin', points: (points) => ratePoints(points, 'sent') },
    show: showPerSecond,
  },
  {
    id: 'latency',
    title: 'Time from due to completed',
    subtitle:
      'of those that completed in the last second, log scale; thick: 95th percentile, thin: median; bands: a fault is in force',
    scale: 'log',
    curves: [
      { label: 'p95', weight: 'thick', points: (points) => latencyPoints(points, 'p95') },
      { label: 'p50', weight: 'thin', points: (points) => latencyPoints(points, 'p50') },
    ],
    offered: null,
    show: showDuration,
  },
  {
    id: 'backlog',
    title: 'Backlog and requests in flight',
    subtitle:
      'thick: messages waiting in queues and outboxes, thin: requests of the client that are not over; bands: a fault is in force',
    scale: 'linear',
    curves: [
      { label: 'backlog', weight: 'thick', points: (points) => waitingPoints(points, 'backlog') },
      { label: 'in flight', weight: 'thin', points: (points) => waitingPoints(points, 'inFlight') },
    ],
    offered: null,
    show: showCount,
  },
];
