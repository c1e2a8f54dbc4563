import { basename, dirname } from 'node:path';
import { lakeColumns } from '../../contracts/event.ts';
import { lakeRelation } from '../../contracts/lake.ts';
import type { ModelCase } from '../cases/read-cases.ts';
import type { RelationTypes } from '../cases/relation-types.ts';
import type { Audit } from '../audit-spec.ts';
import type { Graph, Node } from '../graph.ts';
import type { Manifest } from '../manifest.ts';
import type { Model } from '../model.ts';
import { ancestors } from '../select.ts';
import { type ColumnLineage, columnLineage } from './column-lineage.ts';
import { escapeHtml, page, table } from './html.ts';
import { lineagePicture, type PictureNode } from './lineage-picture.ts';

/** Rows and time of each model in the published build: what a page shows of data. */
export interface LastBuild {
  readonly build: string;
  readonly created_at: string;
  readonly models: Readonly<Record<string, { readonly rows: number; readonly ms: number | null; readonly mode: string | null }>>;
}

export interface DocsInput {
  readonly graph: Graph;
  readonly types: RelationTypes;
  readonly cases: readonly ModelCase[];
  /** Null leaves it out: whoever serves the pages gives it to those who may see it. */
  readonly lastBuild: LastBuild | null;
}

export function lastBuildOf({ build, created_at: createdAt, models, results }: Manifest): LastBuild {
  const entries = Object.entries(models).map(([name, { rows }]) => {
    const result = results[name];
    return [name, { rows, ms: result?.ms ?? null, mode: result?.mode ?? null }] as const;
  });
  return { build, created_at: createdAt, models: Object.fromEntries(entries) };
}

/** A page for each model and one of all, by file name. */
export function docPages(input: DocsInput): Map<string, string> {
  const pages = new Map([['index.html', indexPage(input)]]);
  for (const [name, node] of input.graph) pages.set(`${name}.html`, modelPage(input, node));
  return pages;
}

function indexPage({ graph, lastBuild }: DocsInput): string {
  const header = ['model', 'what it is', 'one row is', ...(lastBuild === null ? [] : ['rows'])];
  const rowOf = ({ name, about, grain }: Model) => [
    `<a href="${name}.html">${name}</a>`,
    escapeHtml(about),
    escapeHtml(grain),
    ...(lastBuild?.models[name] === undefined ? [] : [`${count(lastBuild.models[name].rows)}<span class="narrow"> rows</span>`]),
  ];
  const tables = LAYERS.flatMap((layer) => {
    const models = [...graph.values()].flatMap(({ model }) => (model.layer === layer ? [model] : []));
    const folders = [...new Set(models.map(folderOf))].toSorted();
    return folders.map((folder) => {
      const own = models.filter((model) => folderOf(model) === folder).toSorted((a, b) => (a.name < b.name ? -1 : 1));
      return `<h2>${layer}${folder === layer ? '' : `: ${escapeHtml(folder)}`}</h2>${table(header, own.map(rowOf))}`;
    });
  });
  const picture = lineagePicture(pictureOf(graph, [...graph.keys()]), null);
  return page(
    'Models',
    `<h1>Models</h1>${buildLine(lastBuild)}${tables.join('')}<h2>Lineage</h2><div class="scroll">${picture}</div>`,
  );
}

/** What people look for first. */
const LAYERS: readonly Model['layer'][] = ['marts', 'intermediate', 'staging'];

/** Folder that a model lies in: a subject, or its layer. */
function folderOf({ ymlFile }: Model): string {
  return basename(dirname(ymlFile));
}

function modelPage({ graph, types, cases, lastBuild }: DocsInput, node: Node): string {
  const { model } = node;
  const readers = [...graph.values()].filter(({ inputs }) => inputs.includes(model.name)).map((reader) => reader.model.name);
  const shown = [...ancestors(graph, model.name), model.name, ...readers];
  const typeOf = new Map((types.get(model.name) ?? []).map(({ name, type }) => [name, type.toLowerCase()]));
  const lineage = model.program === null ? lineageOf(graph, node) : new Map<string, null>();
  const columns = [...model.columns].map(([name, { about, unit }]) => [
    `<code>${name}</code>${model.key.includes(name) ? ' <span class="soft">key</span>' : ''}`,
    escapeHtml(typeOf.get(name) ?? ''),
    escapeHtml(unit ?? ''),
    escapeHtml(about),
    originsText(graph, lineage.get(name)),
  ]);
  const audits = model.audits.map((audit) => [escapeHtml(audit.name), ruleText(audit), audit.severity]);
  const own = cases.filter((one) => one.model === model.name);
  return page(
    model.name,
    `<p><a href="index.html">All models</a></p><h1>${model.name}</h1><p>${escapeHtml(model.about)}</p>
<p>One row is ${escapeHtml(model.grain)}. <span class="soft">Key: ${model.key.join(', ')} · ${model.layer} · ${kept(node)}</span></p>
${lastBuild === null ? `<p id="last-build" class="soft" data-model="${model.name}"></p>${LAST_BUILD_SCRIPT}` : modelBuildLine(lastBuild, model.name)}
<h2>Columns</h2>${table(['column', 'type', 'unit', 'meaning', 'made of'], columns)}
<h2>Lineage</h2><div class="scroll">${lineagePicture(pictureOf(graph, shown), model.name)}</div>
<h2>Audits</h2>${table(['audit', 'rule', 'when it fails'], audits)}
${own.length === 0 ? '' : `<h2>Cases</h2><ul>${own.map(({ name }) => `<li>${escapeHtml(name)}</li>`).join('')}</ul>`}
<h2>SQL</h2>${model.queries.map((sql) => `<pre>${escapeHtml(sql)}</pre>`).join('')}`,
  );
}

