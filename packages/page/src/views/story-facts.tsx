import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { formatNumber } from '../model/format-number.ts'
import type { Story } from '../model/story.ts'
import type { Counted } from '../model/tally.ts'

/** The facts of a destination, each with how many attempts it holds for. */
export function StoryFacts({ story }: { readonly story: Story }): JSX.Element {
  const facts: readonly (readonly [name: string, values: readonly Counted[]])[] = [
    ['Packages', story.packages],
    ['From', story.lines],
    ['Tried', story.targets],
    ['Redirected', story.redirects],
    ['Addresses', story.addresses],
    ['DNS names', story.names],
    ['Proxy', story.proxies],
    ['Channels', story.channels],
    ['Phases', story.phases],
    ['Processes', story.processes],
  ]
  return (
    <dl class="facts">
      {facts
        .filter(([, values]) => values.length > 0)
        .map(([name, values]) => (
          <Fact key={name} name={name} values={values} total={story.total} />
        ))}
    </dl>
  )
}

interface FactProps {
  readonly name: string
  readonly values: readonly Counted[]
  readonly total: number
}

function Fact({ name, values, total }: FactProps): JSX.Element {
  const [isWhole, setWhole] = useState(false)
  return (
    <div>
      <dt>{name}</dt>
      {values.slice(0, isWhole ? values.length : SHOWN).map(({ value, count }) => (
        <dd key={value}>
          <span>{value}</span>
          {count !== total && <span class="note">{formatNumber(count)}</span>}
        </dd>
      ))}
      {values.length > SHOWN && !isWhole && (
        <dd>
          <button type="button" class="quiet" onClick={() => setWhole(true)}>
            {formatNumber(values.length - SHOWN)} more<span class="unseen"> under {name}</span>
          </button>
        </dd>
      )}
    </div>
  )
}

const SHOWN = 5
