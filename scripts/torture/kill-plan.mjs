// Which part of which run is killed, and when: a pure function of seed and index.
import { randomFrom } from './random.mjs';

/** For the run of a case: short, with a proxy on a link, and with nothing that a busy machine could make invalid. */
export const killScenario = `title: A part is killed
claim: Its death is named, and nothing of it stays.
contestants:
  http: { style: http, policies: { timeout: 20s, breaker: none } }
  events: { style: events }
rounds: 1
load: { rate: 10/s, warmUp: 300ms, duration: 2s, drain: 20s, patience: 20s, maxSendLag: 60s, maxOthers: 100% }
faults:
  - { at: 0s, for: 2s, latency: client→subscriptions, add: 5ms }
`;
/** From the start of a round to the end of its load at the earliest. */
export const roundLoadMs = 2_400;

/** How long after its appearance a part is killed at most, and how many of its kind are let go first. */
const lives = {
  harness: { spanMs: 14_000, appearances: 1 },
  load: { spanMs: 7_000, appearances: 2 },
  links: { spanMs: 7_000, appearances: 2 },
  reaper: { spanMs: 12_000, appearances: 1 },
  service: { spanMs: 6_500, appearances: 8 },
  broker: { spanMs: 24_000, appearances: 1 },
};
export const killRoles = Object.keys(lives);

/** A private broker takes this much longer to come up than one that is there already. */
const bootMs = 8_000;
const ownBrokerShare = 0.15;
/** Where the wait begins with the load of a round: its load, drain and audit take about so long. */
const fromLoadMs = 4_500;
/** The start of a round takes longer than all the rest of it, the more so on a busy machine; it gets this share. */
const fromStartShare = 0.4;

/**
 * Case `index` of a seed; the roles take turns. `afterLoads`: the rounds whose load must have begun; then the `skip`-th part of the
 * role that is there, or that appears, is killed after `afterMs`. Only a broker that the run started itself can be killed.
 */
export const killPlan = (seed, index) => {
  const random = randomFrom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const role = killRoles[index % killRoles.length];
  const ownBroker = random() < ownBrokerShare || role === 'broker';
  const { spanMs, appearances } = lives[role];
  const whole = (below) => Math.floor(random() * below);
  const plan = { index, role, ownBroker, seed: 1 + whole(1_000) };
  if (random() > fromStartShare) {
    const skip = role === 'service' ? whole(4) : 0;
    return { ...plan, afterLoads: 1 + whole(2), skip, afterMs: whole(fromLoadMs) };
  }
  const longer = ownBroker && (role === 'harness' || role === 'reaper') ? bootMs : 0;
  return { ...plan, afterLoads: 0, skip: whole(appearances), afterMs: whole(spanMs + longer) };
};
