import type { Attempt } from '../attempt/attempt.ts'
import type { Evidence } from './evidence.ts'
import { maskProgram } from './mask-arguments.ts'
import { printable } from './printable.ts'
import { redactDestination, requestUrlText } from './redact.ts'

/** The part of the evidence that tells what was tried. */
export type AttemptEvidence = Pick<
  Evidence,
  'channel' | 'host' | 'port' | 'address' | 'names' | 'unixPath' | 'method' | 'url' | 'program' | 'proxy'
>

/** What may be kept of an attempt: plain, and free of query values, user information and secrets in paths. */
export function describeAttempt(attempt: Attempt): AttemptEvidence {
  const { channel, host, port, address, names, unixPath, method, url, program, proxy } = attempt
  return {
    channel,
    ...(host === undefined ? {} : { host: printable(host) }),
    ...(port === undefined ? {} : { port }),
    ...(address === undefined ? {} : { address }),
    ...(names === undefined ? {} : { names: names.map(printable) }),
    ...(unixPath === undefined ? {} : { unixPath: printable(unixPath) }),
    ...(method === undefined ? {} : { method: printable(method) }),
    ...(url === undefined ? {} : { url: requestUrlText(url) }),
    ...(program === undefined ? {} : { program: maskProgram(program.file, program.args) }),
    ...(proxy === undefined ? {} : { proxy: redactDestination(proxy) }),
  }
}
