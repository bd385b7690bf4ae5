/** What a gate compares where nobody names a scenario: both styles as they are by default, at a rate that leaves two of them room on two cores. */
export const usualGateScenario = `title: This build against another one
claim: This build is not worse than the other one.
why: Both builds are under the same load at the same time, so that whatever the machine does happens to both.
load: { rate: 50/s, warmUp: 3s, duration: 10s, drain: 10s }
`;
