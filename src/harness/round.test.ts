import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { rollCall, runScripted } from '../../test/support/scripted-round.ts';
import { keepRound } from '../evidence/store.ts';
import type { Tickets } from '../load/ticket.ts';
import { readTickets } from '../load/tickets-file.ts';
import type { Peers } from '../service/protocol.ts';
import { nowMs } from '../shared/clock.ts';
import type { Script, Scripts } from '../sites/scripted.ts';
import type { MessageTo } from '../sites/site.ts';
import { RoundLost } from './round-alarm.ts';

/** A service that is healthy but for what `when` does, which sees each message first and says whether it is dealt with. */
const payments =
  (
    healthy: Scripts,
    when: (self: Parameters<Script<'service'>>[0], message: MessageTo<'service'>) => boolean,
  ): Script<'service'> =>
  (self) => {
    const react = healthy.service(self);
    let isPayments = false;
    return (message) => {
      if (message.type === 'start') isPayments = message.config.role === 'payments';
      if (!isPayments || !when(self, message)) react(message);
    };
  };

const crash = 'faults: [{ at: 20ms, for: 50ms, crash: payments }]';
const latency = 'faults: [{ at: 20ms, for: 50ms, latency: payments, add: 1ms }]';
const onLink = 'faults: [{ at: 20ms, for: 50ms, latency: client→subscriptions, add: 1ms }]';

describe('a round', () => {
  it('of healthy processes is valid, and every request is accounted for', async () => {
    const phases: string[] = [];
    const { valid, invalidReasons, outcomes, ended } = await runScripted({
      say: (phase) => phases.push(phase),
    });
    expect(invalidReasons).toEqual([]);
    expect({ valid, ended }).toEqual({ valid: true, ended: [] });
    expect(outcomes).toMatchObject({ sent: 10, completed: 10, failed: 0, lost: 0 });
    expect(phases).toEqual(['starting', 'warm-up', 'load', 'drain', 'audit']);
  });

  it.each([
    ['a crash', crash],
    ['a latency in a service', latency],
    ['a latency on a link', onLink],
  ])('with %s records when it was injected and cleared, and what it affected', async (_, faults) => {
    const { invalidReasons, faults: records } = await runScripted({}, faults);
    expect(invalidReasons).toEqual([]);
    expect(records).toEqual([expect.objectContaining({ plannedAt: 20, plannedForMs: 50 })]);
    const [record] = records;
    // Timers count whole ms, and may be one behind.
    expect(record?.struckAt).toBeGreaterThanOrEqual(18);
    expect(record?.liftedAt).toBeGreaterThanOrEqual((record?.struckAt ?? Number.NaN) + 45);
    expect(record?.bites).toBeGreaterThan(0);
  });
});

