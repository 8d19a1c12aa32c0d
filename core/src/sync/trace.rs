//! Random traces: several windows of one device, lost, repeated and late messages, crashes, clock jumps and a
//! store that refuses now and then, against a small server.
//!
//! Half of the traces have a lock that one window holds while it sends; without it leases alone keep windows apart.
//! The server is the contract: it applies each operation id once, and refuses the same ones always.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Entry, Hindrance, Refusal};
use super::outbox::{Answer, Outbox, StoreChange};
use crate::ids::{CustomerId, OperationId};
use crate::model::{Action, Operation};

const TRACES: u64 = 2_000;
const STEPS: usize = 70;
const WINDOWS: usize = 3;

/// The generator `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

/// What the server does with an operation, by its number.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Applied,
    Refused,
    /// A request that holds it is refused as a whole.
    Poison,
}

fn number(op_id: &OperationId) -> usize {
    op_id.as_str().parse().unwrap()
}

fn fate(op_id: &OperationId) -> Fate {
    match number(op_id) % 17 {
        3 | 9 => Fate::Refused,
        14 => Fate::Poison,
        _ => Fate::Applied,
    }
}

fn operation(number: usize, customer: usize) -> Operation {
    Operation {
        op_id: OperationId::parse(number.to_string()).unwrap(),
        customer_id: CustomerId::parse(format!("c{customer}")).unwrap(),
        made_at_ms: 0,
        action: Action::SetField {
            field: "contact.email".to_owned(),
            value: number.to_string(),
        },
    }
}

#[derive(Clone)]
enum Reply {
    Results(Vec<(OperationId, Answer)>),
    BatchRefused(Vec<OperationId>),
}

#[derive(Default)]
struct Server {
    /// What was applied, in order, with each customer.
    log: Vec<(CustomerId, OperationId)>,
    applied: BTreeSet<OperationId>,
}

impl Server {
    fn handle(&mut self, request: &[Operation]) -> Reply {
        if request.iter().any(|o| fate(&o.op_id) == Fate::Poison) {
            return Reply::BatchRefused(request.iter().map(|o| o.op_id.clone()).collect());
        }
        let answers = request.iter().map(|op| {
            if fate(&op.op_id) == Fate::Refused {
                return (op.op_id.clone(), Answer::Refused(Refusal::NotFound));
            }
            if self.applied.insert(op.op_id.clone()) {
                self.log.push((op.customer_id.clone(), op.op_id.clone()));
            }
            (op.op_id.clone(), Answer::Applied { version: 1 })
        });
        Reply::Results(answers.collect())
    }
}

/// A window of the device.
#[derive(Default)]
struct Window {
    outbox: Outbox,
    /// Which life it is: an answer to a former one reaches nobody.
    life: usize,
    /// Written and not kept yet: the user did not see "saved".
    unsaved: Vec<Operation>,
}

/// Whose request or answer it is: a window and its life.
type Whose = (usize, usize);

/// A device with its windows, a network and a server.
struct World {
    random: Random,
    now_ms: i64,
    windows: Vec<Window>,
    /// Who holds the lock; none where the browser has no locks.
    lock: Option<Option<Whose>>,
    /// What the device kept: the only thing that a crash leaves.
    kept: BTreeMap<OperationId, Entry>,
    /// Operations whose change was kept, with the window's life that made them.
    saved: Vec<(Whose, Operation)>,
    made: usize,
    lives: usize,
    requests: Vec<(Whose, Vec<Operation>)>,
    replies: Vec<(Whose, Vec<OperationId>, Reply)>,
    server: Server,
}

impl World {
    fn new(seed: u64) -> Self {
        Self {
            random: Random(seed),
            now_ms: 1_000_000,
            windows: (0..WINDOWS).map(|_| Window::default()).collect(),
            lock: seed.is_multiple_of(2).then_some(None),
            kept: BTreeMap::new(),
            saved: Vec::new(),
            made: 0,
            lives: 0,
            requests: Vec::new(),
            replies: Vec::new(),
            server: Server::default(),
        }
    }

    fn whose(&self, at: usize) -> Whose {
        (at, self.windows[at].life)
    }

