import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked } from 'marked';
import { projectRoot } from './project-root.ts';

/** Folders of docs/ that are read in the app, by the first word of their address. */
const SHELVES = {
  methods: { folder: join(projectRoot, 'docs', 'methods'), title: 'Methods' },
  'data-contracts': { folder: join(projectRoot, 'docs', 'data-contracts'), title: 'Data contracts' },
  'information-governance': {
    folder: join(projectRoot, 'docs', 'information-governance'),
    title: 'Information governance',
  },
} as const;
export type Shelf = keyof typeof SHELVES;

const markdown = new Marked({
  gfm: true,
  renderer: {
    // A link to a neighbouring page drops its ending: pages are served without one.
    link({ href, tokens }) {
      return `<a href="${href.replace(/^(?:\.\/)?README\.md$/, './').replace(/\.md(?=$|#)/, '')}">${this.parser.parseInline(tokens)}</a>`;
    },
  },
});

/**
 * A page of docs/ as HTML, or null where there is none. `name` is a file name without ending; '' is the shelf's own page.
 * The pages are the project's own text, read from its folder: nothing a user wrote passes here.
 */
export function renderDocument(shelf: Shelf, name: string): string | null {
  const { folder, title } = SHELVES[shelf];
  const path = join(folder, `${name === '' ? 'README' : name}.md`);
  if (!/^[a-z0-9-]*$/.test(name)) return null;
  const text = existsSync(path) ? readFileSync(path, 'utf8') : name === '' ? indexOf(folder, title) : null;
  if (text === null) return null;
  const heading = /^# (.+)$/m.exec(text)?.[1] ?? title;
  const body = (markdown.parse(text) as string)
    .replaceAll('<table>', '<div class="table" role="region" tabindex="0" aria-label="Table"><table>')
    .replaceAll('</table>', '</table></div>');
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(heading)} – Wardlight</title>
<link rel="stylesheet" href="/document.css">
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header><nav aria-label="Wardlight"><a class="home" href="/">Wardlight</a><a href="/${shelf}/">${title}</a></nav></header>
<main id="main">
${body}
</main>
</body>
</html>
`;
}

function indexOf(folder: string, title: string): string {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : [];
  const links = names.sort().map((file) => {
    const heading = /^# (.+)$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1] ?? file;
    return `- [${heading}](${file})`;
  });
  return `# ${title}\n\n${links.join('\n')}\n`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