describe('a part that dies by itself', () => {
  it('a service: the phase ends, and the round is invalid and names it', async () => {
    const { valid, ended, invalidReasons } = await runScripted({
      scripts: (healthy) => ({
        service: payments(healthy, (self, { type }) => {
          if (type === 'peers') setTimeout(() => self.end({ signal: 'SIGSEGV' }), 40);
          return false;
        }),
      }),
    });
    expect(valid).toBe(false);
    expect(ended).toEqual([expect.objectContaining({ process: 'payments-1', signal: 'SIGSEGV' })]);
    expect(invalidReasons[0]).toMatch(/^payments-1 .* ended by itself by SIGSEGV/);
  });

  it('the load generator: nothing is known of what it sent, and nothing is made up', async () => {
    const { valid, ended, invalidReasons, outcomes } = await runScripted({
      scripts: (healthy) => ({
        load: (self) => {
          const react = healthy.load(self);
          return (message) => (message.type === 'begin' ? self.end({ code: 7 }) : react(message));
        },
      }),
    });
    expect({ valid, sent: outcomes.sent }).toEqual({ valid: false, sent: 0 });
    expect(ended).toEqual([expect.objectContaining({ process: 'load', code: 7 })]);
    expect(invalidReasons[0]).toMatch(/^load .* ended by itself with exit code 7/);
  });

  it('the load generator before it is ready: the round could not be carried out', async () => {
    const round = runScripted({ scripts: () => ({ load: (self) => () => self.end({ code: 1 }) }) });
    await expect(round).rejects.toThrow(RoundLost);
    await expect(round).rejects.toThrow(
      /^load \(pid \d+\) ended by itself with exit code 1, so the round could not be carried out/,
    );
  });

  it('the links: the fault is no longer what was asked for, and both are said', async () => {
    const { ended, faults, invalidReasons } = await runScripted(
      {
        scripts: (healthy) => ({
          links: (self) => {
            const react = healthy.links(self);
            return (message) => (message.type === 'clear' ? self.end({ signal: 'SIGKILL' }) : react(message));
          },
        }),
      },
      onLink,
    );
    expect(ended).toEqual([expect.objectContaining({ process: 'links', signal: 'SIGKILL' })]);
    expect(faults[0]?.error).toMatch(/^could not be cleared: the link process failed/);
    expect(invalidReasons[0]).toMatch(/^links .* ended by itself by SIGKILL/);
  });
});

describe('a service that does not come up', () => {
  it('says why', async () => {
    const round = runScripted({
      scripts: (healthy) => ({
        service: payments(healthy, (self, { type }) => {
          if (type !== 'start') return false;
          self.send({ type: 'failed', message: 'its database is locked' });
          setImmediate(() => self.end({ code: 1 }));
          return true;
        }),
      }),
    });
    await expect(round).rejects.toMatchObject({ exitCode: 4 });
    await expect(round).rejects.toThrow(/payments-1 did not start: its database is locked/);
  });

  it('is not waited for without end', async () => {
    const round = runScripted({
      pace: { startWithinMs: 20 },
      scripts: (healthy) => ({ service: payments(healthy, (_, { type }) => type === 'start') }),
    });
    await expect(round).rejects.toThrow('payments-1 did not start: it did not serve within 0.02 s');
  });

  it('is started again when the fault that killed it is cleared and its port is taken for a moment', async () => {
    let starts = 0;
    const { valid, faults } = await runScripted(
      {
        scripts: (healthy) => ({
          service: payments(healthy, (self, { type }) => {
            if (type !== 'start') return false;
            starts += 1;
            if (starts !== 2) return false;
            self.send({ type: 'failed', message: 'EADDRINUSE' });
            setImmediate(() => self.end({ code: 1 }));
            return true;
          }),
        }),
      },
      crash,
    );
    expect(starts).toBe(3);
    expect(faults[0]).not.toHaveProperty('error');
    expect(valid).toBe(true);
  });
});

describe('a fault', () => {
  it('that affected nobody makes the round invalid', async () => {
    const { invalidReasons } = await runScripted(
      {
        scripts: (healthy) => ({
          service: payments(healthy, (self, message) => {
            if (message.type !== 'clear') return false;
            self.send({ type: 'cleared', id: message.id, at: 0, affected: 0 });
            return true;
          }),
        }),
      },
      latency,
    );
    expect(invalidReasons[0]).toBe(
      'The fault latency on payments was injected but affected nothing; make it longer or likelier, or aim it at a part that has work.',
    );
  });

  it('in a service that died of something else is not waited for', async () => {
    const { ended, faults } = await runScripted(
      {
        scripts: (healthy) => ({
          service: payments(healthy, (self, { type }) => {
            if (type !== 'inject') return false;
            self.end({ signal: 'SIGKILL' });
            return true;
          }),
        }),
      },
      latency,
    );
    expect(ended).toEqual([expect.objectContaining({ process: 'payments-1' })]);
    expect(faults).toHaveLength(1);
  });
});

