import { type Cell, cellText, type Column, type Exported, gather, headingOf, type Table } from './table';

/** More than anybody prints. */
export const MOST_HTML_ROWS = 5_000;

/** Its hash stands in the pages' Content-Security-Policy. */
export const PRINT_STYLE = `
  body { font: 1rem/1.5 system-ui, sans-serif; color: #2a2859; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
  h1 { font-size: 1.5rem; } h2, caption { font-size: 1.15rem; font-weight: 600; text-align: left; margin: 1.5rem 0 .5rem; }
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
  th, td { border-bottom: 1px solid #b3b3b3; padding: .3rem .6rem; text-align: left; vertical-align: top; }
  .number { text-align: right; white-space: nowrap; }
  .notes { font-size: .9rem; }
  .wide { overflow-x: auto; }
  @media print {
    .wide { overflow: visible; }
    body { margin: 0; max-width: none; font-size: 10pt; } thead { display: table-header-group; }
    tr { break-inside: avoid; } h2, caption { break-after: avoid; }
  }
  @page { size: A4; margin: 15mm; }`;

/** A page to read and to print, without scripts. Throws RangeError over `MOST_HTML_ROWS` rows. */
export async function htmlPage({ title, notes, tables }: Exported): Promise<string> {
  const sections = [];
  for (const table of tables) sections.push(await tableHtml(table));
  return `<!doctype html>
<html lang="nb"><head><meta charset="utf-8"><title>${escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${PRINT_STYLE}</style></head>
<body><main><h1>${escape(title)}</h1>
${sections.join('\n')}
<ul class="notes">${notes.map((note) => `<li>${escape(note)}</li>`).join('')}</ul>
</main></body></html>
`;
}

async function tableHtml(table: Table): Promise<string> {
  const rows = await gather(table, MOST_HTML_ROWS);
  const headings = table.columns.map(headingHtml).join('');
  const body = rows.map((row) => `<tr>${row.map(cellHtml).join('')}</tr>`).join('\n');
  const title = escape(table.title);
  return `<div class="wide" tabindex="0" role="region" aria-label="${title}"><table><caption>${title}</caption><thead><tr>${headings}</tr></thead>
<tbody>${body}</tbody></table></div>`;
}

function headingHtml(column: Column): string {
  const aligned = column.unit === 'grams' ? ' class="number"' : '';
  return `<th scope="col"${aligned}>${escape(headingOf(column, 'people'))}</th>`;
}

function cellHtml(cell: Cell): string {
  const isNumber = typeof cell === 'number' || (typeof cell === 'object' && cell !== null && 'grams' in cell);
  return `<td${isNumber ? ' class="number"' : ''}>${escape(cellText(cell, 'people'))}</td>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
