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

/** The connections between two ends, each of them `client`, a service or `broker`. */
export interface LinkTarget {
  readonly kind: 'link';
  readonly from: string;
  readonly to: string;
  /** Whose connections: those that `from` opens to `to`, or those that either opens to the other. */
  readonly openedBy: 'from' | 'either';
}

/** What a fault acts on, as the scenario names it; plain data, so that it can be sent to another process. */
export type FaultTarget = ServiceTarget | BrokerTarget | LinkTarget;
export type TargetKind = FaultTarget['kind'];

/** Its name in records, messages and reports: the service, `broker`, `a→b` or `a↔b`. */
export const targetText = (target: FaultTarget): string => {
  switch (target.kind) {
    case 'service':
      return target.service;
    case 'broker':
      return 'broker';
    case 'link':
      return `${target.from}${target.openedBy === 'from' ? '→' : '↔'}${target.to}`;
  }
};

/** One direction in which connections are opened. */
export interface Direction {
  readonly from: string;
  readonly to: string;
}

/** The directions of the connections that belong to a link. */
export const directionsOf = ({ from, to, openedBy }: LinkTarget): readonly Direction[] => {
  const forth = { from, to };
  return openedBy === 'from' ? [forth] : [forth, { from: to, to: from }];
};
