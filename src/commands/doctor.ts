import type { Command } from 'commander';
import { brokerOptions } from '../broker/options.ts';
import { renderChecks } from '../doctor/check.ts';
import { checksOf, isHealthy } from '../doctor/checks.ts';
import { gatherFacts } from '../doctor/gather-facts.ts';
import { mendBroker } from '../doctor/mend-broker.ts';
import { exitCodes } from '../shared/errors.ts';

interface Flags {
  readonly fix?: true;
  readonly json?: true;
}

const doctor = async ({
  fix = false,
  json = false,
}: Partial<Record<keyof Flags, boolean>>): Promise<void> => {
  const log = (line: string): void => void process.stderr.write(`doctor: ${line}\n`);
  // The account of the machine is given even where mending failed; only then does the failure decide the exit code.
  const mended = fix ? await Promise.allSettled([mendBroker(process.env, log)]) : [];
  const checks = checksOf(await gatherFacts(process.env), brokerOptions);
  const ok = isHealthy(checks);
  const document = { schema: 'tandem.doctor/1', ok, checks };
  process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : `${renderChecks(checks)}\n`);
  for (const outcome of mended) if (outcome.status === 'rejected') throw outcome.reason;
  if (!ok) process.exitCode = exitCodes.environment;
};

export const registerDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description(
      'check what this machine lacks for a run: Node, a broker, folders, disk, open files, memory; changes nothing',
    )
    .option('--fix', 'install what is missing, saying so before doing it')
    .option('--json', 'print one JSON document on stdout')
    .action((flags: Flags) => doctor(flags));
};
