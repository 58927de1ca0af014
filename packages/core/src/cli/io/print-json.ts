/** The version of what the verbs print with `--json`; its schema is `schema/cli-1.schema.json`. */
const formatVersion = 1

/** What `--json` does, for the help of a verb. */
export const jsonFlag = ['--json', 'print it as JSON, which has a published schema'] as const

/** Prints what a verb has found as JSON. */
export function printJson(verb: string, found: object): void {
  process.stdout.write(`${JSON.stringify({ formatVersion, verb, ...found }, null, 2)}\n`)
}