/** What of an audit its name does not say. */
function ruleText(audit: Audit): string {
  if (audit.kind === 'accepted') return escapeHtml(audit.values.join(', '));
  if (audit.kind === 'sql') return `no row of <code>${escapeHtml(audit.sql.trim())}</code>`;
  if (audit.kind === 'row_count_change') return `at most ${audit.maxDropPct} % fewer rows than before`;
  if (audit.kind === 'freshness') return `its newest at most ${audit.maxAgeHours} hours old`;
  if (audit.kind === 'drift') return `stability index of at most ${audit.maxPsi} against the days before`;
  return '';
}

function kept({ model }: Node): string {
  const rule = model.materialization;
  if (rule.kind === 'full') return 'built whole';
  if (rule.kind === 'keyed') return `made again by ${rule.columns.join(', ')}, kept by days of ${rule.partition}`;
  return rule.kind === 'merge' ? `merged from new files, by ${rule.partition}` : `built by days of ${rule.partition}`;
}

function pictureOf(graph: Graph, models: readonly string[]): PictureNode[] {
  const lakes = new Set<string>();
  const nodes = [...new Set(models)].flatMap((name): PictureNode[] => {
    const node = graph.get(name);
    if (node === undefined) return [];
    const tables = node.lake.map(lakeRelation);
    for (const one of tables) lakes.add(one);
    return [{ name, layer: node.model.layer, inputs: [...tables, ...node.inputs], href: `${name}.html` }];
  });
  return [...[...lakes].map((name): PictureNode => ({ name, layer: 'lake', inputs: [], href: null })), ...nodes];
}

function lineageOf(graph: Graph, { model, inputs, lake }: Node): ColumnLineage {
  const relations = new Map<string, readonly string[]>(
    lake.map((contract) => [lakeRelation(contract), [...Object.keys(lakeColumns(contract)), 'dt']]),
  );
  for (const input of inputs) relations.set(input, [...(graph.get(input)?.model.columns.keys() ?? [])]);
  return columnLineage(model.sql, relations);
}

function originsText(graph: Graph, origins: ReadonlySet<string> | null | undefined): string {
  if (origins === null || origins === undefined) return '<span class="soft">not derived</span>';
  return [...origins]
    .map((origin) => {
      const [relation = ''] = origin.split('.');
      return graph.has(relation) ? `<a href="${relation}.html"><code>${origin}</code></a>` : `<code>${origin}</code>`;
    })
    .join(', ');
}

function buildLine(lastBuild: LastBuild | null): string {
  return lastBuild === null ? '' : `<p class="soft">Build ${lastBuild.build}, ${lastBuild.created_at}</p>`;
}

function modelBuildLine(lastBuild: LastBuild, name: string): string {
  const found = lastBuild.models[name];
  if (found === undefined) return `<p class="soft">Not in build ${lastBuild.build}.</p>`;
  const how = found.mode === null || found.mode === 'reused' ? 'left as it was' : `built in ${found.ms ?? 0} ms, ${found.mode}`;
  return `<p class="soft">Build ${lastBuild.build} of ${lastBuild.created_at}: ${count(found.rows)} rows, ${how}.</p>`;
}

function count(value: number | undefined): string {
  return value === undefined ? '' : value.toLocaleString('en-GB');
}

/** Fills in rows and time for whoever is signed in to the dashboard in this tab. */
const LAST_BUILD_SCRIPT = `<script>
const line = document.getElementById('last-build');
const token = JSON.parse(sessionStorage.getItem('echolake.session') ?? 'null')?.token;
if (!token) line.textContent = 'Sign in to the dashboard in this tab to see the rows of the last build.';
else fetch('last-build.json', { headers: { authorization: token } }).then((answer) => answer.ok ? answer.json() : null).then((last) => {
  const found = last?.models[line.dataset.model];
  if (!found) return;
  const how = found.mode === null || found.mode === 'reused' ? 'left as it was' : 'built in ' + found.ms + ' ms, ' + found.mode;
  line.textContent = 'Build ' + last.build + ' of ' + last.created_at + ': ' + found.rows.toLocaleString('en-GB') + ' rows, ' + how + '.';
});
</script>`;
