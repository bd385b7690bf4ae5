import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readTickets, writeTickets } from '../load/tickets-file.ts';
import { messageOf, UsageError } from '../shared/errors.ts';
import { writeWhole } from '../shared/write-whole.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import { readLedger } from '../workflow/read-ledger.ts';
import type { RoundEvidence, RunEvidence } from './evidence.ts';

/** Of the files below; raised when an older program could no longer judge them. */
const evidenceSchema = 'tandem.evidence/4';

const runFile = 'run.json';
const roundFile = 'round.json';
const ticketsFile = 'tickets.bin';

/** Folder of a round within the kept evidence; the rounds of a result are found by what `run.json` lists. */
const folderOf = ({ contestant, round, attempt }: Round): string =>
  `${encodeURIComponent(contestant.name)}-${round}-${attempt}`;
type Round = Pick<RoundEvidence, 'contestant' | 'round' | 'attempt'>;

/**
 * Keeps what a round left behind: its databases as they are, the client's records, and all else as JSON.
 * @param databases the folder with the databases of the round
 */
export const keepRound = (folder: string, evidence: RoundEvidence, databases: string): void => {
  const own = join(folder, folderOf(evidence));
  mkdirSync(own, { recursive: true });
  for (const file of readdirSync(databases))
    if (/\.db(-wal)?$/.test(file)) copyFileSync(join(databases, file), join(own, file));
  const { client, books, ...rest } = evidence;
  const { tickets, ...records } = client;
  const { entries: _, ...queues } = books;
  writeTickets(join(own, ticketsFile), tickets);
  writeWhole(join(own, roundFile), JSON.stringify({ ...rest, client: records, books: queues }));
};

/** Keeps what the rounds have in common, and which of them count. */
export const keepRun = (folder: string, run: RunEvidence, rounds: readonly Round[]): void => {
  mkdirSync(folder, { recursive: true });
  writeWhole(
    join(folder, runFile),
    JSON.stringify({ schema: evidenceSchema, run, rounds: rounds.map(folderOf) }),
  );
};

export interface KeptEvidence {
  readonly run: RunEvidence;
  readonly rounds: readonly RoundEvidence[];
}

const parsed = (file: string): Record<string, unknown> => {
  const name = basename(file);
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${join(basename(dirname(file)), name)}: ${messageOf(error)}`, { cause: error });
  }
  if (typeof document !== 'object' || document === null) throw new Error(`${name} holds no object`);
  return { ...document };
};

const readRound = async (folder: string): Promise<RoundEvidence> => {
  // Written by `keepRound` of this schema; a document that was changed by hand fails in the judge and is named there.
  const round = parsed(join(folder, roundFile)) as unknown as RoundEvidence;
  const entries: LedgerEntry[] = [];
  for (const role of round.style.services) {
    if (round.books.unreadLedgers.includes(role)) continue;
    const ledger = await readLedger(join(folder, `${role}.db`));
    for (const entry of ledger.entries) entries.push(entry);
  }
  const tickets = readTickets(join(folder, ticketsFile));
  return { ...round, client: { ...round.client, tickets }, books: { ...round.books, entries } };
};

/** Reads what a run with `--keep-evidence` left in a folder. Throws a UsageError that names what cannot be read. */
export const readKept = async (folder: string): Promise<KeptEvidence> => {
  try {
    const { schema, run, rounds } = parsed(join(folder, runFile));
    if (schema !== evidenceSchema) throw new Error(`${runFile} is not of the schema ${evidenceSchema}`);
    if (!Array.isArray(rounds)) throw new Error(`${runFile} lists no rounds`);
    const read: RoundEvidence[] = [];
    for (const name of rounds) {
      if (typeof name !== 'string' || !/^[\w%.~!*'()-]+$/.test(name) || name.includes('..'))
        throw new Error(`${runFile} lists ${JSON.stringify(name)}, which is no folder of a round`);
      read.push(await readRound(join(folder, name)));
    }
    // Written by `keepRun` of this schema.
    return { run: run as RunEvidence, rounds: read };
  } catch (error) {
    throw new UsageError(
      `${folder}: no evidence that can be judged: ${messageOf(error)}; \`tandem run --keep-evidence\` keeps it in the folder \`evidence\` of the run`,
    );
  }
};
