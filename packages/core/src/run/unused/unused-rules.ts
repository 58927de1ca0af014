import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { namesInManifest, readIfThere } from '../../evidence/stack/manifest.ts'
import type { EgressOptions } from '../../policy/options/egress-options.ts'
import { findConfigs } from '../../testing/config/find-configs.ts'
import type { ConfigFile } from '../../testing/config/parse-config.ts'
import { docblockRules } from '../../testing/session/docblock.ts'
import type { AttemptRecord, EvidenceFile } from '../file/evidence-file.ts'
import { groupBy } from '../file/group-by.ts'
import { declareRules } from './declare-rules.ts'
import type { DeclaredRule, UnplacedRule } from './declared-rule.ts'
import { findUnused } from './find-unused.ts'

/** The options of a runner's config, for the test files of one of its projects. */
export interface RunnerOptions {
  readonly project?: string | undefined
  /** The absolute path of the config, or a name for it. */
  readonly file: string
  readonly options: EgressOptions
}

/** The run whose rules are checked. */
export interface RunOfRules {
  readonly evidence: Pick<EvidenceFile, 'attempts' | 'runs'>
  /** The absolute path of the root of the run, or of all runs. */
  readonly root: string
  /** The root of one run among several, by its id. */
  readonly rootOf?: (run: string) => string
  /** Whether the run included all tests. Otherwise only docblocks can be checked. */
  readonly isComplete: boolean
  readonly runner?: readonly RunnerOptions[]
}

/**
 * The `allow` and `mute` rules that a run did not use, by file and line.
 *
 * A docblock is checked if all tests of its file ran and passed. A config is checked if those of all files did, and the
 * run covered its whole folder. A folder with tests of both runners has no run that covers it.
 */
export function unusedRules({
  evidence,
  root,
  rootOf = () => root,
  isComplete,
  runner = [],
}: RunOfRules): readonly DeclaredRule[] {
  const files = filesOf(evidence, rootOf)
  const runners = new Set(evidence.runs.map((run) => run.runner))
  const found = [...groupBy(files, ({ path }) => path)].flatMap(([path, same]) => unusedInDocblock(path, same))
  const isWhole = isComplete && files.length > 0 && files.every((file) => file.isWhole)
  if (isWhole) {
    found.push(...configsOf(files, root, runners.size > 1).flatMap((config) => unusedInConfig(config, files)))
    found.push(...runner.flatMap((options) => unusedInRunner(options, files)))
  }
  return distinct(found)
}

interface RanFile {
  readonly path: string
  readonly project: string | undefined
  readonly isWhole: boolean
  readonly records: readonly AttemptRecord[]
}

function filesOf({ attempts, runs }: RunOfRules['evidence'], rootOf: (run: string) => string): readonly RanFile[] {
  const records = groupBy(attempts, (record) => keyOf(rootOf(record.run), record))
  return runs.flatMap(({ id, testFiles }) =>
    testFiles.map((one) => ({
      path: resolve(rootOf(id), one.file),
      project: one.project,
      isWhole: one.whole,
      records: records.get(keyOf(rootOf(id), one)) ?? [],
    })),
  )
}

function keyOf(root: string, { project = '', file = '' }: Pick<AttemptRecord, 'project' | 'file'>): string {
  return JSON.stringify([project, resolve(root, file)])
}

/** In a file of several projects, only one of them may need a rule. */
function unusedInDocblock(path: string, same: readonly RanFile[]): readonly UnplacedRule[] {
  const source = same.every(({ isWhole }) => isWhole) ? textOf(path) : ''
  if (!source.includes('@agentguard')) return []
  const rules = docblockRules(source, path).flatMap(({ line, ...options }) =>
    declareRules(options, { file: path, isDocblock: true, lineOf: () => line }),
  )
  return findUnused({ rules, records: same.flatMap(({ records }) => records) })
}

/** Empty for a file that does not exist here, since evidence may come from another machine. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The nearest configs of the files, if the run covered the whole folder of each. */
function configsOf(files: readonly RanFile[], root: string, ranBoth: boolean): readonly ConfigFile[] {
  const configs = new Set(files.flatMap(({ path }) => findConfigs(dirname(path))[0] ?? []))
  return [...configs].filter(({ path }) => {
    const folder = dirname(path)
    return isInside(folder, root) && (ranBoth || !hasBothRunners(folder))
  })
}

function isInside(folder: string, root: string): boolean {
  const way = relative(root, folder)
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`))
}

function hasBothRunners(folder: string): boolean {
  const text = readIfThere(join(folder, 'package.json'), readFileSync)
  const names = namesInManifest(text ?? '', ['dependencies', 'devDependencies'])
  return names.has('jest') && names.has('vitest')
}

function unusedInConfig({ path, sections }: ConfigFile, files: readonly RanFile[]): readonly UnplacedRule[] {
  const own = files.filter((file) => findConfigs(dirname(file.path))[0]?.path === path)
  return sections.flatMap(({ options, isFor, lineOf }) => {
    const rules = declareRules(options, { file: path, isDocblock: false, lineOf })
    return findUnused({ rules, records: own.filter((file) => isFor(file.path)).flatMap(({ records }) => records) })
  })
}

function unusedInRunner({ project, file, options }: RunnerOptions, files: readonly RanFile[]): readonly UnplacedRule[] {
  const own = files.filter((one) => one.project === project)
  const rules = declareRules(options, { file, isDocblock: false })
  return findUnused({ rules, records: own.flatMap(({ records }) => records) })
}

function distinct(rules: readonly UnplacedRule[]): readonly DeclaredRule[] {
  const placed = rules.map(({ locate, ...rule }): DeclaredRule => ({ ...rule, line: locate() }))
  const keyed = placed.map((one) => [JSON.stringify([one.file, one.line, one.option, String(one.rule)]), one] as const)
  return [...new Map(keyed).values()]
}
