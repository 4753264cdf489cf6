// Written by `make types` from queue_server/protocol: change it there, not here.

export type PaperLeft = "near_end" | "ok" | "out" | "unknown";

/** Answer to a beat: the page lives, not only the machine below it. */
export interface Alive {
  type: "alive";
}

/** The server lives: every 2 s to the office's screens, every 16 s to a phone. Answer with `Alive`. */
export interface Beat {
  type: "beat";
  now: string;
}

/** Why the server closes this socket. */
export interface RefusedFrame {
  type: "refused";
  refusal: Refusal;
}

/** First message of the server: a screen of another version reloads itself. */
export interface ServerHello {
  type: "hello";
  version: string;
  now: string;
}

/** First message of an agent: its printer's token. */
export interface AgentHello {
  type: "hello";
  token: string;
  version: string;
}

/** How the agent's printer is; at first and after each change. */
export interface AgentStatus {
  type: "status";
  online: boolean;
  paper: "near_end" | "ok" | "out" | "unknown";
  cover_open: boolean;
  error: string;
}

/** What became of a job; sent again after each connection until it is answered by `JobNoted`.

`certain` False: the agent was ended in the middle of it. `dots`: the picture's length. */
export interface JobDone {
  type: "done";
  job: string;
  printed: boolean;
  fault: string;
  certain: boolean;
  dots: number;
}

export type FromAgent = AgentHello | AgentStatus | JobDone | Alive;

/** Print this PNG (base64), unless `job` is known, or came more than `seconds` after `sent_at` (the server's own
clock, seconds, whose zero means nothing). */
export interface PrintJob {
  type: "print";
  job: string;
  picture: string;
  seconds: number;
  sent_at: number;
}

/** The server knows what became of this job. */
export interface JobNoted {
  type: "noted";
  job: string;
}

/** The server's own clock, at first and every two seconds: the agent learns how late what it reads is. */
export interface AgentBeat {
  type: "tick";
  sent_at: number;
}

export type ToAgent = ServerHello | Beat | AgentBeat | PrintJob | JobNoted | RefusedFrame;

/** What every command carries. */
export interface Command {
  request_id: string;
}

export type AlarmKind = "colleague" | "guard";

/** Ask quietly for a colleague or the guard. */
export interface RaiseAlarm {
  request_id: string;
  kind: "colleague" | "guard";
}

/** A quiet alarm that is not over, for staff only. */
export interface AlarmLine {
  counter: number;
  counter_name: string;
  kind: "colleague" | "guard";
  clerk: string;
  raised_at: string;
  answered_by: string | null;
}

/** A quiet alarm as the journal has it. `ended_by` is None when the end of its day ended it, or nothing yet has. */
export interface PastAlarm {
  counter: number;
  kind: "colleague" | "guard";
  raised_at: string;
  raised_by: string;
  answered_at: string | null;
  answered_by: string | null;
  ended_at: string | null;
  ended_by: string | null;
}

/** The quiet alarms of some days, the newest first, and the names of the counters by number. */
export interface AlarmHistory {
  alarms: PastAlarm[];
  counter_names: Record<string, string>;
}

/** Whether paper came out. `fault` is a key under `printer.` in the locales. */
export interface Printed {
  printed: boolean;
  fault: string | null;
}

/** What the paper says, too. `phone_path` opens the ticket's own page; it can't be guessed from the number. */
export interface TicketTaken {
  ticket: string;
  code: string;
  service: string;
  service_name: Record<string, string>;
  issued_at: string;
  ahead: number;
  wait: WaitRange | null;
  phone_path: string;
  phone_url: string;
}

export type AppointmentState = "booked" | "cancelled" | "checked_in" | "missed";

export type Standing = "late" | "on_time" | "too_late";

/** Promise a seat of the slot that starts at `slot`. Nothing about the person is asked or kept. */
export interface BookSlot {
  request_id: string;
  service: string;
  slot: string;
}

/** To another slot of the same service; code and token stay. */
export interface MoveAppointment {
  request_id: string;
  slot: string;
}

/** The code that was typed, or the token out of the QR code. `reprint` prints a ticket that was given before. */
export interface CheckIn {
  request_id: string;
  key: string;
  language: string;
  reprint: boolean;
}

/** The ticket of an appointment. `too_late`: it waits like any other. `again`: it had this ticket already.

`reprinted`: another paper was asked for; else `paper` tells what became of the first. */
export interface CheckedInAnswer {
  taken: TicketTaken;
  paper: Printed;
  slot: string;
  standing: "late" | "on_time" | "too_late";
  again: boolean;
  reprinted: boolean;
}

/** A slot and how many can still book it. */
export interface FreeSlot {
  at: string;
  free: number;
}

/** A day with slots that lie ahead; `day` is `YYYY-MM-DD` at the office. */
export interface SlotDay {
  day: string;
  slots: FreeSlot[];
}

/** The days of one service that can be booked; closed ones are left out, full ones are not. */
export interface FreeSlots {
  service: string;
  service_name: Record<string, string>;
  time_zone: string;
  days: SlotDay[];
}

/** A service that takes appointments. */
export interface BookableService {
  id: string;
  prefix: string;
  name: Record<string, string>;
  group: Record<string, string>;
  documents: Record<string, string>[];
}

/** What can be booked from a phone. */
export interface BookingView {
  office_name: Record<string, string>;
  languages: string[];
  services: BookableService[];
}

/** One appointment. `code` is for the kiosk's keys, `path` is its own page; it can be checked in from `opens` on.

After `keeps_until` it is a ticket like any other. `ticket_path` is that ticket's page, once there is one. */
export interface AppointmentView {
  time_zone: string;
  office_name: Record<string, string>;
  office_address: string;
  languages: string[];
  service: string;
  service_name: Record<string, string>;
  documents: Record<string, string>[];
  slot: string;
  ends: string;
  opens: string;
  keeps_until: string;
  state: "booked" | "cancelled" | "checked_in" | "missed";
  code: string;
  path: string;
  url: string;
  ticket_code: string | null;
  ticket_path: string | null;
}

/** An appointment of today as staff see it. `is_late`: its slot is past the tolerance and nobody has come. */
export interface DeskAppointment {
  code: string;
  service: string;
  service_name: Record<string, string>;
  slot: string;
  state: "booked" | "cancelled" | "checked_in" | "missed";
  is_late: boolean;
  ticket_code: string | null;
}

export type CounterState = "closed" | "open" | "paused";

export type Place = "first" | "keep" | "last";

export type State = "called" | "ended" | "held" | "serving" | "waiting";

export type TicketOutcome = "cancelled" | "expired" | "no_show" | "served" | "transferred";

