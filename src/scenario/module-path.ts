import { dirname, resolve } from 'node:path';

/** Whether a style or a fault is named by the path of a module. */
export const isModulePath = (name: string): boolean => /^(\.{0,2}\/|[A-Za-z]:[\\/])/.test(name);

/** A name as it is, or the absolute path of a module; paths start at the folder of the scenario file. */
export const resolvedName = (name: string, file: string): string =>
  isModulePath(name) ? resolve(dirname(file), name) : name;
