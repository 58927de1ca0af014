/** Separates the bytes of an announced request from the others on its connection. */
export interface SentRequest {
  /** The bytes after the request. Empty while all of them belong to it. */
  beyond(bytes: Buffer): Buffer
  /** Whether the whole request was taken. */
  isOver(): boolean
}

/**
 * Follows one HTTP/1 request on its connection, from its head to the end of the body that the head announces (RFC 9112,
 * section 6). Bytes that do not start with the head belong to other code.
 *
 * @param head as the client writes it: up to the empty line, or only its first lines
 */
export function createSentRequest(head: string): SentRequest {
  let step: Step = headStep(Buffer.from(head, 'latin1'), head.endsWith('\r\n\r\n') ? bodyOf(head) : restOf(head))
  return {
    beyond: (bytes) => {
      let rest = bytes
      while (rest.length > 0 && step !== ended) {
        const { taken, next } = step(rest)
        if (taken === 0 && next === step) break
        rest = rest.subarray(taken)
        step = next
      }
      return rest
    },
    isOver: () => step === ended,
  }
}

/** How many bytes a part of a request takes, and the part that follows. */
type Step = (bytes: Buffer) => { readonly taken: number; readonly next: Step }

const ended: Step = () => ({ taken: 0, next: ended })

function headStep(head: Buffer, body: Step): Step {
  const step: Step = (bytes) => {
    const isHead = bytes.length >= head.length && head.equals(bytes.subarray(0, head.length))
    return isHead ? { taken: head.length, next: body } : { taken: 0, next: step }
  }
  return step
}

/** The lines of a head up to the empty one. */
function restOf(head: string): Step {
  return line('', (text) => (text.trim() === '' ? bodyOf(head) : restOf(head + text)))
}

function bodyOf(head: string): Step {
  if (/^transfer-encoding[ \t]*:.*\bchunked[ \t]*\r?$/im.test(head)) return line('', chunkAfter)
  return skip(Number(/^content-length[ \t]*:[ \t]*(\d+)[ \t]*\r?$/im.exec(head)?.[1] ?? 0), ended)
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
