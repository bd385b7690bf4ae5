import { describe, expect, it } from 'vitest';
import { runScripted } from '../../test/support/scripted-round.ts';
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
