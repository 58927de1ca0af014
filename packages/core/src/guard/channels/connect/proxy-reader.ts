import { readSocks } from './socks.ts'

/** Whom a client asks a proxy for: by the first line of an HTTP request, or by SOCKS. */
export type ProxyTarget =
  | { readonly kind: 'http'; readonly method: string; readonly target: string }
  | { readonly kind: 'socks'; readonly host: string; readonly port: number }

/** Follows what is written to one connection. */
export interface ProxyReader {
  /** The targets that these bytes complete. */
  read(bytes: Buffer): readonly ProxyTarget[]
  /** True once it is clear that nothing is asked of a proxy. */
  isDone(): boolean
}

/** What the bytes so far are. Behind a tunnel everything begins anew, as with a proxy behind a proxy. */
type Speech = 'unknown' | 'http' | 'tunnel head' | 'other'

/** Longer lines are no request that a server takes; longer SOCKS there is not. */
const longest = 16_384

/** Starts to read a connection on which nothing was written. */
export function createProxyReader(): ProxyReader {
  let speech: Speech = 'unknown'
  let said: Buffer = Buffer.alloc(0)
  const step = (): ProxyTarget | 'again' | undefined => {
    const next = steps[speech](said)
    if (!next) return undefined
    speech = next.speech
    said = said.subarray(next.taken)
    return next.target ?? 'again'
  }
  return {
    read: (bytes) => {
      if (speech === 'other') return []
      said = said.length === 0 ? bytes : Buffer.concat([said, bytes])
      const targets: ProxyTarget[] = []
      for (let found = step(); found; found = step()) if (found !== 'again') targets.push(found)
      // The caller may write to its buffer again.
      if (said.length > 0) said = Buffer.from(said)
      return targets
    },
    isDone: () => speech === 'other',
  }
}

interface Step {
  readonly speech: Speech
  readonly taken: number
  readonly target?: ProxyTarget
}

/** One step through the bytes that are left, or nothing while more are needed. */
const steps: Readonly<Record<Speech, (said: Buffer) => Step | undefined>> = {
  unknown: (said) => {
    const [first] = said
    if (first === undefined) return undefined
    if (first === CR || first === LF) return { speech: 'unknown', taken: 1 }
    if (first === 4 || first === 5) return socksStep(said)
    if (!isToken(first)) return other
    const end = said.indexOf(LF)
    if (end === -1) return said.length > longest ? other : undefined
    return requestLine.test(said.toString('latin1', 0, end + 1)) ? { speech: 'http', taken: 0 } : other
  },
  http: (said) => {
    const end = said.indexOf(LF)
    // A body without lines.
    if (end === -1) return said.length > longest ? { speech: 'http', taken: said.length } : undefined
    const [, method = '', target = ''] = requestLine.exec(said.toString('latin1', 0, end + 1)) ?? []
    if (method.toUpperCase() === 'CONNECT') {
      return { speech: 'tunnel head', taken: end + 1, target: { kind: 'http', method: 'CONNECT', target } }
    }
    if (!absolute.test(target)) return { speech: 'http', taken: end + 1 }
    return { speech: 'http', taken: end + 1, target: { kind: 'http', method, target } }
  },
  'tunnel head': (said) => {
    const end = said.indexOf(LF)
    if (end === -1) return said.length > longest ? other : undefined
    const isEmpty = end === 0 || (end === 1 && said[0] === CR)
    return { speech: isEmpty ? 'unknown' : 'tunnel head', taken: end + 1 }
  },
  other: () => undefined,
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
const requestLine = /^([!#$%&'*+.^_`|~\w-]+)[ \t]+(\S+)[ \t]+HTTP\/[01](?:\.\d)?[ \t]*\r?\n$/i
const absolute = /^[a-z][a-z\d+.-]*:\/\//i

/** Whether a method may begin with it. */
function isToken(byte: number): boolean {
  return /[!#$%&'*+.^_`|~\w-]/.test(String.fromCharCode(byte))
}
