import { channelNames } from '../../policy/attempt/attempt.ts'
import { type Check, isCount, isFlag, isText, listOf, objectOf, oneOf, optional } from '../../evidence/record/checks.ts'
import { phases } from '../../evidence/record/evidence.ts'
import { blockReasons } from '../../policy/precedence/block-reason.ts'
import { outcomes } from '../../policy/precedence/verdict.ts'
import type { AttemptRecord, Run, TestFileRecord } from './evidence-file.ts'

/** Whether an unknown value is a run of the format. Unknown fields, from later releases, are ignored. */
export function isRun(value: unknown): value is Run {
  return run(value)
}

/** Whether an unknown value is a record of the format. */
export function isRecordOfAttempt(value: unknown): value is AttemptRecord {
  return attempt(value)
}

const isoTime: Check = (value) => isText(value) && !Number.isNaN(Date.parse(value))

const frame = objectOf({ file: isText, line: isCount, column: isCount, function: optional(isText) })
const texts = optional(listOf(isText))

const unguarded = oneOf(['absent', 'off'] satisfies TestFileRecord['unguarded'][])

const run = objectOf({
  id: isText,
  runner: oneOf(['jest', 'vitest', 'node', 'agentguard'] satisfies Run['runner'][]),
  runnerVersion: optional(isText),
  version: isText,
  node: isText,
  platform: isText,
  root: isText,
  startedAt: isoTime,
  duration: isCount,
  shard: optional(isText),
  source: optional(
    objectOf({
      project: optional(isText),
      branch: optional(isText),
      commit: optional(isText),
      files: optional(isText),
      ci: optional(isText),
    }),
  ),
  testFiles: listOf(
    objectOf({
      file: isText,
      project: optional(isText),
      tests: isCount,
      whole: isFlag,
      unguarded: optional(unguarded),
      timersLeft: optional(isCount),
    }),
  ),
})

const attempt = objectOf({
  run: isText,
  project: optional(isText),
  file: optional(isText),
  test: optional(isText),
  at: optional(isCount),
  outcome: oneOf(outcomes),
  channel: oneOf(channelNames),
  host: optional(isText),
  port: optional(isCount),
  address: optional(isText),
  unixPath: optional(isText),
  method: optional(isText),
  url: optional(isText),
  program: optional(objectOf({ file: isText, args: listOf(isText), foreign: texts })),
  addons: texts,
  process: optional(isText),
  proxy: optional(isText),
  redirects: texts,
  names: texts,
  reason: optional(oneOf(blockReasons)),
  rule: optional(isText),
  phase: oneOf(phases),
  began: optional(oneOf(phases)),
  candidates: texts,
  lateBy: optional(isCount),
  retry: optional(isCount),
  stack: listOf(frame),
  from: optional(frame),
  fromBy: optional(oneOf(['use', 'test'])),
  culprit: optional(
    objectOf({
      name: isText,
      version: optional(isText),
      frame,
      chain: optional(listOf(isText)),
      chainBy: optional(oneOf(['dependencies'])),
      chainOthers: texts,
    }),
  ),
  count: isCount,
})
