/** Readable on a phone, by keyboard, in the dark and enlarged; every pair of colours has a contrast of 4.5 or more. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f2f3f5; --card: #fff; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de;
  --act: #0b57d0; --on-act: #fff; --good: #116329; --bad: #a40e26;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --card: #161b22; --text: #e6edf3; --quiet: #9da7b3; --line: #3d444d;
    --act: #a8c7fa; --on-act: #062e6f; --good: #56d364; --bad: #ff7b72;
  }
}
* { box-sizing: border-box }
body {
  margin: 0; min-height: 100vh; padding: 1rem; display: flex; flex-direction: column; align-items: center;
  justify-content: center; gap: 1rem; background: var(--page); color: var(--text);
  font: 1.0625rem/1.5 system-ui, sans-serif;
}
main {
  width: 100%; max-width: 26rem; padding: 1.75rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .875rem;
}
h1 { margin: 0 0 1rem; font-size: 1.25rem; line-height: 1.2 }
h1 .amount { display: block; margin-top: .25rem; font-size: 2.25rem; font-variant-numeric: tabular-nums }
h1.good, h1.bad { font-size: 1.75rem }
h1.good { color: var(--good) }
h1.bad { color: var(--bad) }
dl { margin: 0 0 1.5rem; border-top: 1px solid var(--line) }
dt { margin-top: .75rem; color: var(--quiet); font-size: .875rem }
dd { margin: 0; overflow-wrap: anywhere }
.small { font-size: .875rem }
form { display: grid; gap: .75rem }
button {
  min-height: 3rem; padding: .5rem 1rem; border: 1px solid var(--act); border-radius: .5rem;
  background: var(--act); color: var(--on-act); font: inherit; font-weight: 600; cursor: pointer;
}
button.second { background: transparent; border-color: var(--quiet); color: var(--text) }
a { color: var(--act) }
:focus-visible { outline: 3px solid var(--act); outline-offset: 3px }
p { margin: 0 0 1rem }
p:last-child, dl:last-child { margin-bottom: 0 }
footer { max-width: 26rem; color: var(--quiet); font-size: .8125rem; text-align: center }
`;
