import type { Attempt, AttemptedProgram, RequestUrl } from '../../policy/attempt/attempt.ts'
import { maskProgram } from './mask-arguments.ts'
import { maskFile } from './mask-text.ts'
import { bounded } from './printable.ts'
import { redactDestination, redactHost, redactPath } from './redact.ts'

/**
 * The attempt with every text that code under test chose bounded and without secrets, so that it may leave its process.
 * Redacting it again changes nothing.
 */
export function redactAttempt(attempt: Attempt): Attempt {
  const { host, address, names, unixPath, method, url, program, addons, proxy, raw } = attempt
  return {
    ...attempt,
    raw: redactHost(raw),
    ...(host !== undefined && { host: redactHost(host) }),
    ...(address !== undefined && { address: redactHost(address) }),
    ...(names !== undefined && { names: someNames(names, host) }),
    ...(unixPath !== undefined && { unixPath: bounded(maskFile(unixPath)) }),
    ...(method !== undefined && { method: redactMethod(method) }),
    ...(url !== undefined && { url: redactUrl(url) }),
    ...(program !== undefined && { program: redactProgram(program) }),
    ...(addons !== undefined && { addons: addons.slice(0, KEPT).map((path) => bounded(maskFile(path))) }),
    ...(proxy !== undefined && { proxy: redactDestination(proxy) }),
  }
}

/** A URL with parts that may be shown. */
export function redactUrl({ scheme, host, port, path, sent }: RequestUrl): RequestUrl {
  return { scheme: bounded(scheme), host: redactHost(host), port, path: redactPath(sent ?? path) }
}

/** The name in an errno error: the socket, the address or the program. */
export function redactName({ unixPath, address, host, program, addons, raw }: Attempt): string {
  const file = unixPath ?? program?.file ?? addons?.[0]
  if (file !== undefined && (address ?? host) === undefined) return bounded(maskFile(file))
  return redactHost(address ?? host ?? raw)
}

const KEPT = 8

/** Methods are words. Other text may be anything. */
function redactMethod(method: string): string {
  return /^[a-z-]{1,32}$/i.test(method) ? method : '***'
}

function redactProgram({ file, args, foreign }: AttemptedProgram): AttemptedProgram {
  const shown = maskProgram(file, args)
  return foreign === undefined
    ? shown
    : { ...shown, foreign: foreign.slice(0, 32).map((part) => bounded(maskFile(part))) }
}

/** A few of the names, starting with the one that was asked for. An address of a large service has thousands. */
function someNames(names: readonly string[], host: string | undefined): readonly string[] {
  const asked = names.filter((name) => name === host)
  return [...asked, ...names.filter((name) => name !== host)].slice(0, KEPT).map(redactHost)
}
