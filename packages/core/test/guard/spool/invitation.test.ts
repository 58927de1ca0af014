import { dirname } from 'node:path'
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import { expect, test } from 'vitest'
import {
  type Invitation,
  inviteProcess,
  inviteThreads,
  readInvitation,
  readInvitationText,
  takeInvitation,
} from '../../../src/guard/spool/invitation.ts'
import { attemptsPath, directoryOfTicket } from '../../../src/guard/spool/spool-paths.ts'

const invitation: Invitation = { ticket: '/tmp/run/1-0-1.json', stack: 'at f (a "b".js:1:1)', phase: 'beforeAll' }

const environmentOf = (pairs: readonly string[]): NodeJS.ProcessEnv =>
  Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))

test('inviteProcess adds an invitation that readInvitation reads, in place of an earlier one', () => {
  const earlier = inviteProcess(['A=1'], { ...invitation, phase: 'test' }, {})
  const env = environmentOf(inviteProcess(earlier, invitation, { nodeOptions: '--no-warnings' }))

  expect(readInvitation(env)).toEqual({ ...invitation, nodeOptions: '--no-warnings' })
  expect(Object.keys(env)).toHaveLength(2)
  expect(readInvitation({ A: '1' })).toBeUndefined()
})

test('an invitation holds the fields of the protocol and no other', () => {
  const more = { ...invitation, preload: '/x/register.cjs' }

  expect(readInvitation(environmentOf(inviteProcess([], more, {})))).toEqual(invitation)
})

test('takeInvitation takes it out of the environment', () => {
  const [pair = ''] = inviteProcess([], invitation, {})
  const name = pair.slice(0, pair.indexOf('='))
  process.env[name] = pair.slice(name.length + 1)

  expect(takeInvitation()).toEqual(invitation)
  expect(process.env[name]).toBeUndefined()
})

test('inviteThreads leaves an invitation for threads until it is undone', () => {
  setEnvironmentData('agentguard.ticket', undefined)
  const undo = inviteThreads(invitation, { execArgv: ['--no-warnings'] })

  expect(takeInvitation()).toEqual({ ...invitation, execArgv: ['--no-warnings'] })
  undo()
  expect(getEnvironmentData('agentguard.ticket')).toBeUndefined()
})

test('readInvitationText reads an invitation, and nothing that a program may have written instead', () => {
  expect(readInvitationText(JSON.stringify(invitation))).toEqual({
    ...invitation,
    began: undefined,
    candidates: undefined,
  })
  expect(['', 'torn {', 'null', '7', '{"ticket":1}', undefined].map(readInvitationText)).toEqual(
    Array(6).fill(undefined),
  )
})

test('every path of a ticket is its own path beside it', () => {
  const { ticket } = invitation
  const paths = [ticket, attemptsPath(ticket)]

  expect(new Set(paths).size).toBe(paths.length)
  expect(paths.map((path) => dirname(path))).toEqual(paths.map(() => directoryOfTicket(ticket)))
})
