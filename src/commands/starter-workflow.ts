/** A workflow to start from; `schema` is what an editor checks it against. */
export const starterWorkflow = (schema: string): string => `# yaml-language-server: $schema=${schema}
title: A traveller books a trip

# Each service is a process with a database of its own. \`work\` is what a step costs where a scenario says nothing.
services:
  trips: { work: 2ms }
  flights: { work: { median: 10ms, p99: 40ms } }
  hotels: { work: { median: 15ms, p99: 60ms } }
  cards: { work: { median: 20ms, p99: 80ms } }
  loyalty: { work: 5ms }
  mail: { work: 2ms }

# Each step belongs to one service (\`in\`) and comes after others. Names of effects (ledger rows), events, commands and paths are
# made from the step's name unless they are given: \`effect\`, \`event\`, \`failed\`, \`command\`, \`path\`.
steps:
  request: # one step opens the request; it comes after none
    in: trips
    role: opens
    path: /trips
    effect: requested
    event: TripRequested

  bookFlight: # these two come after the same step, so they happen at the same time
    in: flights
    after: request
    effect: flight-booked
    event: FlightBooked
    failed: FlightNotBooked
    undo: { step: cancelFlight, effect: flight-cancelled } # what takes it back when the request fails

  bookRoom:
    in: hotels
    after: request
    effect: room-booked
    event: RoomBooked
    failed: RoomNotBooked
    undo: { step: cancelRoom, effect: room-cancelled }

  pay: # waits for both
    in: cards
    after: [bookFlight, bookRoom]
    role: takes-money # at most one step; it must have an \`undo\` that gives it back
    may: decline # says no as often as the scenario says: \`load.declined\`
    effect: paid
    declined: payment-declined
    event: TripPaid
    failed: PaymentFailed
    undo: { step: payBack, effect: paid-back }

  addPoints:
    in: loyalty
    after: pay
    optional: true # nobody waits for it, and nothing fails with it
    effect: points-added

  confirm: # one step puts in force what was asked for, in the service that opened it; its \`undo\` cancels
    in: trips
    after: pay
    role: puts-in-force
    effect: confirmed
    event: TripConfirmed
    undo: { step: cancelTrip, effect: trip-cancelled }

  tell: # one step tells the user, when all but the one in force is done
    in: mail
    after: pay
    role: tells
    effect: told
`;

/** A scenario that runs a workflow of the same author; \`workflow\` is the way to its file. */
export const starterWorkflowScenario = (
  schema: string,
  workflow: string,
): string => `# yaml-language-server: $schema=${schema}
title: The hotel fails for five seconds
claim: A broken service fails the requests of a call chain, but only delays those of an event flow.
why: A waiting caller has nowhere to put the request; a queue does.

workflow: ${workflow}

# Two or more ways to run it; \`tandem explain\` shows what each makes of the workflow.
contestants:
  http: { style: http }
  events: { style: events }

rounds: 3 # of each contestant

load:
  rate: 40/s
  warmUp: 3s # not measured
  duration: 20s
  drain: 30s # at most; ends when nothing is left in flight
  patience: 10s # how long the client waits for an answer
  declined: 2% # of the payments

# What a service has otherwise than the workflow says.
services:
  hotels: { instances: 1, workers: 32 }

# Times count from the end of the warm-up.
faults:
  - { at: 5s, for: 5s, error: hotels }

# What the claim predicts. It is reported and never changes the exit code.
hypotheses:
  - http.failed during > 0

# What must hold: a broken budget exits 1. Without a contestant it counts for each of them.
budgets:
  - lost == 0
`;