/** What the office's dossier system says: `unknown` also when it says nothing. `expected` is a date. */
export interface DossierAnswer {
  code: string;
  state: "not_ready" | "ready" | "unknown";
  expected: string | null;
}

/** A priority class that the asker may grant. */
export interface PriorityChoice {
  code: string;
  name: Record<string, string>;
}

/** A ticket whose citizen is still here and has no paper. `certain` False: it may have come out all the same. */
export interface MissingPaper {
  ticket: string;
  code: string;
  service_name: Record<string, string>;
  printer: string;
  fault: string;
  certain: boolean;
  at: string;
}

/** A clerk's or manager's name and password. */
export interface SignIn {
  name: string;
  password: string;
}

/** Who is signed in, and the counters of the office to choose from. */
export interface SignedIn {
  name: string;
  display_name: string;
  role: "administrator" | "clerk" | "manager";
  counters: CounterChoice[];
  names: Record<string, string>;
}

/** A counter that a clerk can open. */
export interface CounterChoice {
  number: number;
  name: string;
  zone: string;
  state: "closed" | "open" | "paused";
  clerk: string | null;
}

/** Call a particular waiting ticket; the reason goes into the fairness report. */
export interface CallThis {
  request_id: string;
  ticket: string;
  reason: string;
}

/** A verb on a ticket that is not at this counter: resume, reinstate, cancel. */
export interface TicketCommand {
  request_id: string;
  ticket: string;
}

/** On to another service, or to one counter; `place` is the clerk's choice. */
export interface Transfer {
  request_id: string;
  service: string;
  counter: number | null;
  place: "first" | "keep" | "last";
  note: string;
}

/** End the session; with `release`, who waits for this counter alone may go to any other of the service. */
export interface Close {
  request_id: string;
  release: boolean;
}

/** What the next counter should know about a ticket; an empty text drops the note. */
export interface TicketNote {
  request_id: string;
  ticket: string;
  text: string;
}

/** Offer the counter to another clerk, as it stands; None takes the offer back. */
export interface Offer {
  request_id: string;
  to: string | null;
}

/** Go on with another clerk's counter; without an offer it needs a reason. */
export interface TakeOver {
  request_id: string;
  reason: string | null;
}

/** Someone without a ticket is served at once; a number is taken for the record. */
export interface WalkIn {
  request_id: string;
  service: string;
  priority: string | null;
  reason: string;
}

/** A ticket as its clerk sees it. `slot` is that of the appointment which it keeps.

`usual_s` is the usual length of the service; `why` is there while it waits. */
export interface DeskTicket {
  ticket: string;
  code: string;
  service: string;
  service_name: Record<string, string>;
  state: "called" | "ended" | "held" | "serving" | "waiting";
  priority: Record<string, string> | null;
  issued_at: string;
  arrived_at: string;
  calls: number;
  calls_now: number;
  called_at: string | null;
  service_started_at: string | null;
  held_since: string | null;
  ended_at: string | null;
  turn: number;
  came_from: Record<string, string> | null;
  bound_to_counter: boolean;
  slot: string | null;
  held_s: number;
  usual_s: number;
  note: DeskNote | null;
  why: Why | null;
  dossier: DossierAnswer | null;
}

/** What a clerk wrote about a ticket for the next counter. */
export interface DeskNote {
  text: string;
  clerk: string;
  counter: number;
  at: string;
}

/** Why a waiting ticket stands where it stands.

`came_at`: when the citizen came; `counts_as`: the moment by which it is ranked; `place`: what made that moment.
`claim`: why this counter takes it before others: it waits for this counter alone, or its service is preferred here. */
export interface Why {
  came_at: string;
  counts_as: string;
  claim: "bound" | "preferred" | null;
  place: "arrived" | "head_start" | "kept" | "moved_first" | "moved_last" | "postponed" | "returned" | "slot";
}

/** One row of the journal about a ticket.

`by` is the kind of actor, `who` the one of the staff if it was one of them; `overtook`: the other ticket, when the
row is about one that passed it. */
export interface HistoryLine {
  at: string;
  event: string;
  by: string;
  who: string | null;
  counter: number | null;
  service_name: Record<string, string> | null;
  to_counter: number | null;
  place: string | null;
  reason: string | null;
  overtook: string | null;
  was_undone: boolean;
}

/** What has happened to a ticket, the oldest first. */
export interface TicketHistory {
  ticket: string;
  code: string;
  lines: HistoryLine[];
}

/** A clerk to whom the counter can be handed over. */
export interface Colleague {
  name: string;
  display_name: string;
}

/** The answer to a clerk's verb: the ticket as it stands now, or none (counter opened …).

`finished` is the number that the same verb was done with before it called; `was_spoken` when a call was undone that
the hall has heard. */
export interface DeskAnswer {
  ticket: string | null;
  code: string | null;
  state: "called" | "ended" | "held" | "serving" | "waiting" | null;
  outcome: "cancelled" | "expired" | "no_show" | "served" | "transferred" | null;
  counter: number | null;
  counter_state: "closed" | "open" | "paused" | null;
  overtaken: string[];
  finished: string | null;
  was_spoken: boolean;
}

/** The counter's last verb, by its event in the journal, and until when it may be taken back. */
export interface Undoable {
  verb: string;
  code: string;
  until: string;
}

/** What became of a test: the screen that `speaks`, or the `problem`; and the `silent` screens of the zone.

`no_screen`: none is connected; `no_sound`: none can make sound; `quiet`: quiet hours, or volume 0; `no_clips`: the
voice pack lacks the sentence; `not_said`: the screen that was chosen went; `busy`: many calls are before it. */
export interface LoudspeakerTested {
  speaks: string | null;
  problem: "busy" | "no_clips" | "no_screen" | "no_sound" | "not_said" | "quiet" | null;
  silent: string[];
}

/** A service to transfer to, with its counters' numbers; and whether it can be booked ahead. */
export interface ServiceChoice {
  id: string;
  prefix: string;
  name: Record<string, string>;
  counters: number[];
  appointments: boolean;
}

/** One counter's desk. `queue` is in the order in which this counter will call them.

`printer_faults` are by printer's id; `not_printed` are the office's tickets without paper,
`printers` where to reprint them.
`only_here` of them wait for a service that no other open counter has. `offered_to` is the clerk who may take over. */
export interface ClerkView {
  screen: "clerk";
  now: string;
  time_zone: string;
  office_name: Record<string, string>;
  counter: number;
  counter_name: string;
  counter_state: "closed" | "open" | "paused";
  clerk: string | null;
  own_services: string[];
  current: DeskTicket | null;
  undo: Undoable | null;
  queue: DeskTicket[];
  held: DeskTicket[];
  absent: DeskTicket[];
  services: ServiceChoice[];
  priorities: PriorityChoice[];
  target_wait_s: number;
  calls_before_no_show: number;
  served_today: number;
  printer_faults: Record<string, string>;
  printers: string[];
  not_printed: MissingPaper[];
  appointments: DeskAppointment[];
  alarms: AlarmLine[];
  colleagues: Colleague[];
  offered_to: string | null;
  only_here: number;
  names: Record<string, string>;
}

