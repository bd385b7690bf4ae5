/** A service: one of its instances and one of its steps where the scenario names them, else all. */
export interface ServiceTarget {
  readonly kind: 'service';
  readonly service: string;
  /** Number of the instance, from 1. */
  readonly instance: number | null;
  readonly step: string | null;
}

export interface BrokerTarget {
  readonly kind: 'broker';
}

/** Numbers of the only instances at the ends of a link, from 1; all of an end without one. */
export interface OnlyInstances {
  readonly from?: number;
  readonly to?: number;
}

/** The connections between two ends, each of them `client`, a service or one instance of it, or `broker`. */
export interface LinkTarget {
  readonly kind: 'link';
  readonly from: string;
  readonly to: string;
  readonly only?: OnlyInstances;
  /** Whose connections: those that `from` opens to `to`, or those that either opens to the other. */
  readonly openedBy: 'from' | 'either';
}

/** What a fault acts on, as the scenario names it; plain data, so that it can be sent to another process. */
export type FaultTarget = ServiceTarget | BrokerTarget | LinkTarget;
export type TargetKind = FaultTarget['kind'];

const endText = (role: string, instance: number | undefined): string =>
  instance === undefined ? role : `${role}-${instance}`;

/** Its name in records, messages and reports: the service, `broker`, `a→b` or `a↔b`. */
export const targetText = (target: FaultTarget): string => {
  switch (target.kind) {
    case 'service':
      return target.service;
    case 'broker':
      return 'broker';
    case 'link':
      return [
        endText(target.from, target.only?.from),
        target.openedBy === 'from' ? '→' : '↔',
        endText(target.to, target.only?.to),
      ].join('');
  }
};

/** One direction in which connections are opened. */
export interface Direction {
  readonly from: string;
  readonly to: string;
  readonly only?: OnlyInstances;
}

/** The directions of the connections that belong to a link. */
export const directionsOf = ({ from, to, only, openedBy }: LinkTarget): readonly Direction[] => {
  const forth = only === undefined ? { from, to } : { from, to, only };
  if (openedBy === 'from') return [forth];
  const { from: near, to: far } = only ?? {};
  const back = {
    ...(far === undefined ? {} : { from: far }),
    ...(near === undefined ? {} : { to: near }),
  };
  return [forth, only === undefined ? { from: to, to: from } : { from: to, to: from, only: back }];
};

/** Where the connections of one process to another go; an instance is null where the end has none. */
export interface Way {
  readonly from: string;
  readonly fromInstance: number | null;
  readonly to: string;
  readonly toInstance: number | null;
}

/** Whether connections that go this way belong to the link. */
export const belongsTo = (link: LinkTarget, way: Way): boolean =>
  directionsOf(link).some(
    ({ from, to, only }) =>
      way.from === from &&
      way.to === to &&
      (only?.from === undefined || only.from === way.fromInstance) &&
      (only?.to === undefined || only.to === way.toInstance),
  );
