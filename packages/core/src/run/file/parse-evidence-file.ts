import { usageError } from '../../policy/usage/usage-error.ts'
import { type EvidenceFile, formatVersion } from './evidence-file.ts'
import { isRecordOfAttempt, isRun } from './is-evidence.ts'

/**
 * Parses the text of an evidence file.
 *
 * @param text the content of the file, as {@link formatEvidenceFile} writes it
 * @param where the file's path, for error texts
 * @throws TypeError for a file that is torn, is not evidence, or was written by a newer release. The message names the
 * fix.
 */
export function parseEvidenceFile(text: string, where: string): EvidenceFile {
  const file = parseJson(text, where)
  if (!isObject(file) || !Number.isSafeInteger(file['formatVersion'])) {
    throw usageError(
      where,
      'this is not an evidence file',
      'Name one that a reporter of agentguard wrote with `json: true`',
    )
  }
  if (Number(file['formatVersion']) > formatVersion) {
    throw usageError(
      where,
      `its format ${String(file['formatVersion'])} is newer than ${formatVersion}, the newest that this agentguard reads`,
      'Update @agentguard/core to the release that wrote it: npm install --save-dev @agentguard/core@latest',
    )
  }
  if (file['formatVersion'] !== formatVersion) throw corrupt(where, 'there is no such format')
  const { runs, attempts } = file
  if (!Array.isArray(runs) || !Array.isArray(attempts)) throw corrupt(where, '`runs` or `attempts` is missing')
  checkEach(runs, isRun, 'runs', where)
  checkEach(attempts, isRecordOfAttempt, 'attempts', where)
  const ids = new Set(runs.map(({ id }) => id))
  const orphan = attempts.findIndex(({ run }) => !ids.has(run))
  if (orphan >= 0) throw corrupt(where, `attempts[${orphan}] names a run that is not in the file`)
  return { formatVersion, runs, attempts }
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw corrupt(where, `this is not complete JSON (${cause instanceof Error ? cause.message : String(cause)})`, {
      cause,
    })
  }
}

function checkEach<T>(
  values: readonly unknown[],
  is: (value: unknown) => value is T,
  name: string,
  where: string,
): asserts values is readonly T[] {
  const wrong = values.findIndex((value) => !is(value))
  if (wrong >= 0) throw corrupt(where, `${name}[${wrong}] does not match the format`)
}

function corrupt(where: string, what: string, options?: ErrorOptions): TypeError {
  return usageError(
    where,
    `the file is damaged: ${what}`,
    'Remove it, and run the tests again with the reporter',
    options,
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
