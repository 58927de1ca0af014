/** The version of the verbs' `--json` output. Its schema is `schema/cli-1.schema.json`. */
const formatVersion = 1

/** The `--json` flag, for the help of a verb. */
export const jsonFlag = ['--json', 'print it as JSON, which has a published schema'] as const

/** Prints the result of a verb as JSON. */
export function printJson(verb: string, found: object): void {
  process.stdout.write(`${JSON.stringify({ formatVersion, verb, ...found }, null, 2)}\n`)
}
