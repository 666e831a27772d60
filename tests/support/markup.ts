import type { ComponentChildren, VNode } from 'preact';

const INDENT = '  ';

/**
 * A component's drawing as text, one element a line, for a golden file. For components without hooks: a component that keeps
 * state is drawn through the part of it that does not. Handlers, keys and refs are left out.
 */
export function markup(children: ComponentChildren, depth = 0): string {
  if (children === null || children === undefined || typeof children === 'boolean') return '';
  const indent = INDENT.repeat(depth);
  if (typeof children !== 'object') return `${indent}${escaped(String(children))}\n`;
  if (Array.isArray(children)) return children.map((child) => markup(child, depth)).join('');
  const { type, props } = children as VNode<Record<string, unknown>>;
  if (typeof type === 'function')
    return markup((type as (props: unknown) => ComponentChildren)(props), depth);
  const attributes = Object.entries(props)
    .filter(([name, value]) => name !== 'children' && value !== undefined && value !== null)
    .filter(([, value]) => value !== false && typeof value !== 'function')
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
  const inside = markup(props.children as ComponentChildren, depth + 1);
  return inside === ''
    ? `${indent}<${type}${attributes}/>\n`
    : `${indent}<${type}${attributes}>\n${inside}${indent}</${type}>\n`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
