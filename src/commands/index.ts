import type { Command } from 'commander';
import { registerBaseline } from './baseline.ts';
import { registerCalibrate } from './calibrate.ts';
import { registerCapacity } from './capacity.ts';
import { registerClaims } from './claims.ts';
import { registerCompare } from './compare.ts';
import { registerDemo } from './demo.ts';
import { registerDoctor } from './doctor.ts';
import { registerInit } from './init.ts';
import { registerJudge } from './judge.ts';
import { registerList } from './list.ts';
import { registerNeeds } from './needs.ts';
import { registerPlan } from './plan.ts';
import { registerReport } from './report.ts';
import { registerRun } from './run.ts';
import { registerSaturate } from './saturate.ts';
import { registerShow } from './show.ts';
import { registerSweep } from './sweep.ts';

/** Every command; a new one is a file and a line here. `interrupt` is raised by Ctrl-C. */
export const registerCommands = (program: Command, interrupt: AbortSignal): void => {
  registerRun(program, interrupt);
  registerDemo(program, interrupt);
  registerList(program);
  registerPlan(program);
  registerClaims(program, interrupt);
  registerReport(program);
  registerJudge(program);
  registerShow(program, interrupt);
  registerCompare(program);
  registerBaseline(program);
  registerCalibrate(program, interrupt);
  registerSaturate(program, interrupt);
  registerSweep(program, interrupt);
  registerCapacity(program, interrupt);
  registerNeeds(program, interrupt);
  registerInit(program);
  registerDoctor(program);
};
