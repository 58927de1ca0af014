/** A test runner with our adapter, in one of the releases that it supports, or the core alone. */
export type Consumer = 'Jest 29.7' | 'Jest 30' | 'Vitest 4.1' | 'Vitest 5' | 'the core'
export type Manager = 'npm' | 'pnpm'
export type Node = 'Node 22' | 'Node 24' | 'Node 26'
export type Modules = 'CommonJS' | 'ESM' | 'TypeScript'

/** A fresh project that the tarballs are installed into, once for all the cells that run in it. */
export interface Project {
  readonly consumer: Consumer
  readonly manager: Manager
}

/** `red` runs tests of which some have to fail, `green` only those that have to pass. */
type Tests = 'red' | 'green'

export interface JestCell extends Project {
  readonly kind: 'Jest'
  readonly node: Node
  readonly modules: Modules
  readonly way: 'in band' | 'workers' | 'worker threads'
  readonly tests: Tests
}

export interface VitestCell extends Project {
  readonly kind: 'Vitest'
  readonly node: Node
  readonly modules: Modules
  readonly pool: 'forks' | 'threads' | 'vmForks' | 'vmThreads'
  readonly isolation: 'isolated' | 'not isolated'
  readonly tests: Tests
}

/** A consumer of the types, compiled strictly: as ES module and as CommonJS, or as what a bundler reads. */
export interface TypesCell extends Project {
  readonly kind: 'types'
  readonly compiler: 'TypeScript 5.9' | 'TypeScript 6' | 'TypeScript 7'
  readonly resolution: 'nodenext' | 'bundler'
}

/** The core without a runner. */
export interface CoreCell extends Project {
  readonly kind: 'core'
  readonly node: Node
  readonly use: 'import' | 'require' | '--require register' | 'agentguard run'
}

/** The command of a package: `npx agentguard`, `pnpm exec agentguard`. */
export interface CommandCell extends Project {
  readonly kind: 'command'
}

export type Cell = JestCell | VitestCell | TypesCell | CoreCell | CommandCell

const managers: readonly Manager[] = ['npm', 'pnpm']
const nodes: readonly Node[] = ['Node 22', 'Node 24', 'Node 26']
const modules: readonly Modules[] = ['CommonJS', 'ESM', 'TypeScript']
const jests: readonly Consumer[] = ['Jest 29.7', 'Jest 30']
const vitests: readonly Consumer[] = ['Vitest 4.1', 'Vitest 5']
const consumers: readonly Consumer[] = [...jests, ...vitests, 'the core']

/** Everything that is supported, each combination a cell. */
export const cells: readonly Cell[] = [
  ...everyOf<JestCell>({
    kind: ['Jest'],
    consumer: jests,
    manager: managers,
    node: nodes,
    modules,
    way: ['in band', 'workers', 'worker threads'],
    tests: ['red', 'green'],
  }).filter(({ tests, way }) => tests === 'red' || way === 'workers'),
  ...everyOf<VitestCell>({
    kind: ['Vitest'],
    consumer: vitests,
    manager: managers,
    node: nodes,
    modules,
    pool: ['forks', 'threads', 'vmForks', 'vmThreads'],
    isolation: ['isolated', 'not isolated'],
    tests: ['red', 'green'],
  }).filter(({ tests, pool }) => tests === 'red' || pool === 'forks'),
  ...everyOf<TypesCell>({
    kind: ['types'],
    consumer: consumers,
    manager: managers,
    compiler: ['TypeScript 5.9', 'TypeScript 6', 'TypeScript 7'],
    resolution: ['nodenext', 'bundler'],
  }),
  ...everyOf<CoreCell>({
    kind: ['core'],
    consumer: ['the core'],
    manager: managers,
    node: nodes,
    use: ['import', 'require', '--require register', 'agentguard run'],
  }),
  ...everyOf<CommandCell>({ kind: ['command'], consumer: consumers, manager: managers }),
]

export const nameOf = (cell: Cell): string => Object.values(cell).join(', ')

/** The name of a project: cells with the same one run in the same folder. */
export const projectOf = ({ consumer, manager }: Project): string => `${consumer} by ${manager}`

/** Every combination of one value for each key. */
function everyOf<T extends object>(values: { readonly [Key in keyof T]: readonly T[Key][] }): T[] {
  // Each step adds one key, so after the last one all keys of T are set.
  return Object.entries<readonly unknown[]>(values).reduce<object[]>(
    (sofar, [key, choices]) => sofar.flatMap((one) => choices.map((choice) => ({ ...one, [key]: choice }))),
    [{}],
  ) as T[]
}
