import type { Socket } from 'node:net'
import type { FromAgent, FromJudge } from '../gateway/messages.ts'

/** Sends to the judge over the IPC channel of this process, with a socket if there is one. */
export function send(message: FromAgent, socket?: Socket): void {
  process.send?.(message, socket, { keepOpen: false }, () => {})
}

/** The judge's reply to a question. */
export type Reply = Extract<FromJudge, { kind: 'named' | 'verdict' }>

/** Questions to the judge that wait for a reply. */
export interface Questions {
  /** `send` sends the question with its number. */
  ask(send: (id: number) => void): Promise<Reply>
  answer(reply: Reply): void
}

/** Creates an empty set of questions. */
export function createQuestions(): Questions {
  const waiting = new Map<number, (reply: Reply) => void>()
  let last = 0
  return {
    ask: async (send) =>
      new Promise((done) => {
        last += 1
        waiting.set(last, done)
        send(last)
      }),
    answer: (reply) => {
      waiting.get(reply.id)?.(reply)
      waiting.delete(reply.id)
    },
  }
}
