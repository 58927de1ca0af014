import type { Outcomes } from './outcome.ts'
import type { Destinations, Recipe } from './recipe.ts'

type Outcome = Outcomes[string]

/** The expected outcome of each test of each recipe: the table, read as the tests in `suite/define-tests.mjs` are written. */
export function expectedOutcomes(recipes: readonly Recipe[]): Outcomes {
  return Object.fromEntries(recipes.flatMap((recipe) => outcomesOf(recipe)))
}

function outcomesOf(recipe: Recipe): [string, Outcome][] {
  const { name, imports } = recipe
  const tests = Object.entries(testsOf(recipe)).map(([test, outcome]): [string, Outcome] => [
    `${name}: ${name} ${test}`,
    outcome,
  ])
  return imports === undefined ? tests : [...tests, [name, failedBy(imports)]]
}

function testsOf(recipe: Recipe): Readonly<Record<string, Outcome>> {
  const { reaches, when, standIn, slow = false, isNative = false, subjects = [] } = recipe
  const attributed = failedBy(reaches, when)
  const isAsserted = Object.keys(reaches).length === 1 && !isNative
  return {
    'stays at home': passed,
    'reaches out': attributed,
    ...(!slow && { 'with a hook reaches out in a hook': attributed }),
    ...(!slow &&
      !isNative && {
        'at once reaches out beside another': attributed,
        'at once stays at home beside another': passed,
      }),
    ...(standIn === 'yes' && { 'is allowed by name': passed, 'is observed in audit mode': passed }),
    ...(when === 'call' && !slow && { 'is observed': passed, 'is refused by noEgress': passed }),
    // The assertion fails, not the guard: its own message reports what it sees.
    ...(when === 'call' && !slow && isAsserted && { 'is asserted': passed, 'is asserted to stay at home': ['failed'] }),
    ...Object.assign({}, ...subjects.map((subject) => outcomesAbout(subject, recipe))),
    'goes on': passed,
  }
}

function outcomesAbout(subject: string, { reaches, when, standIn }: Recipe): Readonly<Record<string, Outcome>> {
  return {
    [`asked about ${subject} reaches out`]: failedBy(reaches, when),
    ...(standIn === 'yes' && { [`asked about ${subject} is allowed`]: passed }),
    ...(when === 'call' && { [`asked about ${subject} is refused by noEgress`]: passed }),
    ...(when === 'call' && Object.keys(reaches).length === 1 && { [`asked about ${subject} is asserted`]: passed }),
  }
}

const passed: Outcome = ['passed']

function failedBy(destinations: Destinations, when: Recipe['when'] = 'call'): Outcome {
  const late = when === 'late' ? 'late: ' : ''
  const attempts = Object.entries(destinations).flatMap(([where, culprits]) =>
    [culprits].flat().map((culprit) => `${late}${where} by ${culprit}`),
  )
  return ['failed', ...attempts.toSorted()]
}
