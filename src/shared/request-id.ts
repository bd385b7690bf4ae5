/**
 * The number of a request within its round. Ids start with the name of their round; what follows the last hyphen is the same for
 * every contestant.
 */
export const ordinalOf = (requestId: string): string => requestId.slice(requestId.lastIndexOf('-') + 1);
