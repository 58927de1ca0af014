/**
 * JSON in which each repeated value is stored once. Attempts share stacks, packages and texts, and without this a page
 * with ten thousand of them would have many megabytes.
 *
 * Every value is a node, stored after the values that it contains. The last one is the root. A list of numbers is a
 * list, or an object whose first number is the index of its `shape`, which has its keys. The other numbers are the
 * indexes of its nodes.
 */
export interface CompactJson {
  readonly shapes: readonly (readonly string[])[]
  readonly nodes: readonly CompactNode[]
}

/** A plain value, `[-1, …]` for a list, or `[shape, …]` for an object. */
export type CompactNode = string | number | boolean | null | readonly number[]

/** Converts a plain JSON value to compact JSON, and each text with `textOf`. Keys without a value are left out, as in `JSON.stringify`. */
export function compactJson(root: unknown, textOf: (text: string) => string = itself): CompactJson {
  const shapes: (readonly string[])[] = []
  const nodes: CompactNode[] = []
  const numbers = new Map<string, number>()
  const numberOf = (key: string, list: { length: number }, add: () => void): number => {
    const known = numbers.get(key)
    if (known !== undefined) return known
    const number = list.length
    numbers.set(key, number)
    add()
    return number
  }
  const add = (value: unknown): number => {
    const node = typeof value === 'string' ? textOf(value) : isLeaf(value) ? value : composite(value)
    return numberOf(JSON.stringify(node), nodes, () => nodes.push(node))
  }
  const composite = (value: unknown): readonly number[] => {
    if (Array.isArray(value)) return [-1, ...value.map((entry) => add(entry))]
    const present = Object.entries(value ?? {}).filter(([, entry]) => entry !== undefined)
    const keys = present.map(([key]) => key)
    const shape = numberOf(`shape ${JSON.stringify(keys)}`, shapes, () => shapes.push(keys))
    return [shape, ...present.map(([, entry]) => add(entry))]
  }
  add(root)
  return { shapes, nodes }
}

function isLeaf(value: unknown): value is number | boolean | null {
  return value === null || typeof value === 'number' || typeof value === 'boolean'
}

const itself = (text: string): string => text
