/** The result of editing a config: its new text, nothing to do, or why its author has to change it. */
export type Edited = { readonly text: string } | { readonly done: true } | { readonly problem: string }
