/** Rows of texts as aligned lines: the first column to the left, figures to the right. */
export const columns = (rows: readonly (readonly string[])[], indent = '  '): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
};
