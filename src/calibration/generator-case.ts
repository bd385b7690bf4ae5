import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { launchLoad } from '../harness/load-process.ts';
import { schedule } from '../load/schedule.ts';
import { type RateModeFigures, runRateMode } from '../load/stub/autocannon-rate.ts';
import type { Behaviour } from '../load/stub/behaviour.ts';
import type { Reaper } from '../reaper/reaper.ts';
import { openWatchedFolder } from '../reaper/watched-folder.ts';
import { nowMs } from '../shared/clock.ts';
import { EnvironmentError } from '../shared/errors.ts';
import { type MessageFrom, type MessageTo, nextMessage, type Site, type SiteProcess } from '../sites/site.ts';
import { checkGenerator, type GeneratorCheck } from './generator-truth.ts';

export interface GeneratorCase {
  readonly behaviour: Behaviour;
  readonly perSecond: number;
}

const seed = 1;
/** Both processes have compiled what they run often by then; before, their answers wait for the compiler. */
const warmUpMs = 5_000;
/** Long enough for a pause of the machine of some tens of ms to stay beyond the 99th percentile. */
const measuredMs = 8_000;
/** The stall, or the time with a closed port, after the warm-up. */
const windowMs = [500, 2_500] as const;
/** For two processes to start, ms. */
const headStartMs = 600;
/** What is still open so long after all patience has ended is given up, ms. */
const graceMs = 5_000;
/** Longer than the stall, except where the case is about hanging. */
const patienceFor = (behaviour: Behaviour): number => (behaviour === 'hangs' ? 1_500 : 10_000);
const stderr = 2;

/** What a case needs of a bench. */
interface Ground {
  readonly reaper: Reaper;
  readonly site: Site;
}

type Stub = SiteProcess<'stub'>;

const answerTo = async <T extends MessageFrom<'stub'>['type']>(
  stub: Stub,
  question: MessageTo<'stub'>,
  type: T,
) => {
  const answer = nextMessage(stub, type);
  stub.send(question);
  const message = await answer;
  if (message === null) throw new EnvironmentError('the stub of known behaviour ended before its time');
  return message;
};

const withStub = async <T>(
  { site }: Ground,
  behaviour: Behaviour,
  originMs: number,
  use: (stub: Stub, url: string) => Promise<T>,
): Promise<T> => {
  await using stub = site.launch('stub', { logFd: stderr });
  const [from, until] = windowMs;
  const window = [originMs + from, originMs + until] as const;
  const { url } = await answerTo(stub, { type: 'start', behaviour, window }, 'listening');
  return await use(stub, url);
};

/** Runs the load process of every round against the stub, and compares what both wrote down. */
export const runGeneratorCase = async (
  { behaviour, perSecond }: GeneratorCase,
  ground: Ground,
): Promise<GeneratorCheck> => {
  const { reaper, site } = ground;
  using folder = openWatchedFolder('tandem-calibrate-', reaper);
  const originMs = nowMs() + headStartMs + warmUpMs;
  const stages = [{ perSecond, forMs: measuredMs }];
  const spec = { arrivals: 'poisson' as const, stages, warmUpMs };
  return await withStub(ground, behaviour, originMs, async (stub, url) => {
    await using waiting = launchLoad(site, stderr, () => undefined);
    const load = await waiting.connect({
      type: 'start',
      seed,
      liveUpdates: null,
      coordinates: null,
      clientRetries: 0,
      idPrefix: `${behaviour}-`,
      frontDoors: [url],
      path: '/subscriptions',
      ticketsFile: join(folder.path, 'tickets.bin'),
      load: { ...spec, patienceMs: patienceFor(behaviour), saturate: null },
    });
    load.begin(originMs);
    const latest = originMs + measuredMs + patienceFor(behaviour) + graceMs;
    const isAnswered = (): boolean => load.progress()?.sentAll === true && load.progress()?.waiting === 0;
    while (!isAnswered() && nowMs() < latest) await delay(50);
    const { tickets } = await load.finish();
    const { records } = await answerTo(stub, { type: 'report' }, 'records');
    return checkGenerator({ dueAt: schedule(spec, seed), tickets, records, originMs });
  });
};

/** Connections that autocannon's rate mode may use, as many as in its own documentation's fast examples. */
const rateModeConnections = 100;

/** The same behaviour at the same rate, as autocannon's rate mode sees it. */
export const runRateModeCase = async (
  { behaviour, perSecond }: GeneratorCase,
  ground: Ground,
): Promise<RateModeFigures> => {
  const originMs = nowMs() + headStartMs;
  return withStub(ground, behaviour, originMs, async (_, url) => {
    await delay(originMs - nowMs());
    const patienceMs = patienceFor(behaviour);
    const times = { durationMs: measuredMs, patienceMs };
    return runRateMode({ url, perSecond, connections: rateModeConnections, ...times });
  });
};
