import type { Socket } from 'node:net'
import type { FromAgent, FromJudge } from '../gateway/messages.ts'

/** Sends to the judge, over the channel that this process was started with; a socket goes along. */
export function send(message: FromAgent, socket?: Socket): void {
  process.send?.(message, socket, { keepOpen: false }, () => {})
}

/** What the judge answers to a question. */
export type Reply = Extract<FromJudge, { kind: 'named' | 'verdict' }>

/** Questions to the judge that wait for their answers. */
export interface Questions {
  /** `send` sends the question, with its number. */
  ask(send: (id: number) => void): Promise<Reply>
  answer(reply: Reply): void
}

/** No question has been asked yet. */
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
