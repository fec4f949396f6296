/** What every request accepts: JSON first, or errors may come as XML. */
export const ACCEPT = 'application/json, */*;q=0.1';
