import type { EvidenceFile, TestFileRecord } from '@agentguard/core/report'
import { createRecord, createRun, formatVersion } from '@agentguard/core/internal/reporter'
import type { TestCase, TestModule, Vitest } from 'vitest/node'
import type { EgressMeta } from '../egress-meta.ts'

/** The evidence of a run, and what is missing from it. */
export interface CollectedEvidence {
  readonly file: EvidenceFile
  readonly notes: readonly string[]
}

/** Reads the evidence off the tests of a run; under `--merge-reports` it comes from the blobs. */
export function collectEvidence(vitest: Vitest, modules: readonly TestModule[], startedAt: number): CollectedEvidence {
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
  const attempts = metas.flatMap(({ meta, project }) =>
    meta.attempts.map((evidence) => createRecord(evidence, { run, project, root })),
  )
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
  return {
    file: module.moduleId,
    ...(project !== '' && { project }),
    tests: states.filter((state) => state !== 'skipped').length,
    whole: isEveryPassed && !isOmitting && module.state() === 'passed',
  }
}

/** When the tests of merged blobs ran; the merge itself says nothing of it. */
function spanOf(modules: readonly TestModule[], otherwise: number): { startedAt: number; endedAt: number } {
  const spans = modules.flatMap((module) => testsOf(module).flatMap((test) => test.diagnostic() ?? []))
  const startedAt = spans.reduce((first, { startTime }) => Math.min(first, startTime), otherwise)
  const endedAt = spans.reduce((last, { startTime, duration }) => Math.max(last, startTime + duration), startedAt)
  return { startedAt, endedAt }
}

function testsOf(module: TestModule): TestCase[] {
  return [...module.children.allTests()]
}