export type AlertKind = "counter_idle" | "display_gone" | "printer_out" | "wait_over_target";

export type AnnouncementKind = "call" | "closing_soon" | "free_text" | "not_yet_come" | "recall" | "test" | "transfer";

/** An honest range, in minutes rounded to five. */
export interface WaitRange {
  low: number;
  high: number;
}

/** Why nothing was done. `text` is for people, by language; `reference` finds an internal error in the log. */
export interface Refusal {
  code: string;
  text: Record<string, string>;
  details: Record<string, string | number | null>;
  reference: string | null;
}

/** The body of every answer that is not a 2xx. */
export interface Refused {
  refusal: Refusal;
}

export type DeviceKind = "counter" | "display" | "kiosk" | "rating" | "speaker";

export type Theme = "dark" | "light";

/** What a screen shows that nobody has paired yet: staff type the code on the manager's page. */
export interface PairingView {
  screen: "pairing";
  now: string;
  time_zone: string;
  office_name: Record<string, string>;
  code: string;
  expires_at: string;
}

/** What a paired screen is, told before its first view.

`extras`: a wall shows pictures and notices, a counter display asks for a rating. */
export interface RoleFrame {
  type: "role";
  kind: "counter" | "display" | "kiosk" | "rating" | "speaker";
  name: string;
  zone: string | null;
  counter: number | null;
  theme: "dark" | "light";
  extras: boolean;
}

/** What a device is to be: its name, its kind with the zone or counter that the kind has, and its look. */
export interface ChangeDevice {
  request_id: string;
  name: string;
  kind: "counter" | "display" | "kiosk" | "rating" | "speaker";
  zone: string | null;
  counter: number | null;
  theme: "dark" | "light";
  extras: boolean;
}

/** The same for the screen that shows this code. */
export interface PairDevice {
  request_id: string;
  name: string;
  kind: "counter" | "display" | "kiosk" | "rating" | "speaker";
  zone: string | null;
  counter: number | null;
  theme: "dark" | "light";
  extras: boolean;
  code: string;
}

/** The device that a command was about. */
export interface DeviceAnswer {
  device: string;
}

/** A paired device. `since`: connected since, or last seen; None when it never came.

`is_outdated`: it runs another version of the screens than the server. `sound` only while it is here. */
export interface DeviceLine {
  id: string;
  kind: "counter" | "display" | "kiosk" | "rating" | "speaker";
  name: string;
  zone: string | null;
  counter: number | null;
  theme: "dark" | "light";
  extras: boolean;
  state: "away" | "here" | "never";
  since: string | null;
  version: string;
  is_outdated: boolean;
  sound: boolean | null;
}

/** A zone that a wall can be of. */
export interface ZoneChoice {
  id: string;
  name: Record<string, string>;
}

/** A call on the wall. `announcement` is the id under which the loudspeaker says it. */
export interface CalledTicket {
  code: string;
  counter: number;
  counter_name: string;
  called_at: string;
  announcement: string;
  state: "called" | "ended" | "held" | "serving" | "waiting";
}

/** A counter of the zone and whom it has at the moment. */
export interface DisplayCounter {
  number: number;
  name: string;
  state: "closed" | "open" | "paused";
  code: string | null;
  ticket_state: "called" | "ended" | "held" | "serving" | "waiting" | null;
}

/** How many wait for a service. */
export interface ServiceWaiting {
  id: string;
  prefix: string;
  name: Record<string, string>;
  waiting: number;
}

/** Shown in turn beside the queue: a picture or video by its `address`, or a notice as safe `html`. */
export interface MediaItem {
  kind: "notice" | "picture" | "video";
  name: string;
  address: string | null;
  html: string | null;
}

/** What the displays of one zone show; `recent` holds the newest call first.

`phone_code` lets a phone in the hall take a number, where the office asks for it. `absent` did not come and may
still wait again. `message` is the manager's; empty without one. */
export interface DisplayView {
  screen: "display";
  now: string;
  time_zone: string;
  office_name: Record<string, string>;
  zone: string;
  zone_name: Record<string, string>;
  languages: string[];
  recent: CalledTicket[];
  counters: DisplayCounter[];
  waiting: ServiceWaiting[];
  absent: string[];
  notice: Record<string, string>;
  message: Record<string, string>;
  media: MediaItem[];
  phone_code: string | null;
}

export type UnorderedOrder = "chosen" | "unexplained" | "walk_in";

export type NewPlace = "first" | "last" | "moved" | "moved_first" | "moved_last" | "reinstated";

/** Who was passed over: how long they had waited, and by how much their rank time was the earlier one; seconds. */
export interface OvertakenTicket {
  code: string;
  waited_s: number;
  by_s: number;
}

/** A call that was not the first in rank. `row` is its row of the journal. */
export interface UnorderedCall {
  row: number;
  at: string;
  clerk: string;
  counter: number;
  code: string;
  service: string;
  order: "chosen" | "unexplained" | "walk_in";
  reason: string | null;
  overtaken: OvertakenTicket[];
}

/** A place that was given anew: a no-show who came back, a transfer that did not keep the arrival time, or a
manager's move with its `reason`. `clerk` is who did it. */
export interface GivenPlace {
  row: number;
  at: string;
  clerk: string;
  code: string;
  service: string;
  place: "first" | "last" | "moved" | "moved_first" | "moved_last" | "reinstated";
  reason: string | null;
  overtaken: OvertakenTicket[];
}

/** A verb that its clerk took back within seconds: the rows `undoes` count nowhere else in the report. */
export interface UndoneVerb {
  row: number;
  at: string;
  clerk: string;
  code: string;
  undoes: number[];
}

/** A row that the rows before it do not explain; `problem` is a key under `fairness.problem.` in the locales. */
export interface UnexplainedRow {
  row: number;
  problem: string;
  code: string;
  expected: string;
}

/** Calls of one clerk (`name`) or one service (`name` its id). */
export interface FairnessGroup {
  name: string;
  calls: number;
  out_of_order: number;
  unexplained: number;
  overtaken: number;
  longest_overtaken_s: number | null;
}

/** A service's tickets with a head start among all of its tickets. */
export interface PriorityShare {
  service: string;
  issued: number;
  with_head_start: number;
}

