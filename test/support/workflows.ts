/** The definitions that come with the program, for tests of rooms that stand below the scenarios. */
export { shippedWorkflow } from '../../src/scenario/workflow-file.ts';
