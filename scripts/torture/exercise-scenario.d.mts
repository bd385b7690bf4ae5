export const exerciseScenario: (modules: object, text: string) => string;
