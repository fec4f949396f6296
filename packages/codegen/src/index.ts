/**
 * `@cloudlink-center/codegen`: types and methods for the Center that you have. Every name below is public API.
 *
 * @module
 */
export { writeModules, type ModuleName } from './write/write-modules.ts';
export { OWN_FOLDER, REPOSITORY, type Targets } from './write/targets.ts';
