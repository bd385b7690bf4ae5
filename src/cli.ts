#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { ciFlagsIn, ciReporter, failureOf } from './commands/ci-reporter.ts';
import { registerCommands } from './commands/index.ts';
import { ownVersion } from './harness/environment.ts';
import { exitCodes, messageOf, TandemError } from './shared/errors.ts';
import { printableLines } from './shared/printable.ts';
import { redact } from './shared/redact.ts';

/** Whether this program has decided how it ends; a module of somebody else's can end the process as well, or leave it nothing to wait for. */
let isOver = false;
const exitNow = (code: number): never => {
  isOver = true;
  process.exit(code);
};

// The first interrupt lets the run clear its faults and write what it has; the second leaves at once.
const interrupt = new AbortController();
// SIGHUP: the terminal was closed, or a connection to it was lost.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) exitNow(exitCodes.interrupted);
    process.stderr.write('\ninterrupted: ending in good order; once more to leave at once\n');
    interrupt.abort();
  });
}

/** An error may quote a file or the address of a broker: neither moves the cursor nor tells a secret. */
const shown = (text: string): string => printableLines(redact(text));

/** How long what there is may take to be saved after a defect of our own, ms. */
const lastSaveMs = 15_000;
let defect = false;
/** A promise without an owner, or an error in a callback, is a defect of ours: what there is is saved, and nothing else is done. */
const onDefect = (error: unknown): void => {
  process.stderr.write(
    `\nan error of our own, please report it: ${shown(error instanceof Error ? (error.stack ?? error.message) : messageOf(error))}\n`,
  );
  if (defect) return;
  defect = true;
  interrupt.abort();
  setTimeout(() => exitNow(exitCodes.invalid), lastSaveMs).unref();
};
process.on('uncaughtException', onDefect);
process.on('unhandledRejection', onDefect);
// Who closed the terminal or the pipe reads nothing more; the run still ends in good order and with its own exit code.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const program = new Command('tandem')
  .description(
    'One workflow as an HTTP call chain and as RabbitMQ events, under the same load and the same faults.',
  )
  .version(ownVersion())
  .exitOverride()
  .showHelpAfterError('(tandem --help lists the commands)');
registerCommands(program, interrupt.signal);

const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.pass;
    // No command got as far as telling a job about it.
    ciReporter(ciFlagsIn(process.argv)).failed(failureOf(error));
    return exitCodes.usage;
  }
  if (error instanceof TandemError) {
    process.stderr.write(`${shown(error.message)}\n`);
    return error.exitCode;
  }
  process.stderr.write(`${shown(error instanceof Error && error.stack ? error.stack : messageOf(error))}\n`);
  return exitCodes.invalid;
};

process.on('exit', () => {
  if (isOver) return;
  const error = new TandemError(
    'ended before anything was decided: something that was loaded (a style from a module, perhaps) called process.exit or waits for what never comes',
    exitCodes.invalid,
  );
  process.stderr.write(`${error.message}\n`);
  ciReporter(ciFlagsIn(process.argv)).failed(failureOf(error));
  process.exitCode = exitCodes.invalid;
});

/** Ends after what was written has left: a pipe may still be reading. */
const leave = (code: number): void => {
  process.stdout.write('', () => process.stderr.write('', () => exitNow(code)));
};

program.parseAsync().then(
  () => leave(defect ? exitCodes.invalid : Number(process.exitCode ?? exitCodes.pass)),
  (error: unknown) => leave(defect ? exitCodes.invalid : exitCodeOf(error)),
);