describe('the end of a round', () => {
  it('comes at the drain deadline, though work is still under way', async () => {
    const { drainTime } = await runScripted({
      scripts: (healthy) => ({
        load: (self) => {
          const react = healthy.load(self);
          const waiting = (): void =>
            self.send({
              type: 'progress',
              intended: 10,
              sent: 10,
              answered: 9,
              accepted: 9,
              completed: 9,
              failed: 0,
              sentAll: true,
              waiting: 1,
              awaiting: 0,
              recent: { accepted: null, completed: null },
            });
          return (message) => {
            react(message);
            if (message.type === 'begin') waiting();
          };
        },
      }),
    });
    expect(drainTime).toBeNull();
  });

  it('does not wait for a service that will not stop', async () => {
    const { valid } = await runScripted({
      pace: { stopWithinMs: 20 },
      scripts: (healthy) => ({ service: payments(healthy, (_, { type }) => type === 'stop') }),
    });
    expect(valid).toBe(true);
  });

  it('comes at once when the user interrupts, with what there is', async () => {
    const controller = new AbortController();
    const { partial, valid, faults } = await runScripted(
      {
        signal: controller.signal,
        say: (phase) => phase === 'load' && setTimeout(() => controller.abort(), 60),
      },
      'faults: [{ at: 20ms, for: 170ms, latency: payments, add: 1ms }]',
    );
    expect({ partial, valid }).toEqual({ partial: true, valid: false });
    expect(faults[0]?.liftedAt).not.toBeNull();
  });
});

/** A load generator that says, from its beginning on, that it still waits for an answer. */
const waitingLoad =
  (healthy: Scripts): Script<'load'> =>
  (self) => {
    const react = healthy.load(self);
    return (message) => {
      react(message);
      if (message.type !== 'begin') return;
      self.send({
        type: 'progress',
        intended: 10,
        sent: 10,
        answered: 9,
        accepted: 9,
        completed: 9,
        failed: 0,
        sentAll: true,
        waiting: 1,
        awaiting: 0,
        recent: { accepted: null, completed: null },
      });
    };
  };

/** Payments that die when they are told to by `die`. */
const mortal = () => {
  let die = (): void => undefined;
  const service = (healthy: Scripts): Script<'service'> =>
    payments(healthy, (self, { type }) => {
      if (type === 'start') die = () => self.end({ signal: 'SIGSEGV' });
      return false;
    });
  return { service, die: () => die() };
};

/** Each phase is a minute long: a test in which it is not ended does not end. */
describe('a phase ends at once', { timeout: 5_000 }, () => {
  const long = { rate: '1/s', warmUp: '60s', duration: '60s', drain: '60s' };
  const lengths = {
    'warm-up': long,
    load: { ...long, warmUp: '0s' },
    drain: { ...long, rate: '50/s', warmUp: '0s', duration: '200ms' },
  };

  it.each(['warm-up', 'load', 'drain'] as const)('when a part dies in the %s', async (when) => {
    const { service, die } = mortal();
    const { valid, ended } = await runScripted({
      load: lengths[when],
      scripts: (healthy) => ({ service: service(healthy), load: waitingLoad(healthy) }),
      say: (phase) => phase === when && setTimeout(die, 10),
    });
    expect(valid).toBe(false);
    expect(ended).toEqual([expect.objectContaining({ process: 'payments-1', signal: 'SIGSEGV' })]);
  });

  it.each(['warm-up', 'load'] as const)('when the user interrupts the %s', async (when) => {
    const controller = new AbortController();
    const { partial } = await runScripted({
      load: lengths[when],
      signal: controller.signal,
      say: (phase) => phase === when && setTimeout(() => controller.abort(), 10),
    });
    expect(partial).toBe(true);
  });

  it('and a drain soon, when the user interrupts it', async () => {
    const controller = new AbortController();
    const read = process.hrtime.bigint.bind(process.hrtime);
    let ahead = 0n;
    const clock = vi.spyOn(process.hrtime, 'bigint').mockImplementation(() => read() + ahead);
    try {
      const { partial, drainTime } = await runScripted({
        load: lengths.drain,
        signal: controller.signal,
        scripts: (healthy) => ({ load: waitingLoad(healthy) }),
        say: (phase) => {
          if (phase !== 'drain') return;
          setTimeout(() => {
            controller.abort();
            // Some seconds pass in no time; the minute of the drain does not.
            ahead = 5_000_000_000n;
          }, 10);
        },
      });
      expect({ partial, drainTime }).toEqual({ partial: true, drainTime: null });
    } finally {
      clock.mockRestore();
    }
  });
});

