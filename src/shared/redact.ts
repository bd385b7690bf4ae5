/**
 * Addresses without what nobody else should read. Works on any text, since an address that cannot be parsed is the one that ends
 * up in a message: it knows no grammar but the places where secrets stand, and rather hides too much.
 */

const hidden = '***';

/** Names of parameters whose value is a secret. */
const secretName =
  /(?:pass(?:word|wd|phrase)?|pwd|secret|token|api-?_?key|auth(?:orization)?|credentials?|signature|sig)/i;

/**
 * The user part of an address, up to its last `@`: what stands behind its first colon is hidden, and a user part without a colon
 * wholly, for it may be a token.
 */
const hideUserInfo = (text: string): string =>
  text
    .replace(/([a-z][a-z0-9+.-]*:\/\/)([^\s"'`]*)@/gi, (_, scheme: string, user: string) => {
      const colon = user.indexOf(':');
      return `${scheme}${colon < 0 ? '' : user.slice(0, colon + 1)}${hidden}@`;
    })
    .replace(/(^|[\s"'`(<=])([^\s/:@"'`]+):(?!\/\/)([^\s"'`]*)@/g, `$1$2:${hidden}@`);

/** `?password=…`, `&token=…`, `secret: …` and the like, up to the next separator. */
const hideParameters = (text: string): string =>
  text.replace(
    new RegExp(`([\\w.-]*${secretName.source}[\\w.-]*\\s*[=:]\\s*)("[^"]*"|'[^']*'|[^\\s&;,"'\`]+)`, 'gi'),
    `$1${hidden}`,
  );

/** A text, for instance a broker's address or the message of an error, fit for a terminal, a log and a result. */
export const redact = (text: string): string => hideParameters(hideUserInfo(text));
