import type { Attempt, AttemptedProgram } from '../../policy/attempt/attempt.ts'
import type { Evidence } from '../record/evidence.ts'
import { maskProgram } from './mask-arguments.ts'
import { bounded } from './printable.ts'
import { redactDestination, requestUrlText } from './redact.ts'

/** The part of the evidence that tells what was tried. */
export type AttemptEvidence = Pick<
  Evidence,
  'channel' | 'host' | 'port' | 'address' | 'names' | 'unixPath' | 'method' | 'url' | 'program' | 'addons' | 'proxy'
>

/** What may be kept of an attempt: plain, and free of query values, user information and secrets in paths. */
export function describeAttempt(attempt: Attempt): AttemptEvidence {
  const { channel, host, port, address, names, unixPath, method, url, program, addons, proxy } = attempt
  return {
    channel,
    ...(host === undefined ? {} : { host: bounded(host) }),
    ...(port === undefined ? {} : { port }),
    ...(address === undefined ? {} : { address }),
    ...(names === undefined ? {} : { names: someNames(names, host) }),
    ...(unixPath === undefined ? {} : { unixPath: bounded(unixPath) }),
    ...(method === undefined ? {} : { method: bounded(method) }),
    ...(url === undefined ? {} : { url: requestUrlText(url) }),
    ...(program === undefined ? {} : { program: programEvidence(program) }),
    ...(addons === undefined ? {} : { addons: addons.slice(0, 8).map(bounded) }),
    ...(proxy === undefined ? {} : { proxy: redactDestination(proxy) }),
  }
}

function programEvidence({ file, args, foreign }: AttemptedProgram): NonNullable<Evidence['program']> {
  const shown = maskProgram(file, args)
  return foreign === undefined ? shown : { ...shown, foreign: foreign.map(bounded) }
}

/** A few of the names, the one that was asked for first: an address of a large service has thousands. */
function someNames(names: readonly string[], host: string | undefined): readonly string[] {
  const asked = names.filter((name) => name === host)
  return [...asked, ...names.filter((name) => name !== host)].slice(0, 8).map(bounded)
}
