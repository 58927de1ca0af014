import type { ClientHttp2Session } from 'node:http2'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'

/** Sends a request on a session and reads the answer. */
export function askSession(session: ClientHttp2Session): Promise<string> {
  return text(session.request({ ':path': '/path', ':method': 'GET' }))
}

/** The same for code that pipes into a stream of a session. */
export async function pipeToSession(session: ClientHttp2Session): Promise<string> {
  const stream = session.request({ ':path': '/path', ':method': 'POST' })
  const [answer] = await Promise.all([text(stream), pipeline(Readable.from(['one two']), stream)])
  return answer
}
