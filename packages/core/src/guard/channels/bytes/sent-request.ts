import { bytesOf, type Chunk, isEmpty, isText } from './chunks-of.ts'

/**
 * Follows one HTTP/1 request on its connection, from its head to the end of the body that the head announces (RFC 9112,
 * section 6). A chunk that does not start with the head belongs to other code.
 */
export class SentRequest {
  readonly request: object
  readonly #head: string
  #isHeadTaken = false
  #step: Step | undefined

  /** @param head as the client writes it: up to the empty line, or only its first lines */
  constructor(request: object, head: string) {
    this.request = request
    this.#head = head
  }

  /** Takes a chunk that is the head and no more. */
  takeHead(): void {
    this.#isHeadTaken = true
  }

  /** What follows the request. Empty while the whole chunk belongs to it. */
  beyond(chunk: Chunk): Chunk {
    const after = this.#isHeadTaken ? chunk : withoutHead(chunk, this.#head)
    if (!after) return chunk
    this.#isHeadTaken = true
    // Most requests end with their head, and undici writes the empty line at its end with the rest.
    if (isEmpty(after) || this.#isEnd(after)) return nothing
    let rest = bytesOf(after)
    let step = this.#next()
    while (rest.length > 0 && step !== ended) {
      const { taken, next } = step(rest)
      rest = rest.subarray(taken)
      step = next
    }
    this.#step = step
    return rest
  }

  /** Whether the whole request was taken. */
  isOver(): boolean {
    return this.#isHeadTaken && this.#next() === ended
  }

  /** Whether a text ends a head of which only the first lines are known. */
  #isEnd(after: Chunk): boolean {
    if (this.#step !== undefined || !isText(after) || after.text !== END || this.#head.endsWith(END + END)) return false
    this.#step = bodyOf(this.#head)
    return true
  }

  #next(): Step {
    this.#step ??= this.#head.endsWith(END + END) ? bodyOf(this.#head) : restOf(this.#head)
    return this.#step
  }
}

/** What follows the head in a chunk that begins with it. Node writes a head as text, which may be long, so it is compared as such. */
function withoutHead(chunk: Chunk, head: string): Chunk | undefined {
  if (isText(chunk) && chunk.encoding !== 'utf16le') {
    const { text, encoding } = chunk
    return text.slice(0, head.length) === head ? { text: text.slice(head.length), encoding } : undefined
  }
  const bytes = bytesOf(chunk)
  const isThere = Buffer.from(head, 'latin1').equals(bytes.subarray(0, head.length))
  return isThere ? bytes.subarray(head.length) : undefined
}

const nothing: Chunk = { text: '', encoding: 'latin1' }

/** How many bytes a part of a request takes, and the part that follows. */
type Step = (bytes: Buffer) => { readonly taken: number; readonly next: Step }

const ended: Step = () => ({ taken: 0, next: ended })

/** The lines of a head up to the empty one. */
function restOf(head: string): Step {
  return line('', (text) => (text.trim() === '' ? bodyOf(head) : restOf(head + text)))
}

function bodyOf(head: string): Step {
  // The path in the first line may be long.
  const headers = head.slice(head.indexOf(END))
  // Most requests of a client have the same headers as its last one. A step keeps no state.
  if (headers === last.headers) return last.body
  const body = bodyAfter(headers)
  // The text of the headers keeps the whole head in memory.
  if (head.length < longestHead) last = { headers, body }
  return body
}

const longestHead = 10_000

let last: { readonly headers: string; readonly body: Step } = { headers: '', body: ended }

function bodyAfter(headers: string): Step {
  if (/^transfer-encoding[ \t]*:.*\bchunked[ \t]*\r?$/im.test(headers)) return line('', chunkAfter)
  return skip(Number(/^content-length[ \t]*:[ \t]*(\d+)[ \t]*\r?$/im.exec(headers)?.[1] ?? 0), ended)
}

function skip(count: number, next: Step): Step {
  if (count === 0) return next
  return (bytes) => {
    const taken = Math.min(count, bytes.length)
    return { taken, next: skip(count - taken, next) }
  }
}

/** A line, which may arrive in parts. */
function line(before: string, after: (text: string) => Step): Step {
  return (bytes) => {
    const end = bytes.indexOf(LF)
    const taken = end === -1 ? bytes.length : end + 1
    const text = before + bytes.toString('latin1', 0, taken)
    return { taken, next: end === -1 ? line(text, after) : after(text) }
  }
}

/** A chunk, after the line with its size. Text without a size is read as what follows the request. */
function chunkAfter(text: string): Step {
  const size = Number.parseInt(text, 16)
  if (Number.isNaN(size)) return ended
  return size === 0 ? line('', trailerAfter) : skip(size + END.length, line('', chunkAfter))
}

function trailerAfter(text: string): Step {
  return text.trim() === '' ? ended : line('', trailerAfter)
}

const LF = 10
const END = '\r\n'
