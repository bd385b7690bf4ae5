/** When a circuit opens and how it closes again; times in ms. */
export interface CircuitOptions {
  /** It opens when more than this share of the tries in the window failed, 0 to 1. */
  readonly threshold: number;
  readonly windowMs: number;
  /** With fewer tries per second over the whole window it stays closed. */
  readonly minimumPerSecond: number;
  /** An open circuit lets one call through after this time, and another each time that it has passed again. */
  readonly halfOpenMs: number;
  readonly now: () => number;
  readonly opened: () => void;
  readonly closed: () => void;
}

/** What a call learned of the callee. No answer and no failed try is no evidence either way. */
export interface Seen {
  readonly answered: boolean;
  readonly failedTries: number;
}

/** A call on its way through a circuit. */
export interface Passage {
  /** Whether another try of the same call may go. */
  readonly isPassable: () => boolean;
  /** To be called once, when nothing more of the call will be seen. */
  readonly end: (seen: Seen) => void;
}

export interface Circuit {
  /** null while the circuit is open. */
  readonly enter: () => Passage | null;
}

/** Failed and answered tries of the last `windowMs`, in slices that are forgotten when they are older than that. */
const createWindow = (windowMs: number, now: () => number) => {
  const sliceMs = windowMs / 10;
  let slices: { readonly number: number; answered: number; failed: number }[] = [];
  const current = () => {
    const number = Math.floor(now() / sliceMs);
    slices = slices.filter((slice) => slice.number > number - 10);
    const last = slices.at(-1);
    if (last?.number === number) return last;
    const fresh = { number, answered: 0, failed: 0 };
    slices.push(fresh);
    return fresh;
  };
  return {
    answered: () => {
      current().answered += 1;
    },
    failed: (tries: number) => {
      current().failed += tries;
    },
    sums: () => {
      current();
      const failed = slices.reduce((sum, slice) => sum + slice.failed, 0);
      return { failed, total: slices.reduce((sum, slice) => sum + slice.answered, failed) };
    },
    clear: () => {
      slices = [];
    },
  };
};

/**
 * A circuit breaker that samples a sliding window. Own code because a breaker of the libraries knows success and failure only:
 * a call that ended for its caller's own reasons says nothing of the callee, and must neither open, keep open nor close it.
 */
export const createCircuit = (options: CircuitOptions): Circuit => {
  const { threshold, windowMs, minimumPerSecond, halfOpenMs, now, opened, closed } = options;
  const window = createWindow(windowMs, now);
  const least = (minimumPerSecond * windowMs) / 1_000;
  /** When an open circuit lets the next call through; null while it is closed. */
  let probeAt: number | null = null;

  const fail = (tries: number): void => {
    window.failed(tries);
    const { failed, total } = window.sums();
    if (probeAt !== null || total < least || failed <= threshold * total) return;
    probeAt = now() + halfOpenMs;
    opened();
  };

  const plain: Passage = {
    isPassable: () => probeAt === null,
    end: ({ answered, failedTries }) => {
      if (failedTries > 0) fail(failedTries);
      if (answered) window.answered();
    },
  };

  const probe: Passage = {
    isPassable: () => true,
    end: ({ answered, failedTries }) => {
      if (probeAt === null) plain.end({ answered, failedTries });
      else if (answered) {
        probeAt = null;
        window.clear();
        closed();
      } else probeAt = failedTries > 0 ? Math.max(probeAt, now() + halfOpenMs) : now();
    },
  };

  return {
    enter: () => {
      if (probeAt === null) return plain;
      if (now() < probeAt) return null;
      probeAt = now() + halfOpenMs;
      return probe;
    },
  };
};
