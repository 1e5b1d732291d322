// What one room hands to another: the routine that was written last, as the strap's file.

export const session = { routine: null }; // {id, rows}
