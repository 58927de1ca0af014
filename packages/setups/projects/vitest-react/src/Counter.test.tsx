import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { Counter } from './Counter'

describe('Counter', () => {
  it('counts', async () => {
    render(<Counter />)
    await userEvent.click(screen.getByRole('button'))

    expect(screen.getByRole('button')).toHaveTextContent('Count is 1')
  })

  it('expects what it sends', async () => {
    render(<Counter url="http://usage.example/expected" />)

    await expect(() => userEvent.click(screen.getByRole('button'))).toEgressTo('usage.example')
  })

  it('sends in silence', async () => {
    render(<Counter url="http://usage.example/clicks" />)
    await userEvent.click(screen.getByRole('button'))

    expect(screen.getByRole('button')).toHaveTextContent('Count is 1')
  })

  it('sends by XMLHttpRequest of the page', async () => {
    const request = new XMLHttpRequest()
    request.open('GET', 'http://usage.example/xhr')
    const ended = new Promise((resolve) => request.addEventListener('loadend', resolve))
    request.send()

    await ended
  })
})
