import type { PageRun } from '@agentguard/core/report'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { outcomes } from '../model/entry.ts'
import { noFilter } from '../model/filter.ts'
import { formatCount, formatNumber } from '../model/format-number.ts'
import { formatHash, type PageState } from '../model/page-state.ts'
import type { Story } from '../model/story.ts'
import type { Counted } from '../model/tally.ts'
import { AttemptTable } from './attempt-table.tsx'
import { CopyLine } from './copy-line.tsx'
import { Tags } from './group-cells.tsx'
import { OutcomeMark, outcomeNames } from './outcome-mark.tsx'
import { StoryFacts } from './story-facts.tsx'
import { TimelinePicture } from './timeline-picture.tsx'

interface Props {
  readonly story: Story
  readonly runs: readonly PageRun[]
  readonly state: PageState
}

/** Who went to a destination, from where, when, and what to do about it. */
export function StoryView({ story, runs, state }: Props): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  const { story: _, ...list } = state
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [story.destination])
  return (
    <article class="story">
      <a class="back" href={formatHash(list)}>
        Back to the list
      </a>
      <h1 ref={heading} tabIndex={-1}>
        {story.destination}
      </h1>
      <p class="lead">
        {outcomes
          .filter((outcome) => story.tally[outcome] > 0)
          .map((outcome) => (
            <span key={outcome} class={`verdict ${outcome}`}>
              <OutcomeMark outcome={outcome} /> {outcomeNames[outcome]} {formatNumber(story.tally[outcome])}
            </span>
          ))}
        <span>
          {formatCount(story.tests, 'test')} in {formatCount(story.files, 'file')}
        </span>
        <span>
          <Tags known={story} />
        </span>
      </p>
      <div class="columns">
        <div>
          <Decision story={story} />
        </div>
        <StoryFacts story={story} />
      </div>
      <Part title="When">
        <TimelinePicture entries={story.entries} runs={runs} />
      </Part>
      <Part title="Attempts">
        <p class="note">
          <a href={formatHash({ view: 'attempts', ...noFilter, destination: story.destination })}>
            Filter and search these
          </a>
        </p>
        <AttemptTable entries={story.entries} />
      </Part>
    </article>
  )
}

/** Why it was stopped, what turns it off or allows it, or what let it through. */
function Decision({ story }: { readonly story: Story }): JSX.Element {
  const { reasons, allow, quiet, rules } = story
  return (
    <>
      {reasons.length > 0 && (
        <Part title={story.tally.blocked > 0 ? 'Why it was blocked' : 'Why it would be blocked'}>
          <Texts values={reasons} />
        </Part>
      )}
      {quiet.length > 0 && (
        <Part title="To turn it off">
          <Texts values={quiet} />
        </Part>
      )}
      {allow.length > 0 && (
        <Part title="To allow it">
          <p class="note">
            At the head of the test file, or the same rule under <code>allow</code> in the config.
          </p>
          {allow.map(({ value }) => (
            <CopyLine key={value} text={value} />
          ))}
        </Part>
      )}
      {reasons.length > 0 && allow.length === 0 && (
        <Part title="To allow it">
          <p>No allow rule can: another rule or option blocks it.</p>
        </Part>
      )}
      {rules.length > 0 && (
        <Part title="Let through by">
          <ul class="plain">
            {rules.map(({ value, count }) => (
              <li key={value}>
                <code>{value}</code> <span class="note">{formatCount(count, 'time')}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  )
}

function Texts({ values }: { readonly values: readonly Counted[] }): JSX.Element {
  return (
    <ul class="plain">
      {values.map(({ value }) => (
        <li key={value}>{value}</li>
      ))}
    </ul>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
