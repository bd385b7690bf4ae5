import { connect, createServer } from 'node:net';
import type { Fault, FaultSpec, LinkShape } from '../faults/fault.ts';
import { belongsTo, targetText } from '../faults/target.ts';
import { type ClearableTools, createFaultTools } from '../faults/tools.ts';
import { nowMs } from '../shared/clock.ts';
import { listeningPort } from '../shared/listening-port.ts';
import { joinSockets, type LinkConnection } from './connection.ts';
import type { Route } from './protocol.ts';

/** All links of this process, and the faults in force on them. */
export interface Links {
  /** Listens for one end of a link; resolves with the port. */
  readonly open: (route: Route) => Promise<number>;
  /** Returns the `nowMs()` of the injection. */
  readonly inject: (spec: FaultSpec, fault: Fault, seed: number) => number;
  readonly clear: (id: string) => { readonly at: number; readonly affected: number; readonly used: boolean };
}

interface InForce {
  readonly spec: FaultSpec;
  readonly shape: LinkShape;
  readonly tools: ClearableTools;
}

interface Opened {
  readonly route: Route;
  readonly connection: LinkConnection;
}

const isOn = (route: Route, { target }: FaultSpec): boolean =>
  target.kind === 'link' && belongsTo(target, route);

const shapeOf = ({ type, settings }: FaultSpec, { shape }: Fault, tools: ClearableTools): LinkShape => {
  if (shape === undefined) throw new Error(`the fault ${type} does not act on a link`);
  return shape(settings, tools);
};

export const createLinks = (): Links => {
  const inForce = new Map<string, InForce>();
  const open = new Set<Opened>();
  const used = new Set<Route>();
  const shapesOn = (route: Route): LinkShape[] =>
    [...inForce.values()].filter(({ spec }) => isOn(route, spec)).map(({ shape }) => shape);

  return {
    open: (route) =>
      new Promise((resolve, reject) => {
        const server = createServer({ allowHalfOpen: true }, (near) => {
          used.add(route);
          const far = connect({ host: route.host, port: route.port, allowHalfOpen: true });
          const opened = { route, connection: joinSockets(near, far, () => shapesOn(route)) };
          open.add(opened);
          void opened.connection.closed.then(() => open.delete(opened));
          for (const shape of shapesOn(route)) shape.opened?.(opened.connection);
        });
        server.once('error', reject);
        server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => resolve(listeningPort(server)));
      }),
    inject: (spec, fault, seed) => {
      const tools = createFaultTools(spec, targetText(spec.target), seed);
      const shape = shapeOf(spec, fault, tools);
      inForce.set(spec.id, { spec, shape, tools });
      for (const { route, connection } of [...open]) {
        if (isOn(route, spec)) shape.opened?.(connection);
      }
      return nowMs();
    },
    clear: (id) => {
      const clearing = inForce.get(id);
      inForce.delete(id);
      clearing?.tools.clear();
      if (clearing === undefined) return { at: nowMs(), affected: 0, used: false };
      const { spec, tools } = clearing;
      for (const { route, connection } of [...open]) {
        if (isOn(route, spec) && connection.isTorn()) connection.reset();
      }
      return { at: nowMs(), affected: tools.affected(), used: [...used].some((route) => isOn(route, spec)) };
    },
  };
};
