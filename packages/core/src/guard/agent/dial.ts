import { connect } from 'node:net'
import type { FromJudge } from '../gateway/messages.ts'
import { send } from './judge-link.ts'

/** Connects to a server of a program, for the process outside. It reads nothing: the first bytes belong to that process. */
export function dial({ id, place }: Extract<FromJudge, { kind: 'dial' }>): void {
  const socket = connect({ host: place.address, port: place.port, allowHalfOpen: true })
  const failed = ({ message }: Error): void => send({ kind: 'dialled', id, problem: message })
  socket.pause()
  socket.once('error', failed)
  socket.once('connect', () => {
    socket.off('error', failed)
    socket.on('error', () => {})
    send({ kind: 'dialled', id }, socket)
  })
}
