/** An address of a broker, read the way its writer meant it and not the way a parser of addresses does. */
export interface ReadAddress {
  /** With `://`; empty where none was written. */
  readonly scheme: string;
  /** Host, port and virtual host; null where it cannot be told what is address and what is secret. */
  readonly place: string | null;
  /** As written, before the first colon; null where there is none, or where it may be a token. */
  readonly user: string | null;
  readonly hasSecret: boolean;
  /** Settings of the connection that are no secrets, as written. */
  readonly settings: readonly string[];
  /** Everything else, as written. */
  readonly secrets: readonly string[];
}

const placePattern = /^(?:[\w.-]+|\[[\da-f:.]+\])?(?::\d{1,5})?(?:\/[\w.%~-]*)?$/i;
const settingPattern =
  /^(?:heartbeat|channel_?max|frame_?max|max_?frame_?size|locale|connection_?timeout)=\w{0,12}$/i;
const userPattern = /^[\w.~-]+$/;

const hidden = (scheme: string, rest: string): ReadAddress => ({
  scheme,
  place: null,
  user: null,
  hasSecret: true,
  settings: [],
  secrets: [rest],
});

const parametersOf = (query: string): Pick<ReadAddress, 'settings' | 'secrets'> => {
  const parts = query.split(/[?&#]/).filter((part) => part !== '');
  const secret = parts.filter((part) => !settingPattern.test(part));
  return {
    settings: parts.filter((part) => settingPattern.test(part)),
    // The value, and the name with it where nobody knows which is which.
    secrets: secret.flatMap((part) => {
      const value = part.slice(part.indexOf('=') + 1);
      return value === part ? [part] : [value, part];
    }),
  };
};

/**
 * Reads an address that may be no valid one: the user part goes up to the last `@`, so that a password may hold `@`, `/` and `:`
 * as they are. Where an `@` stands behind a `?`, either may belong to a password, and nothing is shown.
 */
export const readAddress = (address: string): ReadAddress => {
  const [scheme = ''] = /^[a-z][a-z\d+.-]*:\/\//i.exec(address) ?? [];
  const rest = address.slice(scheme.length);
  const queryAt = rest.search(/[?#]/);
  const [base, query] = queryAt < 0 ? [rest, ''] : [rest.slice(0, queryAt), rest.slice(queryAt)];
  const at = base.lastIndexOf('@');
  const place = base.slice(at + 1);
  // A bare word may be anything, a token too.
  const isBare = scheme === '' && at < 0;
  if (isBare || query.includes('@') || !placePattern.test(place)) return hidden(scheme, rest);
  const { settings, secrets } = parametersOf(query);
  if (at < 0) return { scheme, place, user: null, hasSecret: secrets.length > 0, settings, secrets };
  const colon = base.indexOf(':');
  const [name, password] =
    colon < 0 || colon > at ? ['', base.slice(0, at)] : [base.slice(0, colon), base.slice(colon + 1, at)];
  // A user without a password is how some services take a token.
  const isShown = password !== '' && userPattern.test(name);
  return {
    scheme,
    place,
    settings,
    hasSecret: true,
    user: isShown ? name : null,
    secrets: [password, ...(isShown ? [] : [name]), ...secrets].filter((secret) => secret !== ''),
  };
};
