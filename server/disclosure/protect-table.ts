import { type Disclosed, hidden, shown, ZERO } from './disclosed.ts';
import { FIGURE_STATE, packLists } from './figure-family.ts';
import type { DisclosurePolicy } from './policy.ts';
import { protectFigures } from './protect-figures.ts';

/**
 * One side of a table: LSOAs in wards, months in quarters, or plain categories. A node without children is a leaf and has
 * counts; the total over all leaves is always added.
 */
export interface TableAxis {
  /** For each node the node that holds it, -1 for those directly under the total. */
  readonly parents: readonly number[];
}

/** A protected table: figures by node of each axis, the last of either being the total. */
export interface ProtectedTable {
  /** figure(row, column); the number of nodes stands for the total. */
  figure(row: number, column: number): Disclosed;
  /** Figures hidden to protect others. */
  readonly secondary: number;
  readonly unproven: number;
}

/**
 * Protect a table with its totals and subtotals, all together: ward minus LSOAs, year minus months and all minus one category
 * give no hidden count away.
 *
 * For tables that stand alone. Figures of a layer that is also on the map belong to its release plan (release-plan.ts), which
 * decides maps and tables together.
 *
 * @param counts counts[row][column] for leaves of both axes; entries of other nodes are not read
 */
export function protectTable(
  rows: TableAxis,
  columns: TableAxis,
  counts: readonly (readonly number[])[],
  policy: DisclosurePolicy,
): ProtectedTable {
  const rowNodes = largestFirst(rows);
  const columnNodes = largestFirst(columns);
  const width = columns.parents.length + 1;
  const keyOf = (row: number, column: number): number => row * width + column;

  const atoms: number[] = [];
  const atomOf = new Map<number, number>();
  for (const row of leavesOf(rows)) {
    for (const column of leavesOf(columns)) {
      atomOf.set(keyOf(row, column), atoms.push(counts[row][column]) - 1);
    }
  }
  const indexOf = new Map<number, number>();
  const figureAtoms: number[][] = [];
  const containers: number[][] = [];
  for (const row of rowNodes) {
    for (const column of columnNodes) {
      indexOf.set(keyOf(row.node, column.node), figureAtoms.length);
      figureAtoms.push(
        row.leaves.flatMap((r) => column.leaves.map((c) => atomOf.get(keyOf(r, c)) as number)),
      );
      const around: number[] = [];
      if (row.parent !== null) around.push(indexOf.get(keyOf(row.parent, column.node)) as number);
      if (column.parent !== null) around.push(indexOf.get(keyOf(row.node, column.parent)) as number);
      containers.push(around);
    }
  }
  const packedAtoms = packLists(figureAtoms);
  const packedContainers = packLists(containers);
  const { state, value, secondary, unproven } = protectFigures(
    {
      atoms: Int32Array.from(atoms),
      figureOffsets: packedAtoms.offsets,
      figureAtoms: packedAtoms.items,
      containerOffsets: packedContainers.offsets,
      containers: packedContainers.items,
      // Totals are what a table is read for: hide many parts before one of them.
      cost: Float64Array.from(figureAtoms, (parts) => parts.length ** 2),
      phantom: new Uint8Array(figureAtoms.length),
    },
    policy,
  );
  return {
    secondary,
    unproven,
    figure: (row, column) => {
      const f = indexOf.get(keyOf(row, column));
      if (f === undefined) throw new RangeError(`The table has no figure at row ${row}, column ${column}.`);
      if (state[f] === FIGURE_STATE.zero) return ZERO;
      return state[f] === FIGURE_STATE.shown
        ? shown(value[f], policy.roundingBase > 1)
        : hidden('small-number');
    },
  };
}

interface Node {
  readonly node: number;
  readonly parent: number | null;
  readonly leaves: readonly number[];
}

function leavesOf({ parents }: TableAxis): number[] {
  const holding = new Set(parents);
  return parents.flatMap((_, node) => (holding.has(node) ? [] : [node]));
}

/** The total, then every node after the one that holds it. */
function largestFirst(axis: TableAxis): Node[] {
  const { parents } = axis;
  const total = parents.length;
  const nodes: Node[] = [{ node: total, parent: null, leaves: leavesOf(axis) }];
  for (let at = 0; at < nodes.length; at++) {
    const { node, leaves } = nodes[at];
    parents.forEach((parent, child) => {
      if (parent !== (node === total ? -1 : node)) return;
      const own = leaves.filter((leaf) => isInside(leaf, child, parents));
      nodes.push({ node: child, parent: node, leaves: own });
    });
  }
  return nodes;
}

function isInside(leaf: number, node: number, parents: readonly number[]): boolean {
  for (let at = leaf; at !== -1; at = parents[at]) if (at === node) return true;
  return false;
}
