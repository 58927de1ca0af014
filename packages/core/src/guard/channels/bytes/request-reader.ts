import { readSocks } from './socks.ts'

/** What a client asks for in bytes: the first line of an HTTP request and its `Host`, or a SOCKS request. */
export type Asked =
  | { readonly kind: 'http'; readonly method: string; readonly target: string; readonly host?: string }
  | { readonly kind: 'socks'; readonly host: string; readonly port: number }

/** Follows what is written to one connection. */
export interface RequestReader {
  /** The requests that these bytes complete. For HTTP, one for each line. */
  read(bytes: Buffer): readonly Asked[]
  /** True once it is clear that the bytes are neither HTTP nor SOCKS. */
  isDone(): boolean
}

/** The protocol of the bytes so far. Behind a tunnel it is unknown again, as with a proxy behind a proxy. */
type Speech = 'unknown' | 'http' | 'head' | 'tunnel head' | 'other'

/** In bytes. No server accepts longer request lines, and no SOCKS request is longer. */
const longest = 16_384

const nothing: Buffer = Buffer.alloc(0)

/** Starts to read a connection that nothing was written on yet. */
export function createRequestReader(): RequestReader {
  let speech: Speech = 'unknown'
  let said = nothing
  let last: Asked | undefined
  const step = (): Asked | 'again' | undefined => {
    const next = steps[speech](said)
    if (!next) return undefined
    speech = next.speech
    said = said.subarray(next.taken)
    if (next.host !== undefined) return last?.kind === 'http' ? { ...last, host: next.host } : 'again'
    last = next.target ?? last
    return next.target ?? 'again'
  }
  return {
    read: (bytes) => {
      if (speech === 'other') return []
      said = said.length === 0 ? bytes : Buffer.concat([said, bytes])
      const targets: Asked[] = []
      for (let found = step(); found; found = step()) if (found !== 'again') targets.push(found)
      // The caller may reuse its buffer.
      if (said.length > 0) said = Buffer.from(said)
      return targets
    },
    isDone: () => speech === 'other',
  }
}

interface Step {
  readonly speech: Speech
  readonly taken: number
  readonly target?: Asked
  /** The host header of the previous target. */
  readonly host?: string
}

/** One step through the remaining bytes. Undefined while more are needed. */
const steps: Readonly<Record<Speech, (said: Buffer) => Step | undefined>> = {
  unknown: (said) => {
    const [first] = said
    if (first === undefined) return undefined
    if (first === CR || first === LF) return { speech: 'unknown', taken: 1 }
    if (first === 4 || first === 5) return socksStep(said)
    if (!isToken(first)) return other
    const end = said.indexOf(LF)
    if (end === -1) return said.length > longest ? other : undefined
    const line = said.toString('latin1', 0, end + 1)
    return requestLine.test(line) || oldest.test(line) ? { speech: 'http', taken: 0 } : other
  },
  http: (said) => lineStep('http', said),
  head: (said) => lineStep('head', said),
  'tunnel head': (said) => {
    const end = said.indexOf(LF)
    if (end === -1) return said.length > longest ? other : undefined
    const isEmpty = end === 0 || (end === 1 && said[0] === CR)
    return { speech: isEmpty ? 'unknown' : 'tunnel head', taken: end + 1 }
  },
  other: () => undefined,
}

/** Every line that may begin a request counts, also within bodies, since servers differ in where a body ends. */
function lineStep(speech: 'http' | 'head', said: Buffer): Step | undefined {
  const end = said.indexOf(LF)
  // A body without lines.
  if (end === -1) return said.length > longest ? { speech, taken: said.length } : undefined
  const line = said.toString('latin1', 0, end + 1)
  const taken = end + 1
  const [, method, target = ''] = requestLine.exec(line) ?? oldest.exec(line) ?? []
  if (method?.toUpperCase() === 'CONNECT' && !target.startsWith('/')) {
    return { speech: 'tunnel head', taken, target: { kind: 'http', method: 'CONNECT', target } }
  }
  if (method !== undefined) {
    return { speech: absolute.test(target) ? 'http' : 'head', taken, target: { kind: 'http', method, target } }
  }
  const host = speech === 'head' ? hostLine.exec(line)?.[1] : undefined
  if (host !== undefined) return { speech, taken, host }
  return { speech: /^\r?\n$/.test(line) ? 'http' : speech, taken }
}

function socksStep(said: Buffer): Step | undefined {
  const found = readSocks(said)
  if (found === 'more') return said.length > longest ? other : undefined
  if (!found) return other
  const { host, port, end } = found
  return { speech: 'unknown', taken: end, target: { kind: 'socks', host, port } }
}

const other: Step = { speech: 'other', taken: 0 }

const LF = 10
const CR = 13
const requestLine = /^([!#$%&'*+.^_`|~\w-]+)[ \t]+(\S.*?)[ \t]+HTTP\/[01](?:\.\d)?[ \t]*\r?\n$/i
/** HTTP/0.9 has nothing after the path. */
const oldest = /^(GET)[ \t]+(\/\S*)\r?\n$/
const hostLine = /^host[ \t]*:[ \t]*(.*?)[ \t]*\r?\n$/i
const absolute = /^[a-z][a-z\d+.-]*:\/\//i

/** Whether a method may begin with this byte. */
function isToken(byte: number): boolean {
  return /[!#$%&'*+.^_`|~\w-]/.test(String.fromCharCode(byte))
}
