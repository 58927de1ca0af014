import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { followLife, joinLife, noteLife } from '../../../src/guard/spool/life.ts'

const folder = mkdtempSync(join(tmpdir(), 'agentguard-life-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const files = { made: 0 }
const newPath = (): string => join(folder, `${(files.made += 1)}.life`)
const yes = (): boolean => true

test('a process is busy from its start until it notes that it is idle', () => {
  const path = newPath()
  const life = followLife(path)
  const seen = [life.isBusy()]
  life.started(process.pid, yes)
  seen.push(life.isBusy())
  noteLife(path, process.pid, 'busy')
  seen.push(life.isBusy())
  noteLife(path, process.pid, 'idle')
  seen.push(life.isBusy())

  expect(seen).toEqual([false, true, true, false])
})

test('a program that will not join keeps no one waiting', () => {
  const life = followLife(newPath())
  life.started(process.pid, () => false)

  expect(life.isBusy()).toBe(false)
})

test('a process that has joined notes those that it starts', () => {
  const path = newPath()
  const life = followLife(path)
  joinLife(path).started(process.pid, yes)

  expect(life.isBusy()).toBe(true)
})

test('what a starter notes after its child does not make the child busy again', () => {
  const path = newPath()
  const life = followLife(path)
  noteLife(path, process.pid, 'idle')
  noteLife(path, process.pid, 'busy')

  expect(life.isBusy()).toBe(false)
})

test('a process that has ended is not busy, whatever it noted last', async () => {
  const path = newPath()
  const life = followLife(path)
  const child = spawn(process.execPath, ['-e', ''])
  noteLife(path, Number(child.pid), 'busy')
  await once(child, 'close')

  expect(life.isBusy()).toBe(false)
})

test('a note that cannot be written is left out', () => {
  expect(() => noteLife(join(folder, 'missing', 'x.life'), 1, 'busy')).not.toThrow()
})
