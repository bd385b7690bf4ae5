import { readAddress } from './address.ts';

/**
 * Texts without what nobody else should read. The address of the broker is known, so whatever stands for a secret in it is
 * taken out of every text, however it came there; of other addresses it is known where a secret would stand. Rather too much is
 * hidden than too little.
 */

const hidden = '***';
/** A piece of a secret that is shorter tells nothing, and hiding it would make texts unreadable. */
const leastSecret = 4;
/** What RabbitMQ calls its first user and its password is known to everybody. */
const wellKnown = 'guest';

const decoded = (text: string): string =>
  text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });

/** What a parser of addresses may take a secret apart into: at what separates the parts of an address, and into words. */
const separators = [/[/?#]/, /[/?#:@&=;,\s]/, /[^\p{L}\p{N}]+/u];

/** A secret as written, decoded, without what parsers leave out, and the pieces of each. */
const piecesOf = (secret: string): readonly string[] =>
  [secret, decoded(secret)]
    .flatMap((text) => [text, text.replace(/[\t\r\n]/g, '')])
    .flatMap((text) => [text, ...separators.flatMap((separator) => text.split(separator))])
    .filter((piece) => piece.length >= leastSecret && piece !== wellKnown);

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const bytes = new TextEncoder();

/** A character as it is, percent-encoded or escaped as in JSON: a parser may encode some of a secret and leave the rest. */
const anyForm = (character: string): string => {
  const forms = [
    character,
    [...bytes.encode(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    JSON.stringify(character).slice(1, -1),
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  ];
  return `(?:${[...new Set(forms)].map(literal).join('|')})`;
};

/** Finds the secrets of an address in any text, the longest first; null where it has none. */
const finderOf = (address: string): RegExp | null => {
  const pieces = [...new Set(readAddress(address).secrets.flatMap(piecesOf))];
  if (pieces.length === 0) return null;
  const longestFirst = pieces.toSorted((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((piece) => Array.from(piece, anyForm).join('')).join('|'), 'giu');
};

/** An address that is known to be one, fit for a terminal, a log and a result. */
export const shownAddress = (address: string): string => {
  const { scheme, place, user, hasSecret, settings } = readAddress(address);
  if (place === null) return `${scheme}${hidden}`;
  const finder = finderOf(address);
  const clean = (text: string): string => (finder === null ? text : text.replace(finder, hidden));
  const hasUser = address.slice(scheme.length).split(/[?#]/)[0]!.includes('@');
  const who = hasUser ? `${user === null ? '' : `${clean(user)}:`}${hidden}@` : '';
  const query = /[?#]/.test(address) ? [...settings, ...(hasSecret && !hasUser ? [hidden] : [])] : [];
  return `${scheme}${who}${clean(place)}${query.length === 0 ? '' : `?${query.join('&')}`}`;
};

/**
 * The user part of an address, up to its last `@`: what stands behind its first colon is hidden, and a user part without a colon
 * wholly, for it may be a token. Lengths are bounded, so that a long text takes no long time.
 */
const hideUserInfo = (text: string): string =>
  text
    .replace(
      /(?<![a-z\d+.-])(?!file:|node:)([a-z][a-z\d+.-]{0,20}:\/\/)([^\s"'`]{0,2000})@/gi,
      (_, scheme: string, user: string) => {
        const colon = user.indexOf(':');
        return `${scheme}${colon < 0 ? '' : user.slice(0, colon + 1)}${hidden}@`;
      },
    )
    .replace(/(^|[\s"'`(<=])([^\s/:@"'`]{1,200}):(?!\/\/)([^\s"'`]{0,2000})@/g, `$1$2:${hidden}@`);

/** Names of parameters whose value is a secret; the short ones as words of their own, for `signal` and `author` are none. */
const secretName =
  'pass(?:word|wd|phrase)|secret|token|api[-_]?key|authorization|credentials?|signature|(?<![a-z])(?:pass|pwd|auth|sig)(?![a-z])';
const parameter = new RegExp(
  `(?<![\\w.-])([\\w.-]{0,64}?(?:${secretName})[\\w.-]{0,64}["']?\\s{0,4}[=:]\\s{0,4})((?:(?:bearer|basic)\\s+)?(?:"[^"]*"|'[^']*'|[^\\s&"'\`]+))`,
  'gi',
);

/** `?password=…`, `&token=…`, `secret: …` and the like, up to the next separator. */
const hideParameters = (text: string): string => text.replace(parameter, `$1${hidden}`);

const known = new Map<string, (text: string) => string>();

const hideKnown = (address: string): ((text: string) => string) => {
  const before = known.get(address);
  if (before !== undefined) return before;
  const [finder, shown] = [finderOf(address), shownAddress(address)];
  const hide = (text: string): string => {
    const named = address.length >= leastSecret ? text.replaceAll(address, () => shown) : text;
    return finder === null ? named : named.replace(finder, hidden);
  };
  known.set(address, hide);
  return hide;
};

/**
 * A text, for instance the message of an error, fit for a terminal, a log and a result.
 * @param address of which no secret may be shown, besides what looks like one anyway.
 */
export const redact = (text: string, address = process.env['AMQP_URL'] ?? ''): string =>
  hideParameters(hideUserInfo(hideKnown(address)(text)));
