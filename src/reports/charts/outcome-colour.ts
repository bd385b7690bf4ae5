import { type OutcomeClass, outcomeClasses } from '../../result/outcomes.ts';

/** Served is green to grey, failed amber, lost red to violet; each also has its name or its shape. */
export const outcomeColour = (kind: OutcomeClass): string => `var(--o${outcomeClasses.indexOf(kind) + 1})`;
