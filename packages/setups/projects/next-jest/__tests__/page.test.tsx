import { render, screen } from '@testing-library/react'
import Page from '../app/page'

describe('Page', () => {
  it('renders a heading', () => {
    render(<Page />)

    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Home')
  })

  it('renders a tracked heading', () => {
    render(<Page tracked />)

    expect(screen.getByRole('heading', { level: 1 })).toBeInTheDocument()
  })
})
