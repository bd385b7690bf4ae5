import { mkdirSync, readFileSync } from 'node:fs';
import { cpus, homedir, release, totalmem, type } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../shared/write-whole.ts';

/** What the noise of a machine depends on as far as it can be told; two with the same are taken for one. */
const machine = z.object({
  cpuModel: z.string(),
  cores: z.number(),
  memoryGib: z.number(),
  os: z.string(),
  node: z.string(),
});
type Machine = z.infer<typeof machine>;

export const thisMachine = (): Machine => ({
  cpuModel: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGib: Math.round(totalmem() / 2 ** 30),
  os: `${type()} ${release()}`,
  node: process.version,
});

const stored = z.object({
  /** Date and time. */
  at: z.string(),
  machine,
  scenario: z.string(),
  style: z.string(),
  /** Load of one of the rounds, ms. */
  measuredMs: z.number(),
  pairs: z.number().int().min(1),
  noise: z.array(z.object({ metric: z.string(), sd: z.number().min(0) })),
});
/** What one calibration found out about the machine that it ran on. */
export type StoredCalibration = z.infer<typeof stored>;

const fileShape = z.object({
  schema: z.literal('tandem.calibrations/1'),
  calibrations: z.array(z.unknown()),
});

/** Older ones of a machine are of no use, and those of others only pile up where a home is shared. */
const mostKept = 50;

/** Where calibrations are kept: of the user, not of a project, for they are about a machine. */
const calibrationFile = (): string =>
  join(process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'tandem', 'calibrations.json');

/** All that are kept; none where there is no file or nobody can read it. */
const readAll = (file: string): readonly StoredCalibration[] => {
  try {
    const found = fileShape.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data?.calibrations ?? [];
    return found.flatMap((one) => stored.safeParse(one).data ?? []);
  } catch {
    return [];
  }
};

/** Keeps a calibration; one of the same machine and style before it gives way. */
export const keepCalibration = (added: StoredCalibration, file = calibrationFile()): void => {
  const key = (one: StoredCalibration): string => JSON.stringify([one.machine, one.style]);
  const others = readAll(file).filter((one) => key(one) !== key(added));
  mkdirSync(dirname(file), { recursive: true });
  const calibrations = [...others, added].slice(-mostKept);
  writeWhole(file, `${JSON.stringify({ schema: 'tandem.calibrations/1', calibrations }, null, 2)}\n`);
};

/** What is known of this machine, the newest of each style. */
export const ownCalibrations = (file = calibrationFile()): readonly StoredCalibration[] => {
  const own = JSON.stringify(thisMachine());
  return readAll(file).filter((one) => JSON.stringify(one.machine) === own);
};
