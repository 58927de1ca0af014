import { styleText } from 'node:util'
import { Command } from 'commander'

/**
 * A verb of `agentguard`, on which its file sets arguments, options, examples (`addExamples`) and the action.
 *
 * An action that finds something sets `process.exitCode = 1`; wrong use is a `usageError`, which makes it 2.
 */
export function createVerb(name: string, summary: string): Command {
  return (
    new Command(name)
      .description(summary)
      .helpOption('-h, --help', 'show this help')
      .exitOverride()
      // What is wrong is told once, by whoever catches the error.
      .configureOutput({ outputError: () => {} })
      .configureHelp({
        subcommandTerm: (verb) => verb.name(),
        styleTitle: (title) => styleText('bold', title, { validateStream: false }),
      })
  )
}

/** Adds examples to the help of a verb: what to write, and what it does. */
export function addExamples(verb: Command, examples: readonly (readonly [line: string, says: string])[]): Command {
  const width = Math.max(...examples.map(([line]) => line.length))
  const lines = examples.map(([line, says]) => `  ${line.padEnd(width)}  ${says}`)
  return verb.addHelpText('after', ['', 'Examples:', ...lines].join('\n'))
}
