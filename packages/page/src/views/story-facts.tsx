import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { formatNumber } from '../model/format-number.ts'
import type { Story } from '../model/story.ts'
import type { Counted } from '../model/tally.ts'

/** The facts of a destination, each with how many attempts it holds for. */
export function StoryFacts({ story }: { readonly story: Story }): JSX.Element {
  const facts: readonly (readonly [name: string, values: readonly Counted[], hrefs?: Hrefs])[] = [
    ['Packages', story.packages],
    ['From', story.lines, story.lineHrefs],
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
        .map(([name, values, hrefs]) => (
          <Fact key={name} name={name} values={values} total={story.total} {...(hrefs && { hrefs })} />
        ))}
    </dl>
  )
}

type Hrefs = ReadonlyMap<string, string>

interface FactProps {
  readonly name: string
  readonly values: readonly Counted[]
  readonly total: number
  /** Where values lead. */
  readonly hrefs?: Hrefs
}

function Fact({ name, values, total, hrefs }: FactProps): JSX.Element {
  const [isWhole, setWhole] = useState(false)
  return (
    <div>
      <dt>{name}</dt>
      {values.slice(0, isWhole ? values.length : SHOWN).map(({ value, count }) => (
        <dd key={value}>
          <Value text={value} href={hrefs?.get(value)} />
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

function Value({ text, href }: { readonly text: string; readonly href: string | undefined }): JSX.Element {
  return <span>{href === undefined ? text : <a href={href}>{text}</a>}</span>
}

const SHOWN = 5