    fn enqueue(&mut self, at: usize) {
        let operation = operation(self.made, self.random.below(3));
        self.made += 1;
        let window = &mut self.windows[at];
        assert!(window.outbox.enqueue(operation.clone()));
        window.unsaved.push(operation);
    }

    /// One transaction of the store, which may fail: then the window goes on with what it knows.
    fn meet<R>(&mut self, at: usize, work: impl FnOnce(&mut Outbox) -> R) -> R {
        let fails = self.random.below(12) == 0;
        let whose = self.whose(at);
        let window = &mut self.windows[at];
        if fails {
            let done = work(&mut window.outbox);
            let changes = window.outbox.take_changes();
            window.outbox.on_not_kept(&changes);
            return done;
        }
        let mut stored: Vec<Entry> = self.kept.values().cloned().collect();
        if window.outbox.entries().is_empty() {
            // Through its text form, as a browser keeps it.
            let text = serde_json::to_string(&stored).unwrap();
            stored = serde_json::from_str(&text).unwrap();
        }
        window.outbox.meet(stored);
        let done = work(&mut window.outbox);
        let changes = window.outbox.take_changes();
        for change in &changes {
            match change {
                StoreChange::Put(entry) => {
                    let op_id = entry.operation.op_id.clone();
                    self.kept.insert(op_id, (**entry).clone());
                }
                StoreChange::Remove(op_id) => drop(self.kept.remove(op_id)),
            }
        }
        window.outbox.on_kept(&changes);
        let saved = std::mem::take(&mut window.unsaved);
        self.saved.extend(saved.into_iter().map(|o| (whose, o)));
        done
    }

    /// Closes a window without a word, and opens another in its place.
    fn crash(&mut self, at: usize) {
        self.give_back(self.whose(at));
        self.lives += 1;
        self.windows[at] = Window {
            life: self.lives,
            ..Window::default()
        };
    }

    fn give_back(&mut self, whose: Whose) {
        if self.lock == Some(Some(whose)) {
            self.lock = Some(None);
        }
    }

    fn send(&mut self, at: usize) {
        let whose = self.whose(at);
        let is_alone = match &mut self.lock {
            Some(Some(_)) => return,
            Some(holder) => {
                *holder = Some(whose);
                true
            }
            None => false,
        };
        let now_ms = self.now_ms;
        let batch = self.meet(at, |outbox| {
            if is_alone {
                outbox.take_over();
            }
            outbox.next_batch(now_ms)
        });
        if batch.is_empty() {
            self.give_back(whose);
        } else {
            self.requests.push((whose, batch));
        }
    }

    /// Lets a request arrive, any of those under way; it may arrive again.
    fn arrive(&mut self) {
        if self.requests.is_empty() {
            return;
        }
        let index = self.random.below(self.requests.len());
        let (whose, request) = self.requests[index].clone();
        let reply = self.server.handle(&request);
        let sent = request.iter().map(|o| o.op_id.clone()).collect();
        self.replies.push((whose, sent, reply));
        if self.random.below(4) > 0 {
            self.requests.remove(index);
        }
    }

    /// Lets an answer arrive, any of those under way, perhaps in part, perhaps again.
    fn answer(&mut self) {
        if self.replies.is_empty() {
            return;
        }
        let index = self.random.below(self.replies.len());
        let again = self.random.below(4) == 0;
        let (whose, sent, reply) = self.replies[index].clone();
        if !again {
            self.replies.remove(index);
        }
        if self.whose(whose.0) != whose {
            return;
        }
        let outbox = &mut self.windows[whose.0].outbox;
        match reply {
            Reply::Results(mut results) => {
                if self.random.below(8) == 0 {
                    results.truncate(self.random.below(results.len()));
                }
                for (op_id, answer) in results {
                    outbox.on_result(&op_id, answer);
                }
                outbox.on_no_answer(&sent, Hindrance::Network, self.now_ms, 0.5);
            }
            Reply::BatchRefused(sent) => outbox.on_batch_refused(&sent, Refusal::TooLarge),
        }
        self.give_back(whose);
    }