/** The report of the business days from `first` to `last`, both included. */
export interface FairnessView {
  first: string;
  last: string;
  time_zone: string;
  calls: number;
  preferred: number;
  longest_overtaken: OvertakenTicket | null;
  out_of_order: UnorderedCall[];
  given_places: GivenPlace[];
  unexplained: UnexplainedRow[];
  undone: UndoneVerb[];
  by_clerk: FairnessGroup[];
  by_service: FairnessGroup[];
  priority: PriorityShare[];
  service_names: Record<string, Record<string, string>>;
  clerk_names: Record<string, string>;
}

/** A closed day of the journal in figures: its newest row's number and hash, and its rows by event. */
export interface DayDigest {
  office: string;
  day: string;
  last_seq: number;
  last_hash: string;
  events: Record<string, number>;
}

/** A digest, and the office's Ed25519 signature of its canonical JSON: keys sorted, no spaces, UTF-8; base64. */
export interface SignedDigest {
  digest: DayDigest;
  signature: string;
  public_key: string;
}

/** A tap at the kiosk. `identity` is the number on a card that was scanned, `dossier` what the citizen comes for. */
export interface TakeTicket {
  request_id: string;
  service: string;
  priority: string | null;
  language: string;
  identity: string | null;
  dossier: string | null;
}

/** The kiosk's answer: a number that counts, whatever became of the paper. */
export interface TicketAnswer {
  taken: TicketTaken;
  paper: Printed;
  dossier: DossierAnswer | null;
}

/** Is the result ready? Asked before the number is taken, so that nobody waits in vain. */
export interface AskDossier {
  code: string;
}

/** What kiosks read identity cards for. `senior_class` is None where a kiosk may not grant that class. */
export interface CardRule {
  is_required: boolean;
  senior_age: number;
  senior_class: string | null;
  tickets_per_day: number;
}

/** A text of the screen to be spoken aloud to whoever stands there. It changes nothing and is kept nowhere. */
export interface SayThis {
  language: string;
  text: string;
}

/** A language that the kiosk offers, by its own name; `is_spoken` when the guidance can be heard in it. */
export interface KioskLanguage {
  code: string;
  name: string;
  is_spoken: boolean;
}

/** A tile of the kiosk. `refusal` says why no number can be had at the moment.

`is_day_full`: those who wait already fill the time until closing; a number can be had all the same. */
export interface KioskService {
  id: string;
  prefix: string;
  name: Record<string, string>;
  group: Record<string, string>;
  documents: Record<string, string>[];
  waiting: number;
  wait: WaitRange | null;
  is_day_full: boolean;
  collects_results: boolean;
  refusal: Refusal | null;
}

/** What a kiosk shows. `refusal` says why the whole office gives no numbers.

`next_day` is when numbers are given again on a later day. `appointments`: there are such as can be checked in. */
export interface KioskView {
  screen: "kiosk";
  now: string;
  time_zone: string;
  office_name: Record<string, string>;
  languages: KioskLanguage[];
  services: KioskService[];
  priorities: PriorityChoice[];
  refusal: Refusal | null;
  notice: Record<string, string>;
  printer_fault: string | null;
  next_day: string | null;
  appointments: boolean;
  card: CardRule | null;
}

/** A paired kiosk and the printer that its tickets come out of. */
export interface KioskLine {
  id: string;
  name: string;
  printer: string;
}

/** A printer. `now` is None until it was asked; the roll's estimate is None where there is no roll. */
export interface PrinterLine {
  id: string;
  address: string;
  width_dots: number;
  now: PrinterNow | null;
  kiosks: string[];
  roll_m: number;
  used_m: number;
  tickets_left: number | null;
  rolled_at: string | null;
}

/** Seconds; all None when there is nothing to summarise. */
export interface Times {
  count: number;
  mean_s: number | null;
  median_s: number | null;
  p90_s: number | null;
  max_s: number | null;
}

/** The metrics of DOMAIN.md §5 for the office, a service or a counter; shares are 0 to 1, None without a basis. */
export interface ManagerLine {
  issued: number;
  served: number;
  no_shows: number;
  cancelled: number;
  expired: number;
  waiting: number;
  longest_wait_s: number | null;
  wait_to_first_call: Times;
  wait_to_last_call: Times;
  walk: Times;
  service_time: Times;
  within_target_of_called: number | null;
  within_target_of_issued: number | null;
  no_show_rate: number | null;
  abandoned_rate: number | null;
}

/** An alert that has begun and not ended.

`subject` is a service's id, a counter's number, a device's or a printer's id; `name` is how people call it.
`acknowledged_by`: the manager who sees to it. */
export interface AlertLine {
  id: number;
  kind: "counter_idle" | "display_gone" | "printer_out" | "wait_over_target";
  subject: string;
  name: Record<string, string>;
  began_at: string;
  acknowledged_by: string | null;
}

/** Somebody who waits. `counter` is set when only that counter may call them. */
export interface WaitingTicket {
  ticket: string;
  code: string;
  service: string;
  counter: number | null;
  arrived_at: string;
}

/** A clerk who is signed in, with the counters that they have open. */
export interface ClerkChoice {
  name: string;
  display_name: string;
  counters: number[];
}

/** A counter is to be opened for a clerk who is signed in. */
export interface OpenFor {
  request_id: string;
  clerk: string;
}

/** The services that a counter is to serve until the end of the day; its usual ones end the change. */
export interface ServeToday {
  request_id: string;
  services: string[];
}

/** A waiting ticket is to wait for another service or counter, or at another place; the reason is kept for ever. */
export interface MoveTicket {
  request_id: string;
  service: string;
  counter: number | null;
  place: "first" | "keep" | "last";
  reason: string;
}

/** A ticket is to be cancelled; the reason is kept for ever. */
export interface CancelTicket {
  request_id: string;
  reason: string;
}

/** How a ticket stands after a manager's verb; `overtaken` are the numbers that it was put before. */
export interface TicketMoved {
  code: string;
  state: "called" | "ended" | "held" | "serving" | "waiting";
  service: string;
  counter: number | null;
  overtaken: string[];
}

/** How a counter stands after a manager's verb. */
export interface CounterSet {
  counter: number;
  state: "closed" | "open" | "paused";
  clerk: string | null;
}

/** The alert that somebody sees to. */
export interface AlertAnswer {
  alert: number;
}

/** A service's day. */
export interface ServiceLine {
  id: string;
  prefix: string;
  name: Record<string, string>;
  line: ManagerLine;
}

/** A counter's day; seconds of its sessions.

`waiting` may be called by it; `since` its clerk is on a break, serves `code`, or has it open. `usual` are its
services on other days, where a manager gave it others for today. */
export interface CounterLine {
  number: number;
  name: string;
  services: string[];
  usual: string[] | null;
  state: "closed" | "open" | "paused";
  clerk: string | null;
  code: string | null;
  waiting: number;
  since: string | null;
  served: number;
  service_time: Times;
  open_s: number;
  serving_s: number;
  idle_s: number;
  break_s: number;
}

