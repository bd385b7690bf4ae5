// Workflow commands end at a line break, their properties also at a colon or a comma.
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** A workflow command that GitHub shows at a place in a file, or at the job where there is none. */
export const annotation = (
  level: 'error' | 'warning' | 'notice',
  title: string,
  text: string,
  place?: { readonly file: string; readonly line: number; readonly column: number },
): string => {
  const at =
    place === undefined ? '' : `file=${property(place.file)},line=${place.line},col=${place.column},`;
  return `::${level} ${at}title=${property(title)}::${data(text)}`;
};
