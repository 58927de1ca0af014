import { styleText } from 'node:util'
import { Command } from 'commander'

/**
 * Creates a verb of `agentguard`. Its file adds arguments, options, examples (`addExamples`) and the action.
 *
 * An action that finds something sets `process.exitCode = 1`. Wrong use throws a `usageError`, which sets it to 2.
 */
export function createVerb(name: string, summary: string): Command {
  return (
    new Command(name)
      .description(summary)
      .helpOption('-h, --help', 'show this help')
      .exitOverride()
      // The caller that catches the error prints it.
      .configureOutput({ outputError: () => {} })
      .configureHelp({
        subcommandTerm: (verb) => verb.name(),
        styleTitle: (title) => styleText('bold', title, { validateStream: false }),
      })
  )
}

/** Adds examples to the help of a verb: a command line, and what it does. */
export function addExamples(verb: Command, examples: readonly (readonly [line: string, says: string])[]): Command {
  const width = Math.max(...examples.map(([line]) => line.length))
  const lines = examples.map(([line, says]) => `  ${line.padEnd(width)}  ${says}`)
  return verb.addHelpText('after', ['', 'Examples:', ...lines].join('\n'))
}
