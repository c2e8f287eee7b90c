/** How a transaction ends is part of what its work returns, so that no outcome has to be thrown to undo. */
export type Ending<Value> = { readonly commits: boolean; readonly value: Value };

export const commit = <Value>(value: Value): Ending<Value> => ({ commits: true, value });
export const rollback = <Value>(value: Value): Ending<Value> => ({ commits: false, value });