describe('the beginning of a round', () => {
  it('is told to the generator ahead by the head start and the warm-up', { timeout: 5_000 }, async () => {
    const controller = new AbortController();
    let ahead = 0;
    await runScripted({
      load: { rate: '1/s', warmUp: '200s', duration: '60s' },
      pace: { headStartMs: 100_000 },
      signal: controller.signal,
      scripts: (healthy) => ({
        load: (self) => {
          const react = healthy.load(self);
          return (message) => {
            react(message);
            if (message.type !== 'begin') return;
            ahead = message.originMs - nowMs();
            controller.abort();
          };
        },
      }),
    });
    expect(ahead).toBeGreaterThan(290_000);
    expect(ahead).toBeLessThanOrEqual(300_000);
  });

  it('is over, with its warm-up, when the load begins', async () => {
    let late = Number.NaN;
    await runScripted({
      load: { warmUp: '60ms' },
      say: (phase, { originMs }) => {
        if (phase === 'load') late = nowMs() - originMs;
      },
    });
    // Timers may be a millisecond early.
    expect(late).toBeGreaterThan(-3);
  });
});

describe('what is found', () => {
  it('is read when the client and then the services have ended, and somebody has seen it', async () => {
    const diary: string[] = [];
    const note = (what: string): void => {
      if (!diary.includes(what)) diary.push(what);
    };
    await runScripted({
      scripts: (healthy) => ({
        load: (self) => {
          const react = healthy.load(self);
          return (message) => {
            if (message.type !== 'finish') {
              react(message);
              return;
            }
            // It takes its time, in which nothing else may end.
            setTimeout(() => {
              note('client done');
              react(message);
            }, 20);
          };
        },
        service: (self) => {
          const react = healthy.service(self);
          void self.ended.then(() => note('service ended'));
          return (message) => {
            if (message.type !== 'stop') {
              react(message);
              return;
            }
            note('service told to stop');
            setTimeout(() => react(message), 20);
          };
        },
      }),
      beforeAudit: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        note('seen');
      },
      onLedger: () => note('ledger read'),
      keep: () => note('kept'),
    });
    expect(diary).toEqual([
      'client done',
      'service told to stop',
      'service ended',
      'seen',
      'ledger read',
      'kept',
    ]);
  });

  it('is kept with its databases and the records of the client', async () => {
    const kept = mkdtempSync(join(tmpdir(), 'tandem-evidence-'));
    try {
      let tickets: Tickets | undefined;
      await runScripted({
        beforeAudit: (folder) => writeFileSync(join(folder, 'payments.db'), 'a database'),
        keep: (evidence, folder) => {
          ({ tickets } = evidence.client);
          keepRound(kept, evidence, folder);
        },
      });
      const own = join(kept, 'it-1-1');
      expect(readdirSync(own).toSorted()).toEqual(['payments.db', 'round.json', 'tickets.bin']);
      expect(tickets?.count).toBe(10);
      expect(readTickets(join(own, 'tickets.bin'))).toEqual(tickets);
    } finally {
      rmSync(kept, { recursive: true });
    }
  });
});

