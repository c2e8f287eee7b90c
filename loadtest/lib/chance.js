// @ts-check
/** What a customer does by chance, which iteration.js lets him do again. */

/** @template One @param {readonly One[]} all @returns {One} */
export const oneOf = (all) => /** @type {One} */ (all[Math.floor(Math.random() * all.length)]);

/** @param {{ least: number, most: number }} range */
export const between = ({ least, most }) => least + Math.random() * (most - least);
