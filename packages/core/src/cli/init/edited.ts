/** What became of a config: its new text, nothing because it is done already, or why nobody but its author can change it. */
export type Edited = { readonly text: string } | { readonly done: true } | { readonly problem: string }
