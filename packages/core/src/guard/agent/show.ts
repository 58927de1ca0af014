import { spawn } from 'node:child_process'
import type { FromJudge } from '../gateway/messages.ts'
import { send } from './judge-link.ts'

/** An ordinary user may take a mount away only where `umount` is asked for something that only root could do otherwise, such as `-n`. */
const script = 'for socket; do umount -n "$socket" || exit; done; echo; exec cat'

/**
 * Makes a view of the files in which some hidden sockets are there. A process holds it until this one ends; it has a network of its own,
 * so that it does not look like a program.
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
  // Once it is held, no one waits for this.
  child.on('error', ({ message }) => send({ kind: 'shown', id, pid, problem: message }))
  child.on('close', () => send({ kind: 'shown', id, pid, problem: said.trim() }))
}
