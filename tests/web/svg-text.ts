import type { ComponentChild, VNode } from 'preact';

/**
 * An element tree of our charts as SVG text, one element a line, so that a golden file can be read and its changes reviewed.
 * Components are called; they draw from their properties alone.
 */
export function svgText(child: ComponentChild, depth = 0): string {
  const indent = '  '.repeat(depth);
  if (child === null || child === undefined || typeof child === 'boolean') return '';
  if (Array.isArray(child)) return child.map((one) => svgText(one, depth)).join('');
  if (typeof child !== 'object') return `${indent}${escaped(String(child))}\n`;
  const { type, props } = child as VNode<Record<string, unknown>>;
  const { children, ...own } = props as { children?: ComponentChild } & Record<string, unknown>;
  if (typeof type === 'function') {
    const draw = type as (properties: unknown) => ComponentChild;
    return svgText(draw(props), depth);
  }
  if (typeof type !== 'string') return svgText(children, depth);
  const attributes = Object.entries(own)
    .filter(
      ([name, value]) => !name.startsWith('on') && value !== undefined && value !== null && value !== false,
    )
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
  const inside = svgText(children, depth + 1);
  if (inside === '') return `${indent}<${type}${attributes}/>\n`;
  return `${indent}<${type}${attributes}>\n${inside}${indent}</${type}>\n`;
}

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** The texts of a drawing, in its order. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>\s*([\s\S]*?)\s*<\/text>/g)].map((match) =>
    (match[1] ?? '').replace(/\s*\n\s*/g, ' '),
  );
}
