import { expect } from 'storybook/test'
import { Button } from './Button'

export default { component: Button }

export const Primary = {
  args: { label: 'Save' },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button')).toHaveTextContent('Save')
  },
}
