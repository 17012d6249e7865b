/** The OpenAPI document as a page to read. */
import { escapeHtml } from './escape-html.ts';
import type { Json, JsonObject } from './openapi.ts';
import { type PlainPage, plainPage } from './plain-page.ts';

const style = `h1{margin-bottom:.25rem}h2{margin-top:2.5rem}h3{margin:0;display:inline;font-size:1rem}
code{font-family:ui-monospace,monospace;font-size:.92em}
details{border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.5rem;margin:.5rem 0;padding:.5rem .9rem}
summary{cursor:pointer}summary code{overflow-wrap:anywhere}
.method{display:inline-block;min-width:4.2rem;font-weight:700}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-top:1px solid color-mix(in srgb,currentColor 15%,transparent)}
.scroll{overflow-x:auto}`;

/** Reading what is not there, or not an object, gives an empty one: the document is ours. */
function at(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** Words with `code` in them. */
function prose(value: Json | undefined): string {
  return escapeHtml(typeof value === 'string' ? value : '')
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll('\n\n', '<br>');
}

export function docsPage(document: JsonObject): PlainPage {
  const info = at(document.info);
  const operations = Object.entries(at(document.paths)).flatMap(([path, methods]) =>
    Object.entries(at(methods)).map(([method, operation]) => ({ path, method, operation: at(operation) })),
  );
  const sections = list(document.tags).map((tag) => {
    const name = String(at(tag).name);
    const own = operations.filter(({ operation }) => list(operation.tags).includes(name));
    return `<section><h2>${escapeHtml(name)}</h2>${own.map(operationHtml).join('\n')}</section>`;
  });
  const shapes = Object.entries(at(at(document.components).schemas)).map(
    ([name, schema]) =>
      `<details id="${escapeHtml(name)}"><summary><h3>${escapeHtml(name)}</h3></summary>${fieldsHtml(at(schema))}</details>`,
  );
  const body = `<main><h1>${prose(info.title)}: the API</h1><p>${prose(info.description)}</p>
<p>For programs: <a href="/api/openapi.json">openapi.json</a></p>
${sections.join('\n')}
<section><h2>What things look like</h2>${shapes.join('\n')}</section></main>`;
  return plainPage('Confab: the API', body, style);
}

function operationHtml({ path, method, operation }: { path: string; method: string; operation: JsonObject }): string {
  const body = at(at(at(operation.requestBody).content)['application/json']);
  const parameters = list(operation.parameters).map((parameter) => {
    const { name, in: place, required, description, schema } = at(parameter);
    return [
      `<code>${prose(name)}</code>`,
      `${prose(place)}${required === true ? ', needed' : ''}`,
      kindOf(at(schema)),
      prose(description),
    ];
  });
  const answers = Object.entries(at(operation.responses)).map(([status, answer]) => {
    const [content] = Object.entries(at(at(answer).content));
    const shape = content && at(at(content[1]).schema);
    return [`<code>${escapeHtml(status)}</code>`, shape ? kindOf(shape) : '', prose(at(answer).description)];
  });
  return `<details id="${prose(operation.operationId)}"><summary><h3><span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code></h3> ${prose(operation.summary)}</summary>
${operation.description ? `<p>${prose(operation.description)}</p>` : ''}
${parameters.length > 0 ? table(['Parameter', 'Where', 'What', 'About'], parameters) : ''}
${body.schema ? `<p>Takes ${kindOf(at(body.schema))}.</p>` : ''}
${table(['Status', 'Answer', 'About'], answers)}</details>`;
}

function fieldsHtml(schema: JsonObject): string {
  const required = list(schema.required);
  const rows = Object.entries(at(schema.properties)).map(([name, field]) => [
    `<code>${escapeHtml(name)}</code>${required.includes(name) ? '' : ' (may be left out)'}`,
    kindOf(at(field)),
    prose(at(field).description),
  ]);
  return rows.length > 0 ? table(['Field', 'What', 'About'], rows) : `<p>${kindOf(schema)}</p>`;
}

/** "a list of Meeting", "one of a, b". */
function kindOf(schema: JsonObject): string {
  if (typeof schema.$ref === 'string') {
    const name = escapeHtml(schema.$ref.split('/').at(-1) ?? '');
    return `<a href="#${name}">${name}</a>`;
  }
  const options = list(schema.anyOf);
  if (options.length > 0) return options.map((option) => kindOf(at(option))).join(' or ');
  if (schema.enum)
    return `one of ${list(schema.enum)
      .map((value) => `<code>${prose(value)}</code>`)
      .join(', ')}`;
  if (schema.type === 'array') return `a list of ${kindOf(at(schema.items))}`;
  if (schema.type === 'object' && schema.properties) {
    const names = Object.keys(at(schema.properties)).map((name) => `<code>${escapeHtml(name)}</code>`);
    return `an object of ${names.join(', ')}`;
  }
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : String(schema.type ?? 'anything');
  return escapeHtml(schema.format ? `${type} (${String(schema.format)})` : type);
}

/** Cells are HTML. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string) => row.map((cell) => `<${tag}>${cell}</${tag}>`).join('');
  const lines = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
  return `<div class="scroll"><table><thead><tr>${cells(head, 'th')}</tr></thead><tbody>${lines}</tbody></table></div>`;
}