describe('what a round leaves behind', () => {
  /** Runs a round whose services write a line to their log; gives that line where it is kept, and what else there is. */
  const leftBy = async (play: Parameters<typeof runScripted>[0] = {}, service?: Script<'service'>) => {
    let log: string | null = null;
    let left: readonly string[] = [];
    await runScripted({
      ...play,
      scripts: (healthy) => ({
        service: (self) => {
          const react = (service ?? play.scripts?.(healthy).service ?? healthy.service)(self);
          return (message) => {
            if (message.type === 'start' && message.config.role === 'payments')
              appendFileSync(message.config.logFile, 'a line\n');
            react(message);
          };
        },
      }),
      afterwards: (runFolder) => {
        left = readdirSync(runFolder);
        const file = join(runFolder, 'kept', 'scripted', 'services.log');
        log = existsSync(file) ? readFileSync(file, 'utf8') : null;
      },
    });
    return { log, left };
  };

  it('is nothing when it is valid', async () => {
    expect(await leftBy()).toEqual({ log: null, left: [] });
  });

  it('is its logs when it is invalid', async () => {
    const { service, die } = mortal();
    const play = { scripts: (healthy: Scripts) => ({ service: service(healthy) }) };
    const left = await leftBy({ ...play, say: (phase) => phase === 'load' && setTimeout(die, 10) });
    expect(left).toEqual({ log: 'a line\n', left: ['kept'] });
  });

  it('is nothing when it was interrupted', async () => {
    const controller = new AbortController();
    const say = (phase: string): void => {
      if (phase === 'load') controller.abort();
    };
    expect(await leftBy({ signal: controller.signal, say })).toEqual({ log: null, left: [] });
  });

  it('is no process', async () => {
    const { counted, running } = rollCall();
    const atLoad: string[] = [];
    await runScripted(
      { scripts: counted, say: (phase) => phase === 'load' && atLoad.push(...running()) },
      onLink,
    );
    expect(atLoad.toSorted()).toEqual(['links', 'load', 'service', 'service', 'service', 'service']);
    expect(running()).toEqual([]);
  });

  it('is no process either when a service does not start', async () => {
    const { counted, running } = rollCall();
    let left: readonly string[] = ['unknown'];
    const round = runScripted({
      scripts: (healthy) =>
        counted({
          ...healthy,
          service: payments(healthy, (self, { type }) => {
            if (type !== 'start') return false;
            self.send({ type: 'failed', message: 'its database is locked' });
            setImmediate(() => self.end({ code: 1 }));
            return true;
          }),
        }),
      afterwards: (runFolder) => {
        left = readdirSync(runFolder);
      },
    });
    await expect(round).rejects.toThrow('its database is locked');
    expect(running()).toEqual([]);
    expect(left).toEqual([]);
  });
});

it('a fault on a link leads who calls over it, and nobody else, through the link', async () => {
  const seen = new Map<string, Peers>();
  let direct = '';
  await runScripted(
    {
      scripts: (healthy) => ({
        links: (self) => {
          const react = healthy.links(self);
          return (message) =>
            message.type === 'open'
              ? self.send({ type: 'opened', id: message.id, ports: message.routes.map(() => 9_999) })
              : react(message);
        },
        service: (self) => {
          const react = healthy.service(self);
          let role = '';
          return (message) => {
            if (message.type === 'start') ({ role } = message.config);
            if (message.type === 'peers') {
              seen.set(role, message.peers);
              if (role === 'payments') direct = message.peers['payments']?.[0] ?? '';
            }
            react(message);
          };
        },
      }),
    },
    'faults: [{ at: 20ms, for: 50ms, latency: subscriptions→payments, add: 1ms }]',
  );
  expect(direct).toMatch(/^http:\/\/scripted\.invalid:[1-4]$/);
  expect(seen.get('subscriptions')?.['payments']).toEqual(['http://scripted.invalid:9999']);
  for (const role of ['payments', 'recommendations', 'notifications'])
    expect(seen.get(role)?.['payments']).toEqual([direct]);
});
