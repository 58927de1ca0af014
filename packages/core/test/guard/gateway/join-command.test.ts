import { expect, test } from 'vitest'
import { joinCommand } from '../../../src/guard/gateway/join-command.ts'

const state = { nsenter: '/usr/bin/nsenter', agent: 7 }

test('joinCommand keeps the directory, and the sockets that are to be seen', () => {
  expect(joinCommand(state, { cwd: '/a b', seesAll: false })).toContain('--wdns=/a b')
  expect(joinCommand(state, { cwd: '/', seesAll: true })).not.toContain('--mount')
})

test.runIf(process.getuid?.() === 0)('joinCommand becomes the user that root asks for', () => {
  const command = joinCommand(state, { cwd: '/', uid: 1000, gid: 1001, seesAll: false })

  expect(command).toEqual(expect.arrayContaining(['--setuid=1000', '--setgid=1001']))
})
