import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** A comment as GitHub returns it, reduced to what is read here. */
interface Comment {
  readonly id: number
  readonly user: { readonly type: 'Bot' | 'User' }
  body: string
}

/** The comments of pull request 7 of example/tools, behind GitHub's API. */
export interface CommentServer {
  readonly url: string
  readonly comments: readonly Comment[]
  /** How many comments of others were there first: more than fit on a page. */
  readonly others: number
  /** The texts that were written. */
  readonly bodies: readonly string[]
  /** The requests since the last call: `GET 1` is the first page. */
  takeRequests(): readonly string[]
  /** Refuses every write from now on. */
  refuse(): void
}

const place = '/repos/example/tools/issues'

/** Starts the server for one test. */
export async function startCommentServer(): Promise<CommentServer> {
  const comments: Comment[] = Array.from({ length: 105 }, (_, id) => ({ id, user: { type: 'User' }, body: MARK }))
  const others = comments.length
  const bodies: string[] = []
  const requests: string[] = []
  let isOpen = true
  const answer = (method: string, url: URL, body: string): readonly [status: number, content: unknown] => {
    if (method === 'GET' && url.pathname === `${place}/7/comments`) {
      const page = Number(url.searchParams.get('page'))
      return [200, comments.slice((page - 1) * 100, page * 100)]
    }
    if (!isOpen) return [403, { message: 'Resource not accessible by integration' }]
    const known = comments.find(({ id }) => url.pathname === `${place}/comments/${id}`)
    bodies.push(body)
    if (method === 'PATCH' && known !== undefined) known.body = body
    else if (method === 'POST' && url.pathname === `${place}/7/comments`)
      comments.push({ id: comments.length, user: { type: 'Bot' }, body })
    else return [404, {}]
    return [200, {}]
  }
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '', headers } = request
    const url = new URL(path, 'http://localhost')
    requests.push([method, url.searchParams.get('page')].filter(Boolean).join(' '))
    // What the action sends.
    const { body } = method === 'GET' ? { body: '' } : ((await json(request)) as { readonly body: string })
    const isKnown = headers.authorization === 'Bearer the-token'
    const [status, content] = isKnown ? answer(method, url, body) : [401, {}]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content))
  }
  const server = createServer((request, response) => void respond(request, response))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  // A server on a port has an address.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    comments,
    others,
    bodies,
    takeRequests: () => requests.splice(0),
    refuse: () => void (isOpen = false),
  }
}

/** The mark of our comments, written by another user. */
const MARK = '<!-- agentguard: egress.lock.json -->'
