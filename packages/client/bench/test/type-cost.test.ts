/** What `type-cost.ts` says, with the current compiler. */
import { typeCostTests } from './type-cost.ts';

typeCostTests('TypeScript 7');
