/** What `type-cost.ts` says, with the oldest compiler that is supported. */
import { typeCostTests } from './type-cost.ts';

typeCostTests('TypeScript 5.9');
