import { expect, test } from 'vitest'
import { joinCommand } from '../../../src/guard/gateway/join-command.ts'

const state = { nsenter: '/usr/bin/nsenter', agent: 7 }

test('joinCommand keeps the directory, and enters the view that a program is to have', () => {
  expect(joinCommand(state, { cwd: '/a b' })).toEqual(expect.arrayContaining(['--mount', '--wdns=/a b']))
  expect(joinCommand(state, { cwd: '/', view: 9 })).toContain('--mount=/proc/9/ns/mnt')
})

test.runIf(process.getuid?.() === 0)('joinCommand becomes the user that root asks for', () => {
  const command = joinCommand(state, { cwd: '/', uid: 1000, gid: 1001 })

  expect(command).toEqual(expect.arrayContaining(['--setuid=1000', '--setgid=1001']))
})
