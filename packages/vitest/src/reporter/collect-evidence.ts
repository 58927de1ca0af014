import type { EvidenceFile, TestFileRecord } from '@agentguard/core/report'
import { createRecord, createRun, formatVersion } from '@agentguard/core/internal/reporter'
import type { TestCase, TestModule, Vitest } from 'vitest/node'
import type { EgressMeta } from '../egress-meta.ts'
import type { LateLine } from '../late-lines.ts'

/** The evidence of a run, and what is missing from it. */
export interface CollectedEvidence {
  readonly file: EvidenceFile
  readonly notes: readonly string[]
}

/** What the modules of a run do not contain. */
export interface RunSoFar {
  readonly startedAt: number
  readonly late: readonly LateLine[]
}

/** Collects the evidence from the tests of a run. Under `--merge-reports` it comes from the blobs. */
export function collectEvidence(
  vitest: Vitest,
  modules: readonly TestModule[],
  { startedAt, late }: RunSoFar,
): CollectedEvidence {
  const { root, shard, mergeReports } = vitest.config
  const isMerge = mergeReports !== undefined && mergeReports !== ''
  const run = createRun({
    runner: 'vitest',
    runnerVersion: vitest.version,
    root,
    ...(isMerge ? spanOf(modules, startedAt) : { startedAt }),
    shard: shard && `${shard.index}/${shard.count}`,
    testFiles: modules.map(fileRecord),
  })
  const metas = modules.flatMap((module) => metasOf(module).map((meta) => ({ meta, project: module.project.name })))
  const seen = metas.flatMap(({ meta, project }) => meta.attempts.map((evidence) => ({ evidence, project })))
  const attempts = [...seen, ...late].map(({ evidence, project }) => createRecord(evidence, { run, project, root }))
  const omitted = metas.reduce((sum, { meta }) => sum + meta.omitted, 0)
  const notes = omitted > 0 ? [`${omitted} more kinds of attempts are left out: only the first of a test are kept`] : []
  return { file: { formatVersion, runs: [run], attempts }, notes }
}

function metasOf(module: TestModule): readonly EgressMeta[] {
  const metas = [module.meta().agentguard, ...testsOf(module).map((test) => test.meta().agentguard)]
  return metas.filter((meta) => meta !== undefined)
}

function fileRecord(module: TestModule): TestFileRecord {
  const states = testsOf(module).map((test) => test.result().state)
  const isEveryPassed = states.every((state) => state === 'passed')
  const isOmitting = metasOf(module).some(({ omitted }) => omitted > 0)
  const project = module.project.name
  const tests = states.filter((state) => state !== 'skipped').length
  const unguarded = unguardedBy(module, tests)
  const { agentguardTimersLeft: timersLeft } = module.meta()
  return {
    file: module.moduleId,
    ...(project !== '' && { project }),
    tests,
    whole: isEveryPassed && !isOmitting && unguarded === undefined && module.state() === 'passed',
    ...(unguarded !== undefined && { unguarded }),
    ...(timersLeft !== undefined && { timersLeft }),
  }
}

/** A file that could not be loaded has already failed, and type tests run no code. */
function unguardedBy(module: TestModule, tests: number): TestFileRecord['unguarded'] {
  const { agentguardMode: mode } = module.meta()
  if (mode !== undefined) return mode === 'off' ? 'off' : undefined
  const isTypes = Reflect.get(Reflect.get(module, 'task') as object, 'pool') === 'typescript'
  return isTypes || (tests === 0 && module.state() === 'failed') ? undefined : 'absent'
}

/** When the tests of merged blobs ran, which the merge itself does not know. */
function spanOf(modules: readonly TestModule[], otherwise: number): { startedAt: number; endedAt: number } {
  const spans = modules.flatMap((module) => testsOf(module).flatMap((test) => test.diagnostic() ?? []))
  const startedAt = spans.reduce((first, { startTime }) => Math.min(first, startTime), otherwise)
  const endedAt = spans.reduce((last, { startTime, duration }) => Math.max(last, startTime + duration), startedAt)
  return { startedAt, endedAt }
}

function testsOf(module: TestModule): TestCase[] {
  return [...module.children.allTests()]
}