/** One turn of today with its wait and service times; the newest first on the manager's page. */
export interface TurnRecord {
  code: string;
  service: string;
  counter: number | null;
  state: "called" | "ended" | "held" | "serving" | "waiting";
  outcome: "cancelled" | "expired" | "no_show" | "served" | "transferred" | null;
  arrived_at: string;
  wait_s: number | null;
  service_s: number | null;
}

/** A screen of the staff that is connected now. */
export interface ScreenLine {
  kind: string;
  name: string;
  since: string;
}

/** A language that the loudspeaker can't speak as the office wants, and the `command` that mends it.

`lacking` are the words without a clip; none: the pack can't be used at all. `state`: the office's own offline voice
is completed by itself after a change of the set-up; any other waits for the command. */
export interface VoiceFault {
  language: string;
  pack: string;
  lacking: string[];
  command: string;
  state: "failed" | "lacking" | "making";
}

/** A zone's loudspeaker: the screen that speaks now, and those that cannot make sound or do not answer. */
export interface ZoneSound {
  zone: string;
  zone_name: Record<string, string>;
  speaks: string | null;
  silent: string[];
  volume: number;
  is_quiet: boolean;
}

/** A text to be said once in these zones. `by_engine`: by the offline engine where the pack lacks its words. */
export interface Announcing {
  request_id: string;
  zones: string[];
  text: string;
  language: "en" | "vi";
  by_engine: boolean;
}

/** Let me hear a text before the hall does. `by_engine` as in `Announcing`. */
export interface Listen {
  text: string;
  language: "en" | "vi";
  by_engine: boolean;
}

/** What is said, in words, and its sound; no sound where the office has no voice. `seconds` long. */
export interface Listened {
  text: string;
  sound: string | null;
  seconds: number;
}

/** These announcements of free text, by id, are not to be said. */
export interface TakeBack {
  request_id: string;
  announcements: string[];
}

/** The ids under which it is said, one for each zone. */
export interface Announced {
  announcements: string[];
}

/** Today. */
export interface ManagerView {
  screen: "manager";
  now: string;
  time_zone: string;
  office_name: Record<string, string>;
  business_day: string;
  target_wait_s: number;
  alerts: AlertLine[];
  waiting: WaitingTicket[];
  clerks: ClerkChoice[];
  total: ManagerLine;
  services: ServiceLine[];
  counters: CounterLine[];
  latest: TurnRecord[];
  screens: ScreenLine[];
  devices: DeviceLine[];
  zones: ZoneChoice[];
  message: Record<string, string>;
  printer_faults: Record<string, string>;
  printers: PrinterLine[];
  kiosks: KioskLine[];
  not_printed: MissingPaper[];
  voice_faults: VoiceFault[];
  sound: ZoneSound[];
  appointments: DeskAppointment[];
  alarms: AlarmLine[];
  names: Record<string, string>;
}

/** A line for every wall; without any text the present one is cleared. */
export interface SetMessage {
  request_id: string;
  vi: string;
  en: string;
}

/** Whether the walls show a message now. */
export interface MessageSet {
  is_shown: boolean;
}

/** A service as the office's web site may show it. `open`: whether a number can be had at the moment. */
export interface PublicService {
  id: string;
  name: Record<string, string>;
  waiting: number;
  wait: WaitRange | null;
  open: boolean;
}

/** A counter, and the number that is called to it or served at it. */
export interface PublicCounter {
  number: number;
  name: string;
  state: "closed" | "open" | "paused";
  code: string | null;
}

/** The office at a glance, for its web site. At most a few seconds old. */
export interface PublicBoard {
  now: string;
  office_name: Record<string, string>;
  open: boolean;
  services: PublicService[];
  counters: PublicCounter[];
}

/** What a webhook is sent. `id` grows with time and is the same when it is sent again.

`counter` is there once called. Nothing of the person, nor of a priority class, is ever in it. */
export interface WebhookEvent {
  id: number;
  type: "ticket.called" | "ticket.finished" | "ticket.issued" | "ticket.no_show";
  at: string;
  office: string;
  ticket: string;
  code: string;
  service: string;
  counter: number | null;
}

/** What a webhook is sent of an alert. `alert` is the same when it begins and when it ends.

`subject` is a service's id, a counter's number, a device's or a printer's id. */
export interface WebhookAlert {
  id: number;
  type: "alert.began" | "alert.ended";
  at: string;
  office: string;
  alert: number;
  kind: "counter_idle" | "display_gone" | "printer_out" | "wait_over_target";
  subject: string;
}

/** Print a ticket again, marked as a reprint; by default where it was printed, or tried, before. */
export interface Reprint {
  request_id: string;
  ticket: string;
  printer: string | null;
}

/** How a printer was when it was last asked. `fault` is a key under `printer.` in the locales. */
export interface PrinterNow {
  kind: string;
  prints: boolean;
  paper: "near_end" | "ok" | "out" | "unknown";
  fault: string | null;
}

/** A new roll was put in; `metres` is what is written on it. */
export interface ChangeRoll {
  request_id: string;
  printer: string;
  metres: number;
}

/** Give a kiosk another printer. */
export interface ChoosePrinter {
  request_id: string;
  kiosk: string;
  printer: string;
}

/** Add a printer, or change its address and paper: 576 dots on 80 mm, 384 on 58 mm. */
export interface SavePrinter {
  request_id: string;
  printer: string;
  address: string;
  width_dots: 384 | 576;
}

/** Forget a printer; its kiosks print where the settings say. */
export interface RemovePrinter {
  request_id: string;
  printer: string;
}

/** Print a sample ticket. */
export interface TryPrinter {
  request_id: string;
  printer: string;
}

/** A look that somebody chose; `actor` "" is a file that was put into the data folder by hand. */
export interface LookVersion {
  version: number;
  at: string;
  actor: string;
  is_built_in: boolean;
  has_logo: boolean;
}

/** The ticket's template as TOML, and the versions of its look, the newest first.

`problems`: why a file in the data folder is not in use, each a whole sentence. */
export interface TicketTemplate {
  text: string;
  is_own: boolean;
  has_logo: boolean;
  languages: string[];
  history: LookVersion[];
  problems: Record<string, string>[];
}

/** Use this template from the next ticket on; None is the built-in one. */
export interface SaveTemplate {
  request_id: string;
  text: string | null;
}

/** Use this picture (PNG or JPEG, in base64) as the logo from the next ticket on; None takes the logo away. */
export interface SaveLogo {
  request_id: string;
  picture: string | null;
}

