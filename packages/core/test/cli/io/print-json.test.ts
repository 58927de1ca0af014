import Ajv from 'ajv/dist/2020.js'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import schema from '../../../schema/cli-1.schema.json' with { type: 'json' }
import { formatEvidenceFile } from '../../../src/run/file/format-evidence-file.ts'
import { createLock } from '../../../src/run/lock/create-lock.ts'
import { formatLock } from '../../../src/run/lock/format-lock.ts'
import { attemptOf, evidenceFileOf } from '../../run/lock/evidence-file-of.ts'
import { agentguard } from '../agentguard.ts'

const validate = new Ajv.default({ strict: false, allErrors: true }).compile(schema)

function folderOfRun(): string {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-json-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, '.agentguard'))
  const attempts = [
    attemptOf({ host: 'new.example.com', rule: 'new.example.com' }),
    attemptOf({ outcome: 'blocked', rule: undefined, reason: 'not-allowed' }),
    attemptOf({ outcome: 'blocked', reason: 'denied', rule: '*.evil.example', host: 'x.evil.example' }),
  ]
  writeFileSync(join(folder, '.agentguard/evidence.json'), formatEvidenceFile(evidenceFileOf(attempts)))
  const allowed = [attemptOf({ rule: 'GET https://api.weather.com/v1/*' }), attemptOf({ unixPath: '/run/x.sock' })]
  writeFileSync(join(folder, 'egress.lock.json'), formatLock(createLock(evidenceFileOf(allowed))))
  writeFileSync(join(folder, 'earlier.lock.json'), '')
  writeFileSync(join(folder, 'package.json'), '{ "devDependencies": { "vitest": "*", "jest": "*" } }')
  writeFileSync(join(folder, 'jest.config.js'), 'module.exports = require("./elsewhere.js")')
  return folder
}

test.each([
  ['doctor'],
  ['explain', 'POST https://us.i.posthog.com/batch/', '--deny', 'us.i.posthog.com'],
  ['explain', 'localhost:5432', '--loopback', 'any'],
  ['senders'],
  ['senders', 'no such sender'],
  ['suggest'],
  ['suggest', '--mute', '--for', 'config'],
  ['export', '--to', 'harden-runner'],
  ['lock'],
  ['lock', '--check'],
  ['lock', '--accept', '--lock', 'other.lock.json'],
  ['lock', '--since', 'earlier.lock.json'],
  ['init'],
  ['init', '--yes', '--reporter'],
])('agentguard %s %s --json prints what its schema says', (...args) => {
  const printed: unknown = JSON.parse(agentguard([...args, '--json'], { cwd: folderOfRun() }).stdout)

  validate(printed)
  expect(validate.errors).toBeNull()
  expect(printed).toMatchObject({ formatVersion: 1, verb: args[0] })
})

test('the schema refuses what a verb does not print', () => {
  expect(validate({ formatVersion: 1, verb: 'doctor', node: {}, isolate: {} })).toBe(false)
  expect(validate({ formatVersion: 1, verb: 'other' })).toBe(false)
})
