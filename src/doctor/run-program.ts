import { execFile } from 'node:child_process';
import { EnvironmentError, messageOf } from '../shared/errors.ts';

const tailLines = 15;

/** Runs a program to its end; what it printed is shown only when it failed. */
export const runProgram = (command: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const [program = '', ...words] = command;
    execFile(program, words, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error === null) {
        resolve();
        return;
      }
      const tail = `${stdout}\n${stderr}`.trim().split('\n').slice(-tailLines).join('\n');
      reject(
        new EnvironmentError(`${command.join(' ')} failed: ${tail || messageOf(error)}`, { cause: error }),
      );
    });
  });

/** Whether the program can be run and ends with 0. */
export const succeeds = (command: readonly string[]): Promise<boolean> =>
  runProgram(command).then(
    () => true,
    () => false,
  );