/** Tickets look again as they did in that version. */
export interface RestoreLook {
  request_id: string;
  version: number;
}

export type SamplePaper = "appointment" | "first" | "reprint" | "slip";

/** Draw a sample; `text` None is the template in use, `service` None the longest name of the office.

`logo` is a picture to try, in base64, instead of the logo in use. */
export interface LookAtTicket {
  dots: number;
  text: string | null;
  service: string | null;
  language: string;
  paper: "appointment" | "first" | "reprint" | "slip";
  logo: string | null;
}

/** A PNG in base64, and its size on paper; or everything that is wrong with the template, and no picture.

`warnings`: what comes out otherwise than it is written. */
export interface TicketPicture {
  png: string;
  width_mm: number;
  height_mm: number;
  problems: Record<string, string>[];
  warnings: Record<string, string>[];
}

/** A number from a phone: with the hall's `code`, or where it is, in degrees, which is compared and never kept. */
export interface TakeByPhone {
  request_id: string;
  service: string;
  language: string;
  code: string | null;
  latitude: number | null;
  longitude: number | null;
  accuracy_m: number;
}

/** A service of which a phone may take a number. `refusal` says why there is none at the moment. */
export interface PhoneService {
  id: string;
  name: Record<string, string>;
  waiting: number;
  wait: WaitRange | null;
  refusal: Refusal | null;
}

/** What a phone may take, and how it shows that it is at the office. */
export interface PhoneOffer {
  now: string;
  office_name: Record<string, string>;
  take: "code" | "off" | "place";
  services: PhoneService[];
  refusal: Refusal | null;
}

/** One citizen's own page. `ahead` and `wait` only while waiting; `counter` once called; `slot` with an appointment.

`more_time`: how many more times the citizen may let `more_time_behind` others go ahead. */
export interface PhoneView {
  screen: "phone";
  now: string;
  time_zone: string;
  office_name: Record<string, string>;
  code: string;
  service_name: Record<string, string>;
  state: "called" | "ended" | "held" | "serving" | "waiting";
  outcome: "cancelled" | "expired" | "no_show" | "served" | "transferred" | null;
  issued_at: string;
  slot: string | null;
  ahead: number | null;
  wait: WaitRange | null;
  counter: number | null;
  counter_name: string | null;
  called_at: string | null;
  calls: number;
  more_time: number;
  more_time_behind: number;
}

/** Where this phone wants to be told, as its browser's push subscription says: an address and two keys. */
export interface AskNotices {
  request_id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  language: string;
}

/** `key`: the office's public key, with which a browser subscribes; null where the office sends no notices. */
export interface Notices {
  key: string | null;
  is_on: boolean;
}

/** Somebody who was called while this ticket waited. `is_later`: they had come after it, all the same. */
export interface CalledBefore {
  code: string;
  came_at: string;
  called_at: string;
  counter: number;
  is_later: boolean;
}

/** Who was called before this ticket for the same counters, in the order of the calls, once it was called itself.

Never why: a head start can be health data. The reasons are in the journal, and in the manager's fairness report. */
export interface QueueProof {
  came_at: string;
  called_at: string;
  called_before: CalledBefore[];
}

/** Why somebody was not satisfied, to choose from. */
export interface RatingReason {
  code: string;
  name: Record<string, string>;
}

/** The question about the service that was just finished; `token` is good for one answer, shown until `until`. */
export interface RatingQuestion {
  token: string;
  service_name: Record<string, string>;
  until: string;
  reasons: RatingReason[];
}

/** One answer: `level` from 1, very dissatisfied, to 5; a reason with 1 and 2 only. */
export interface Rate {
  request_id: string;
  token: string;
  level: number;
  reason: string | null;
}

/** The rating counts. */
export interface Rated {

}

/** What hangs above a desk, or stands on it. */
export interface CounterView {
  screen: "counter";
  now: string;
  time_zone: string;
  office_name: Record<string, string>;
  languages: string[];
  counter: number;
  counter_name: string;
  state: "closed" | "open" | "paused";
  code: string | null;
  ticket_state: "called" | "ended" | "held" | "serving" | "waiting" | null;
  calls: number;
  rating: RatingQuestion | null;
}

/** `levels`: how many of 1, 2, 3, 4 and 5; `mean` is None without any. */
export interface RatingLine {
  count: number;
  mean: number | null;
  levels: number[];
}

/** A service's ratings; `line` is None while there are fewer than `least`. */
export interface ServiceRatings {
  id: string;
  prefix: string;
  name: Record<string, string>;
  line: RatingLine | null;
}

/** A counter's ratings; `line` is None while there are fewer than `least`. */
export interface CounterRatings {
  number: number;
  name: string;
  line: RatingLine | null;
}

/** How often a reason was chosen. */
export interface ReasonCount {
  name: Record<string, string>;
  count: number;
}

/** The ratings of the last `days` days, today among them. */
export interface Ratings {
  days: number;
  least: number;
  total: RatingLine;
  services: ServiceRatings[];
  counters: CounterRatings[];
  reasons: ReasonCount[];
}

export type Grouping = "clerk" | "counter" | "day" | "hour" | "month" | "service" | "weekday";

/** Business days, both included; of a single day also times of day, from `starts` up to, not including, `ends`. */
export interface ReportPeriod {
  first: string;
  last: string;
  starts: string | null;
  ends: string | null;
}

/** One group's figures; shares and rates are 0 to 1, None without a basis.

`name`: a service's id, a counter's number, a clerk's name, an hour `08`, a weekday `0` (Monday), a day
`2026-11-24`, a month `2026-11`, or "" for all. Of a counter and a clerk the outcomes are those of turns, and
`issued`, `stay` and the rates are empty; else they are of tickets, as DOMAIN.md §5 has it. `quoted_*_s`: the means
of the ends of the ranges that were promised, and of what those who were promised one waited. `open_s` and its parts
are those of counter sessions. */
export interface ReportLine {
  name: string;
  issued: number;
  served: number;
  no_shows: number;
  cancelled: number;
  expired: number;
  wait_to_first_call: Times;
  wait_to_last_call: Times;
  walk: Times;
  service_time: Times;
  stay: Times;
  within_target_of_called: number | null;
  within_target_of_issued: number | null;
  no_show_rate: number | null;
  abandoned_rate: number | null;
  quoted: number;
  quoted_within: number | null;
  quoted_low_s: number | null;
  quoted_high_s: number | null;
  quoted_wait_s: number | null;
  open_s: number;
  serving_s: number;
  idle_s: number;
  break_s: number;
}

/** A period's figures. `is_exact`: medians and 90th percentiles are; else they are within the view's `error`. */
export interface Report {
  period: ReportPeriod;
  is_exact: boolean;
  total: ReportLine;
  lines: ReportLine[];
}

