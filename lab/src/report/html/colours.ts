/** Every colour has a role; verdicts have a symbol and a word beside theirs. Contrast of text is 4.5 : 1 or more. */
const LIGHT = `
  --paper: #faf9f6; --sheet: #ffffff; --ink: #1b1d22; --soft: #5c6068; --line: #e3e1db; --faint: #f1efea;
  --safe: #17693f; --safe-paper: #e4f3ea; --unsafe: #b3201c; --unsafe-paper: #fde9e7; --unsafe-stripe: #8d1512;
  --unavailable: #855400; --unavailable-paper: #fdf0d5; --inconclusive: #50558a; --inconclusive-paper: #ecedf7;
  --held: #3d6bb3; --held-paper: #dfe8f6; --beside: #b98b2f; --lease: #2f8f86; --link: #1f57a8;
  --fault-band: #fdf5ea; --healed-band: #eaf4ee;`;
const DARK = `
  --paper: #14161a; --sheet: #1c1f25; --ink: #eceae5; --soft: #a3a7b0; --line: #32363f; --faint: #23262d;
  --safe: #6fd09b; --safe-paper: #16301f; --unsafe: #ff8f87; --unsafe-paper: #421a19; --unsafe-stripe: #c9423c;
  --unavailable: #f0bd5e; --unavailable-paper: #37290d; --inconclusive: #b0b5f0; --inconclusive-paper: #262a45;
  --held: #86aef0; --held-paper: #3a4c6e; --beside: #d6ab55; --lease: #63c7bd; --link: #8db8ff;
  --fault-band: #2a221b; --healed-band: #18271e;`;

export const COLOURS = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
@media print { :root { ${LIGHT} --paper: #ffffff; } }
`;
