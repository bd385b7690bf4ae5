import { EnvironmentError } from '../shared/errors.ts';

/** A broker that cannot carry a run as it is (exit 4). */
export class UnfitBroker extends EnvironmentError {
  /** What is wrong, and where. */
  readonly what: string;
  /** What to do about it, any one of them. */
  readonly remedies: readonly string[];

  constructor(what: string, remedies: readonly string[]) {
    super([what, ...remedies.map((remedy) => `  - ${remedy}`)].join('\n'));
    this.name = 'UnfitBroker';
    this.what = what;
    this.remedies = remedies;
  }
}
