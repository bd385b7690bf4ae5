/**
 * A zod schema with this output. Told by its shape and not by zod's own type: published types must compile where the libraries that
 * zod's types need are not there.
 */
export interface SchemaOf<T> {
  readonly _zod: { readonly output: T };
}

/** A resilience choice that a style offers to scenarios, for instance its time-out. */
export interface Policy<T = unknown> {
  /** Its name in a scenario, where that is not the name by which the style reads it: there the value carries the unit. */
  readonly written?: string;
  /** Reads the value that a scenario writes. Its description is what an editor shows. */
  readonly schema: SchemaOf<T>;
  /** The value where a scenario sets none. */
  readonly default: T;
  /** Shows a number as a scenario would write it; without it, as a plain number. */
  readonly format?: (value: number) => string;
  /** Shows null and an empty text; without it, `none`. */
  readonly nullText?: string;
}

/** Values of policies, by the names by which a style reads them. */
export type PolicyValues = Readonly<Record<string, unknown>>;

/** Policies with these values, by the names by which a style reads them. Styles compose what they read from such fragments. */
export type PolicyFragment<P = PolicyValues> = { readonly [K in keyof P]: Policy<P[K]> };

/** The values that the policies of a fragment have. */
export type ValuesOf<F> = { readonly [K in keyof F]: F[K] extends Policy<infer T> ? T : never };

/** A policy whose default the compiler has checked against what its schema reads. */
export const definePolicy = <T>(
  policy: Omit<Policy<T>, 'default'> & { readonly default: NoInfer<T> },
): Policy<T> => policy;

/** The values of policies where a scenario sets none. */
export const defaultsOf = (policies: PolicyFragment): PolicyValues =>
  Object.fromEntries(Object.entries(policies).map(([name, policy]) => [name, policy.default]));

/** The name of a policy in a scenario. */
export const writtenName = (name: string, { written = name }: Policy): string => written;
