const number = (value) => {
  if (value === null) return '–';
  if (value >= 1000) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
};

const verdict = ({ met }) => (met === null ? '' : met ? 'met' : 'NOT MET');

const targetOf = ({ target, direction }) =>
  target === null ? '' : `${direction === 'at least' ? '≥' : '≤'} ${number(target)}`;

const cellsOf = (row) => [
  row.title,
  row.unit,
  number(row.ours),
  number(row.core),
  number(row.limit),
  number(row.ratio),
  row.spread === null ? '' : `${number(row.spread[0])}–${number(row.spread[1])}`,
  targetOf(row),
  verdict(row),
];

const HEAD = ['measure', 'unit', 'ours', 'core', 'limit', 'ratio', 'spread', 'target', ''];

/** Prints all rows as a table that Markdown understands, with their notes below. */
export const printTable = (rows) => {
  const lines = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column].length)));
  const print = (cells) =>
    console.log(
      `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`,
    );
  print(HEAD);
  console.log(
    `| ${widths.map((width, column) => '-'.repeat(width - (column === 0 ? 0 : 1)) + (column === 0 ? '' : ':')).join(' | ')} |`,
  );
  lines.slice(1).forEach(print);
  for (const { id, note } of rows) if (note !== undefined) console.log(`\n${id}: ${note}`);
};

const rounded = (value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);

/** The whole result in one line. */
export const printJson = (machine, rows) => {
  const measures = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key,
        Array.isArray(value) ? value.map(rounded) : rounded(value),
      ]),
    ),
  );
  console.log(JSON.stringify({ machine, measures }));
};
