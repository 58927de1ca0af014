/** Restores values from what `compactJson` of the core wrote. Equal parts are one object, so that they cost memory once. */
export function expandJson(compact: unknown): unknown {
  const { shapes, nodes } = parseCompact(compact)
  const values: unknown[] = []
  for (const node of nodes) values.push(Array.isArray(node) ? expandNode(node, shapes, values) : node)
  return values.at(-1)
}

/** A node's parts come before it. */
function expandNode(
  [shape = LIST, ...parts]: readonly number[],
  shapes: Compact['shapes'],
  values: readonly unknown[],
): unknown {
  if (shape === LIST) return parts.map((part) => values[part])
  const keys = shapes[shape] ?? []
  // Names come from the format, never from code under test: `__proto__` is not among them.
  const made: Record<string, unknown> = {}
  for (const [index, key] of keys.entries()) made[key] = values[parts[index] ?? LIST]
  return made
}

interface Compact {
  readonly shapes: readonly (readonly string[])[]
  readonly nodes: readonly unknown[]
}

function parseCompact(value: unknown): Compact {
  const isCompact = typeof value === 'object' && value !== null && 'shapes' in value && 'nodes' in value
  if (!isCompact || !Array.isArray(value.shapes) || !Array.isArray(value.nodes)) {
    throw new TypeError('The evidence in this page is damaged: make the page again.')
  }
  return { shapes: value.shapes, nodes: value.nodes }
}

const LIST = -1
