import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { followActivity, joinActivity, noteActivity } from '../../../src/guard/spool/activity.ts'

const folder = mkdtempSync(join(tmpdir(), 'agentguard-activity-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const files = { made: 0 }
const newPath = (): string => join(folder, `${(files.made += 1)}.activity`)
const yes = (): boolean => true

test('a process is busy from its start until it notes that it is idle', () => {
  const path = newPath()
  const activity = followActivity(path)
  const seen = [activity.isBusy()]
  activity.started(process.pid, yes)
  seen.push(activity.isBusy())
  noteActivity(path, process.pid, 'busy')
  seen.push(activity.isBusy())
  noteActivity(path, process.pid, 'idle')
  seen.push(activity.isBusy())

  expect(seen).toEqual([false, true, true, false])
})

test('a program that will not join keeps no one waiting', () => {
  const activity = followActivity(newPath())
  activity.started(process.pid, () => false)

  expect(activity.isBusy()).toBe(false)
})

test('a process that has joined notes the processes that it starts', () => {
  const path = newPath()
  const activity = followActivity(path)
  joinActivity(path).started(process.pid, yes)

  expect(activity.isBusy()).toBe(true)
})

test('a later note of its starter does not make a child busy again', () => {
  const path = newPath()
  const activity = followActivity(path)
  noteActivity(path, process.pid, 'idle')
  noteActivity(path, process.pid, 'busy')

  expect(activity.isBusy()).toBe(false)
})

test('a process that has ended is not busy, whatever it noted last', async () => {
  const path = newPath()
  const activity = followActivity(path)
  const child = spawn(process.execPath, ['-e', ''])
  noteActivity(path, Number(child.pid), 'busy')
  await once(child, 'close')

  expect(activity.isBusy()).toBe(false)
})

test('a note that cannot be written is left out', () => {
  expect(() => noteActivity(join(folder, 'missing', 'x.activity'), 1, 'busy')).not.toThrow()
})
