const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text as it may stand in HTML, in an attribute too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
}

const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(#1b1f24,#e6e8eb);--soft:light-dark(#5b6570,#9aa4af);--line:light-dark(#d9dee3,#343b43);--accent:light-dark(#125b84,#7cc3ee);--wash:light-dark(#f4f6f8,#1d2227)}
body{margin:0 auto;max-width:76rem;padding:1.5rem;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:light-dark(#fff,#14181c)}
a{color:var(--accent)}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}code,pre{font:13px/1.45 ui-monospace,monospace}
pre{background:var(--wash);padding:1rem;overflow:auto;border-radius:6px}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}th{color:var(--soft);font-weight:500}
.scroll{overflow:auto}.soft{color:var(--soft)}.narrow{display:none}
@media(max-width:40rem){table,tbody{display:block}th,td:empty{display:none}tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}td{display:block;border:0;padding:0;overflow-wrap:anywhere}.narrow{display:inline}}
.lineage path{fill:none;stroke:var(--line);stroke-width:1.5}.lineage path.own{stroke:var(--accent)}.lineage rect{fill:var(--wash);stroke:var(--line)}
.lineage text{fill:var(--ink);font:12px system-ui,sans-serif}.lineage .lake rect{stroke-dasharray:3 3}.lineage .marts rect{stroke:var(--accent)}.lineage .current rect{fill:var(--accent)}.lineage .current text{fill:light-dark(#fff,#14181c)}
`;

export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)} · Echolake</title><style>${STYLE}</style></head>
<body>${body}</body></html>
`;
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, list: readonly string[]) => `<tr>${list.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<div class="scroll"><table>${cells('th', header)}${rows.map((row) => cells('td', row)).join('')}</table></div>`;
}
