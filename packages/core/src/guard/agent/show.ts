import { spawn } from 'node:child_process'
import type { FromJudge } from '../gateway/messages.ts'
import { send } from './judge-link.ts'

/** `umount` lets an ordinary user remove a mount only with an option that otherwise only root could use, such as `-n`. */
const script = 'for socket; do umount -n "$socket" || exit; done; echo; exec cat'

/**
 * Makes a view of the files in which some hidden sockets are visible. A process holds the view until this one ends. It
 * has its own network, so that it is not counted as a program.
 */
export function show({ id, unshare, sockets }: Extract<FromJudge, { kind: 'show' }>): void {
  const args = ['--mount', '--net', '--', '/bin/sh', '-c', script, 'sh', ...sockets]
  const child = spawn(unshare, args, { stdio: 'pipe' })
  let said = ''
  child.stdin.on('error', () => {})
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString()
  })
  const { pid = 0 } = child
  child.stdout.once('data', () => send({ kind: 'shown', id, pid }))
  // Once the view is held, no one waits for this.
  child.on('error', ({ message }) => send({ kind: 'shown', id, pid, problem: message }))
  child.on('close', () => send({ kind: 'shown', id, pid, problem: said.trim() }))
}