/** An hour of a weekday (0 is Monday): the tickets that were issued, and the mean wait of who came. */
export interface HeatCell {
  weekday: number;
  hour: number;
  issued: number;
  wait_mean_s: number | null;
}

/** How many waited longer than the bin before says, up to `up_to_s`; None: any longer time. */
export interface WaitBin {
  up_to_s: number | null;
  count: number;
}

/** A report and what its charts show. `ratings`: how many of the levels 1 to 5.

`archived_until`: the turns of the days up to this one were archived and removed; their figures are kept. */
export interface ReportView {
  time_zone: string;
  target_wait_s: number;
  by: "clerk" | "counter" | "day" | "hour" | "month" | "service" | "weekday";
  error: number;
  report: Report;
  compared: Report | null;
  hours: ReportLine[];
  counters: ReportLine[];
  heat: HeatCell[];
  waits: WaitBin[];
  ratings: number[];
  service_names: Record<string, Record<string, string>>;
  clerk_names: Record<string, string>;
  counter_names: Record<string, string>;
  archived_until: string | null;
}

/** One turn behind a figure. */
export interface ReportTurn {
  day: string;
  code: string;
  n: number;
  service: string;
  counter: number | null;
  clerk: string | null;
  arrived_at: string;
  wait_s: number | null;
  service_s: number | null;
  state: "called" | "ended" | "held" | "serving" | "waiting";
  outcome: "cancelled" | "expired" | "no_show" | "served" | "transferred" | null;
}

/** A page of turns in the order of their arrival; `next` is what `after` has to be for the page that follows. */
export interface ReportTurns {
  time_zone: string;
  turns: ReportTurn[];
  next: string | null;
  archived_until: string | null;
  service_names: Record<string, Record<string, string>>;
  clerk_names: Record<string, string>;
}

export type LocalText = string | Record<string, string>;

export type Weekday = "fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed";

export type Role = "administrator" | "clerk" | "manager";

/** `[office]`. */
export interface OfficeTable {
  id: string;
  name: string | Record<string, string>;
  address: string;
  time_zone: string;
  languages: string[];
  reading: "north" | "south";
  target_wait_minutes: number;
  calls_before_no_show: number;
  reinstate_within_minutes: number;
  reinstate_behind: number;
  when_day_is_full: "stop" | "warn";
  notice: string | Record<string, string>;
  public_board: boolean;
}

/** The hours of a weekday that differs. */
export interface DayTable {
  issue: [string, string][];
  serve: [string, string][];
}

/** `[hours]`. */
export interface HoursTable {
  days: ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed")[];
  issue: [string, string][] | null;
  serve: [string, string][] | null;
  monday: DayTable | null;
  tuesday: DayTable | null;
  wednesday: DayTable | null;
  thursday: DayTable | null;
  friday: DayTable | null;
  saturday: DayTable | null;
  sunday: DayTable | null;
  closed: string[];
}

/** How a service is booked ahead. */
export interface AppointmentsTable {
  slot_minutes: number;
  per_slot: number;
  days_ahead: number;
  head_start_minutes: number;
  early_minutes: number;
  late_minutes: number;
}

/** `[[service]]`. */
export interface ServiceTable {
  prefix: string;
  name: string | Record<string, string>;
  id: string;
  group: string | Record<string, string>;
  usual_minutes: number;
  documents: (string | Record<string, string>)[];
  daily_limit: number | null;
  first_number: number;
  last_number: number;
  digits: number;
  open: boolean;
  appointments: AppointmentsTable | null;
  collects_results: boolean;
}

/** `[[zone]]`. */
export interface ZoneTable {
  id: string;
  name: string | Record<string, string>;
  volume: number;
  quiet: [string, string][];
}

/** `[[counter]]`: its services by prefix or id. */
export interface CounterTable {
  number: number;
  name: string;
  zone: string;
  services: string[];
  preferred: string[];
}

/** `[[priority]]`. */
export interface PriorityTable {
  code: string;
  name: string | Record<string, string>;
  head_start_minutes: number;
  granted_by: "citizen" | "clerk";
}

/** `[phone]`. */
export interface PhoneTable {
  more_time_behind: number;
  more_time_limit: number;
  booking: boolean;
  take: "code" | "off" | "place";
  code_minutes: number;
  location: [number, number] | null;
  distance_m: number;
  daily_limit: number;
  services: string[];
}

/** `[[rating_reason]]`. */
export interface RatingReasonTable {
  code: string;
  name: string | Record<string, string>;
}

/** `[announcements]`: sentences by kind, for each language. */
export interface AnnouncementsTable {
  times: number;
  second_language: "" | "en";
  closing_soon_minutes: number;
  vi: Record<string, string>;
  en: Record<string, string>;
}

/** `[identity_card]`. */
export interface IdentityCardTable {
  ask: "off" | "offer" | "require";
  tickets_per_day: number;
  senior_age: number;
  senior_class: string;
}

/** `[alerts]`: after how many minutes each begins; 0: never. `wait_minutes` is the target wait unless set. */
export interface AlertsTable {
  wait_minutes: number | null;
  idle_minutes: number;
  device_minutes: number;
}

/** The whole file. */
export interface OfficeFile {
  office: OfficeTable;
  service: ServiceTable[];
  zone: ZoneTable[];
  counter: CounterTable[];
  hours: HoursTable;
  priority: PriorityTable[];
  identity_card: IdentityCardTable;
  phone: PhoneTable;
  rating_reason: RatingReasonTable[];
  announcements: AnnouncementsTable;
  alerts: AlertsTable;
}

/** What is wrong, and where: `service.0.prefix` is the prefix of the first service. */
export interface SetUpProblem {
  where: string;
  code: string;
  text: Record<string, string>;
}

/** One thing that differs: `service/A/usual_minutes`. `before` is null for what is new, `after` for what is gone.

Both are written as the file would write them. */
export interface SetUpChange {
  where: string;
  before: string | null;
  after: string | null;
}

/** A set-up that was in force from `at` on, who applied it, and what it changed. */
export interface SetUpVersion {
  version: number;
  at: string;
  actor: string;
  changes: SetUpChange[];
}

/** The set-up in force, as its structure and as its file. `hints`: what is still missing, by code and place. */
export interface SetUpView {
  version: number;
  file: OfficeFile;
  text: string;
  hints: SetUpProblem[];
  history: SetUpVersion[];
}

/** A set-up that is not applied yet: its structure as JSON, or its file's text.

Or the `version` of a former one. `file` is read by the rules of the file, so that every problem has its place. */
export interface LookAtSetUp {
  file: Record<string, unknown> | null;
  text: string | null;
  version: number | null;
}

