// Publishes the versions that the registry does not have yet, and tags them. CI runs this: a laptop has no provenance to give.
import { readPublicPackages } from './public-packages.ts'
import { runStep } from './run-step.ts'

const unnamed = readPublicPackages().filter(({ repository }) => repository === undefined)

if (unnamed.length > 0) {
  // The registry refuses a provenance with another repository than the manifest has, and the first package would already be published.
  console.error(`No repository in package.json of ${unnamed.map(({ name }) => name).join(', ')}: provenance needs one.`)
  process.exitCode = 1
} else {
  process.exitCode = (await runStep('pnpm', ['build'])) || (await runStep('changeset', ['publish']))
}
