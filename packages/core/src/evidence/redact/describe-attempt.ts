import type { Attempt } from '../../policy/attempt/attempt.ts'
import type { Evidence } from '../record/evidence.ts'
import { redactAttempt } from './redact-attempt.ts'
import { requestUrlText } from './redact.ts'

/** The part of the evidence that describes the attempt itself. */
export type AttemptEvidence = Pick<
  Evidence,
  'channel' | 'host' | 'port' | 'address' | 'names' | 'unixPath' | 'method' | 'url' | 'program' | 'addons' | 'proxy'
>

/** The part of an attempt that may be kept: plain data, without query values, user information and secrets in paths. */
export function describeAttempt(attempt: Attempt): AttemptEvidence {
  const { channel, host, port, address, names, unixPath, method, program, addons, proxy } = redactAttempt(attempt)
  return {
    channel,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(address === undefined ? {} : { address }),
    ...(names === undefined ? {} : { names }),
    ...(unixPath === undefined ? {} : { unixPath }),
    ...(method === undefined ? {} : { method }),
    ...(attempt.url === undefined ? {} : { url: requestUrlText(attempt.url) }),
    ...(program === undefined ? {} : { program: plain(program) }),
    ...(addons === undefined ? {} : { addons }),
    ...(proxy === undefined ? {} : { proxy }),
  }
}

function plain({ file, args, foreign }: NonNullable<Attempt['program']>): NonNullable<Evidence['program']> {
  return foreign === undefined ? { file, args } : { file, args, foreign }
}