/** What applying it would change, or all that is wrong with it. `file` is null when it can't be read at all. */
export interface SetUpLook {
  problems: SetUpProblem[];
  changes: SetUpChange[];
  file: OfficeFile | null;
}

/** Apply a set-up, as its structure or as its file's text.

`based_on` is the version that it was made from: when another is in force by now, nothing is applied. */
export interface ApplySetUp {
  request_id: string;
  based_on: number;
  file: Record<string, unknown> | null;
  text: string | null;
}

/** Apply a former set-up again. */
export interface RestoreSetUp {
  request_id: string;
  based_on: number;
  version: number;
}

/** The version that is in force now. */
export interface SetUpApplied {
  version: number;
}

/** Someone of the staff. */
export interface Person {
  name: string;
  display_name: string;
  role: "administrator" | "clerk" | "manager";
  is_disabled: boolean;
}

/** The staff, by name. */
export interface People {
  people: Person[];
}

/** Add someone to the staff (with a password) or change them; a new password ends their sign-ins. */
export interface SavePerson {
  request_id: string;
  name: string;
  display_name: string;
  role: "administrator" | "clerk" | "manager";
  is_disabled: boolean;
  password: string | null;
}

/** Take someone off the staff; all their sign-ins end at once. */
export interface RemovePerson {
  request_id: string;
  name: string;
}

/** One's own password. */
export interface ChangePassword {
  request_id: string;
  old: string;
  new: string;
}

/** Whether the office still waits for its first administrator. */
export interface FirstRun {
  is_needed: boolean;
}

/** The first-run wizard's answers. `code` stands in the terminal of the server. */
export interface BeginOffice {
  request_id: string;
  code: string;
  template: "starter" | "ward";
  office_name: string;
  address: string;
  reading: "north" | "south";
  english: boolean;
  days: ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed")[];
  issue: [string, string][];
  serve: [string, string][];
  counters: number;
  name: string;
  display_name: string;
  password: string;
}

export type View = KioskView | DisplayView | ClerkView | ManagerView | PhoneView | CounterView | PairingView;

/** First message of a screen. `token`: a device's or a phone page's; staff come with their cookie.

`version`: that of the page's files, so that the manager sees which screens are behind. */
export interface ScreenHello {
  type: "hello";
  token: string | null;
  name: string;
  sound: boolean;
  version: string;
}

/** A display says whether its browser lets it make sound: a silent one is not chosen to speak. */
export interface Sounding {
  type: "sounding";
  sound: boolean;
}

/** The chosen screen can say the announcement of that id: the server answers with `Speak`, or asks another. */
export interface Ready {
  type: "ready";
  id: string;
}

/** What became of a `Speak`: its sound begins to be heard, or was not heard at all (held back, not to be decoded).

Only an announcement that was not heard is given to another screen. */
export interface Spoke {
  type: "spoke";
  id: string;
  heard: boolean;
}

export type FromScreen = ScreenHello | Sounding | Ready | Spoke | Alive;

/** The whole view. */
export interface ViewFrame {
  type: "view";
  view: KioskView | DisplayView | ClerkView | ManagerView | PhoneView | CounterView | PairingView;
}

/** What is spoken now in this zone: flash it for `seconds`. `code` and `counter` are those of a call.

The screen with `speak` is chosen to say it: it answers `Ready` and says it when `Speak` comes, never before, so
that a screen that hung speaks no call that another has said meanwhile. The sound is told by address, `sound` as the
browser plays it (MP3) and `sound_wav` as the fallback; None when nothing is to be heard. `volume` is 0 to 100.
`text` is what is said, `second_text` the same in the office's second language. */
export interface Announce {
  type: "announce";
  id: string;
  kind: "call" | "closing_soon" | "free_text" | "not_yet_come" | "recall" | "test" | "transfer";
  code: string | null;
  counter: number | null;
  text: string;
  second_text: string | null;
  seconds: number;
  speak: boolean;
  volume: number;
  sound: string | null;
  sound_wav: string | null;
}

/** The word is given: this screen, and no other ever, says the announcement of that id now. */
export interface Speak {
  type: "speak";
  id: string;
}

export type FromServer = ServerHello | RoleFrame | ViewFrame | Announce | Speak | Beat | RefusedFrame;

/** Answer of `/api/health`. `clock_speed` is 1 but in a demonstration or replay. */
export interface Health {
  version: string;
  office: string;
  now: string;
  clock_speed: number;
}

/** Asks how many counters would have kept `share` (0 to 1) of every service within the target on closed days.

`target_minutes`: None takes the office's own. */
export interface AskCounters {
  first: string;
  last: string;
  share: number;
  target_minutes: number | null;
}

/** A counter as it might have been: its services in order, those that it prefers, and when it was open. */
export interface CounterRule {
  number: number;
  services: string[];
  preferred: string[];
  open: [string, string][];
}

/** Asks how a closed day would have gone with these counters and head starts.

`head_starts`: minutes by the minutes that they were; those that are not named stay. */
export interface AskReplay {
  day: string;
  counters: CounterRule[];
  head_starts: Record<string, number>;
}

/** Of counters that are alike, how many one hour of the office's clock needs, and how many were open on average. */
export interface HourNeed {
  counters: number[];
  hour: number;
  needed: number;
  were_open: number;
}

/** The share of a service's people that is called within the target. */
export interface ServiceKept {
  service: string;
  within: number;
}

/** The last line of the answer to `AskCounters`. `is_enough` is false when not even all counters were enough. */
export interface CountersNeeded {
  type: "needed";
  hours: HourNeed[];
  services: ServiceKept[];
  is_enough: boolean;
  days: number;
}

/** The day of one service, or of all. Waits to the first call in seconds, of those who were called. */
export interface DayUnderRules {
  service: string | null;
  came: number;
  called: number;
  mean_s: number | null;
  p90_s: number | null;
  within: number | null;
}

/** The last line of the answer to `AskReplay`: the day as it was, as it is simulated, and under the new rules.

What `simulated` differs from `was` is the simulation's own error; compare `changed` with `simulated`. */
export interface DayReplayed {
  type: "replayed";
  was: DayUnderRules[];
  simulated: DayUnderRules[];
  changed: DayUnderRules[];
}

/** How far it is: `done` of at most `most` plans. */
export interface WhatIfProgress {
  type: "progress";
  done: number;
  most: number;
}

export type WhatIfLine = WhatIfProgress | CountersNeeded | DayReplayed;

/** A closed day as it was, to be changed and asked about: its counters, and the head starts that were in use. */
export interface PastDayRules {
  day: string;
  counters: CounterRule[];
  counter_names: Record<string, string>;
  head_start_minutes: number[];
  came: number;
  services: Record<string, Record<string, string>>;
}
