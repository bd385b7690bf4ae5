import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { lastAttempts } from '../analysis/counting-rounds.ts';
import { phaseNames } from '../result/figures.ts';
import type { FolderReport } from './report.ts';

const milestones = ['accepted', 'completed'] as const;

const seconds = (ms: number): string => (ms / 1_000).toFixed(3);

const header = (startMs: number): string =>
  [
    '#[Latencies in microseconds; give HdrHistogram tools an output value unit ratio of 1000 for ms]',
    '#[Histogram log format version 1.3]',
    `#[StartTime: ${seconds(startMs)} (seconds since epoch), ${new Date(startMs).toISOString()}]`,
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
  ].join('\n');

/** One interval line: start since the log's own start and length in s, maximum in ms, histogram. */
const line = (startMs: number, lengthMs: number, histogram: string): string =>
  [
    seconds(startMs),
    seconds(lengthMs),
    seconds(decodeFromCompressedBase64(histogram).maxValue),
    histogram,
  ].join(',');

/**
 * HdrHistogram logs that standard tools read: one file per contestant, milestone and phase, one line per round. They hold
 * the requests that got there; what never came is not in a histogram.
 */
const files: FolderReport['files'] = ({ rounds }) => {
  const kept = lastAttempts(rounds);
  const names = [...new Set(kept.map((round) => round.contestant))];
  return names.flatMap((name) => {
    const own = kept.filter((round) => round.contestant === name);
    const startMs = Math.min(...own.map((round) => Date.parse(round.startedAt)));
    return phaseNames.flatMap((phase) => {
      const present = own.filter((round) => round.phases[phase].windows.length > 0);
      if (present.length === 0) return [];
      return milestones.map((milestone) => ({
        file: `${name}.${milestone}.${phase}.hlog`,
        text: `${[
          header(startMs),
          ...present.map((round) => {
            const { windows } = round.phases[phase];
            const lengthMs = windows.reduce((sum, [from, to]) => sum + to - from, 0);
            const sinceStart = Date.parse(round.startedAt) - startMs + (windows[0]?.[0] ?? 0);
            return line(sinceStart, lengthMs, round.histograms[phase][milestone]);
          }),
        ].join('\n')}\n`,
      }));
    });
  });
};

export const hlog: FolderReport = { name: 'hlog', files };
