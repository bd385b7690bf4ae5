import type { Exemplar } from '../../result/observations.ts';
import type { OutcomeClass } from '../../result/outcomes.ts';
import { showDuration } from '../format.ts';
import type { Lane } from './request-lanes.ts';

/** What became of a request, after "that". */
const became: Readonly<Record<OutcomeClass, string>> = {
  completed: 'completed',
  declined: 'was declined',
  refused: 'was refused',
  compensated: 'was paid back',
  recovered: 'was done in the end, though the client had been told otherwise or nothing',
  dropped: 'was dropped',
  stranded: 'was left half done',
  vanished: 'vanished',
  unresolved: 'was still under way at the end',
  contradicted: 'was declined in words and yet paid for and served',
};

const rankOf = (percentile: number): string => `p${percentile}`;

/** `p99: never; shown is a request that was refused`, or nothing where the request is what the rank says. */
const insteadOf = ({ percentile, never, outcome }: Exemplar): string =>
  never === true
    ? `${rankOf(percentile)}: never; shown is a request that ${outcome === undefined ? 'did not complete' : became[outcome]}`
    : '';

const ending = ({ acceptedAt, completedAt }: Exemplar): string => {
  if (completedAt === null)
    return acceptedAt === null
      ? 'was never resolved'
      : `was accepted after ${showDuration(acceptedAt)} and was never resolved`;
  if (acceptedAt === null || acceptedAt === completedAt)
    return `was resolved after ${showDuration(completedAt)}`;
  return `was accepted after ${showDuration(acceptedAt)} and resolved after ${showDuration(completedAt)}`;
};

/** What a lane says of its request; empty without one. */
export const laneText = ({ shown, exemplar }: Lane): string => {
  if (exemplar === null) return '';
  const instead = insteadOf(exemplar);
  return instead === ''
    ? `${shown.name} ${ending(exemplar)}`
    : `${shown.name}: ${instead.replace(/^p\d+: /, '')}: it ${ending(exemplar)}`;
};

/** Older results picked among the completed requests only, whatever had become of the others. */
export const ofCompletedOnly = (lanes: readonly Lane[]): boolean =>
  lanes.some(({ exemplar }) => exemplar !== null && exemplar.outcome === undefined);

/** The name of a chart: which request of each contestant it shows. */
export const nameOf = (percentile: number, lanes: readonly Lane[]): string => {
  if (percentile === 100) return 'The request that fared worst during the fault';
  const survivors = ofCompletedOnly(lanes) ? ' of those that completed' : '';
  return `One request at ${rankOf(percentile)}${survivors}`;
};

export const titleOf = ({ shown, exemplar }: Lane): string => {
  const beside = exemplar === null ? 'no such request' : insteadOf(exemplar);
  return beside === '' ? shown.name : `${shown.name}: ${beside}`;
};

export const whyEmpty = (percentile: number): string =>
  percentile === 100
    ? 'no request that was due during a fault failed or was lost.'
    : 'no request that should have completed was sent in the rounds that are drawn.';