    /// Lets a window hear nothing any more of what it sent.
    fn give_up(&mut self, at: usize) {
        let whose = self.whose(at);
        let sent = |request: &(Whose, Vec<Operation>)| request.0 == whose;
        if let Some((_, request)) = self.requests.iter().find(|r| sent(r)) {
            let ids: Vec<_> = request.iter().map(|o| o.op_id.clone()).collect();
            let outbox = &mut self.windows[at].outbox;
            outbox.on_no_answer(&ids, Hindrance::Network, self.now_ms, 0.5);
        }
        self.give_back(whose);
    }

    fn step(&mut self) {
        let at = self.random.below(WINDOWS);
        match self.random.below(18) {
            0..=3 => self.enqueue(at),
            4..=7 => self.send(at),
            8..=9 => self.arrive(),
            10..=11 => self.answer(),
            12 => drop(self.requests.pop()),
            13 => drop(self.replies.pop()),
            14 => self.give_up(at),
            15 => {
                let jump = i64::try_from(self.random.below(80_000)).unwrap();
                let is_back = self.random.below(9) == 0;
                self.now_ms += if is_back { -jump } else { jump };
            }
            16 => self.windows[at].outbox.on_online(),
            _ => self.crash(at),
        }
        if self.random.below(3) > 0 {
            self.meet(at, |_| ());
        }
    }

    /// Makes the network whole again and lets time go on: nobody touches the device, and a window closes.
    fn heal(&mut self) {
        self.crash(0);
        for at in 0..WINDOWS {
            self.give_up(at);
        }
        for _ in 0..2_000 {
            if self.windows.iter().all(|w| w.outbox.waiting_count() == 0)
                && self.kept.values().all(Entry::is_refused)
            {
                break;
            }
            self.now_ms += 5_000;
            let at = self.random.below(WINDOWS);
            self.send(at);
            for (whose, request) in std::mem::take(&mut self.requests) {
                let reply = self.server.handle(&request);
                let sent = request.iter().map(|o| o.op_id.clone()).collect();
                self.replies.push((whose, sent, reply));
            }
            while !self.replies.is_empty() {
                self.answer();
            }
        }
        // The store may have refused: by the end it does not.
        for _ in 0..2 {
            for at in 0..WINDOWS {
                while !self.windows[at].unsaved.is_empty() {
                    self.meet(at, |_| ());
                }
                self.meet(at, |_| ());
            }
        }
    }

    fn check(&self, seed: u64) {
        let kept: BTreeSet<_> = self.kept.keys().cloned().collect();
        for (at, Window { outbox, .. }) in self.windows.iter().enumerate() {
            let waiting = outbox.waiting_count();
            assert_eq!(waiting, 0, "trace {seed}: something is stuck in {at}");
        }
        assert!(
            self.kept.values().all(Entry::is_refused),
            "trace {seed}: the device keeps what is refused and no more"
        );
        for (_, op) in &self.saved {
            let applied = self.server.applied.contains(&op.op_id);
            let expected = fate(&op.op_id) == Fate::Applied;
            assert_eq!(applied, expected, "trace {seed}: {} applied", op.op_id);
            let is_listed = kept.contains(&op.op_id);
            assert_eq!(is_listed, !expected, "trace {seed}: {} listed", op.op_id);
        }
        self.check_order(seed);
    }

    /// The writes that one window made for one customer arrive in their order.
    fn check_order(&self, seed: u64) {
        let author = |op: &OperationId| {
            let made = self.saved.iter().find(|(_, o)| o.op_id == *op);
            made.map(|(whose, o)| (*whose, o.customer_id.clone()))
        };
        let mut last: BTreeMap<(Whose, CustomerId), usize> = BTreeMap::new();
        for (_, op_id) in &self.server.log {
            // A write that a crash took before it was saved may still be under way; it has no order.
            let Some(author) = author(op_id) else {
                continue;
            };
            let before = last.insert(author, number(op_id));
            assert!(
                before.is_none_or(|b| b < number(op_id)),
                "trace {seed}: {op_id} is out of order"
            );
        }
    }
}

#[test]
fn whatever_is_lost_repeated_or_late_each_saved_write_arrives_once_and_in_order() {
    for seed in 0..TRACES {
        let mut world = World::new(seed);
        for _ in 0..STEPS {
            world.step();
        }
        world.heal();
        world.check(seed);
    }
}
