import type { Attempt } from '../../policy/attempt/attempt.ts'
import { canonicalHost } from '../../policy/attempt/canonical-host.ts'
import { usageError } from '../../policy/usage/usage-error.ts'
import { classifyProgram, foreignPrograms } from '../../guard/programs/classify-program.ts'
import type { Program } from '../../guard/programs/program.ts'
import { findProgram } from '../../guard/programs/find-program.ts'
import { unknownWord } from '../../guard/programs/shell-words.ts'
import { parseHostPort } from '../../policy/rules/host-pattern.ts'

const where = 'agentguard explain'

/**
 * Parses the attempt that a command line asks about: `api.example.com`, `host:5432`, `POST https://…`,
 * `unix:/run/x.sock` or `exec:curl`.
 *
 * @throws TypeError for text that is not a destination
 */
export function parseTarget(text: string): Attempt {
  if (text.startsWith('unix:')) return { channel: 'pipe', raw: text, unixPath: text.slice('unix:'.length) }
  if (text.startsWith('exec:')) {
    const file = text.slice('exec:'.length)
    return { channel: 'child-process', raw: text, program: { file, args: [], foreign: foreignParts(file) } }
  }
  const [, method = 'GET', address = ''] = /^(?:([A-Za-z]+)\s+)?(\S*)$/.exec(text) ?? []
  if (address.includes('://')) return parseRequest(address, method.toUpperCase(), text)
  const { host, port = 443 } = parseHostPort(text, text, where)
  if (host.kind === 'suffix') throw usageError(where, `'${text}' is a pattern`, 'Name one host of it')
  return { channel: 'tcp', raw: text, host: host.kind === 'loopback' ? 'localhost' : host.host, port }
}

/** The program, unless it is Node, which is guarded, or harmless with any arguments, since they are unknown here. */
function foreignParts(file: string): readonly string[] {
  const { env } = process
  const program: Program = { file, args: [unknownWord], env, inherited: env, cwd: process.cwd() }
  if (findProgram(program) === undefined) return [file]
  return classifyProgram({ ...program, args: [] }) === 'node' ? [] : foreignPrograms(program)
}

const ports: Readonly<Record<string, number>> = { 'http:': 80, 'ws:': 80, 'https:': 443, 'wss:': 443 }

function parseRequest(address: string, method: string, raw: string): Attempt {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const usual = url && ports[url.protocol]
  if (!url || usual === undefined)
    throw usageError(where, 'this is not the URL of a request', 'Write https://host/path')
  const host = canonicalHost(url.hostname)
  const port = url.port === '' ? usual : Number(url.port)
  const request = { scheme: url.protocol.slice(0, -1), host, port, path: url.pathname }
  return { channel: 'undici', raw, host, port, method, url: request }
}
