//! Random traces: lost, repeated and late messages, crashes and clock jumps, against a small server.
//!
//! The server is the contract: it applies each operation id once, and refuses the same ones always.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Entry, Refusal};
use super::outbox::{Answer, Outbox, StoreChange};
use crate::ids::{CustomerId, OperationId};
use crate::model::{Action, Operation};

const TRACES: u64 = 10_000;
const STEPS: usize = 60;

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

/// A device, a network and a server.
struct World {
    random: Random,
    now_ms: i64,
    outbox: Outbox,
    /// What the device kept: the only thing that a crash leaves.
    kept: BTreeMap<OperationId, Entry>,
    /// Operations whose change was kept: the user saw "saved".
    saved: Vec<Operation>,
    unsaved: Vec<Operation>,
    made: usize,
    requests: Vec<Vec<Operation>>,
    replies: Vec<Reply>,
    server: Server,
}

impl World {
    fn new(seed: u64) -> Self {
        Self {
            random: Random(seed),
            now_ms: 1_000_000,
            outbox: Outbox::default(),
            kept: BTreeMap::new(),
            saved: Vec::new(),
            unsaved: Vec::new(),
            made: 0,
            requests: Vec::new(),
            replies: Vec::new(),
            server: Server::default(),
        }
    }

    fn enqueue(&mut self) {
        let operation = operation(self.made, self.random.below(3));
        self.made += 1;
        assert!(self.outbox.enqueue(operation.clone()));
        self.unsaved.push(operation);
    }

    fn keep(&mut self) {
        for change in self.outbox.take_changes() {
            match change {
                StoreChange::Put(entry) => {
                    self.kept.insert(entry.operation.op_id.clone(), *entry);
                }
                StoreChange::Remove(op_id) => {
                    self.kept.remove(&op_id);
                }
            }
        }
        self.saved.append(&mut self.unsaved);
    }

    fn crash(&mut self) {
        // Through its text form, as a browser keeps it.
        let kept: Vec<_> = self.kept.values().collect();
        let text = serde_json::to_string(&kept).unwrap();
        self.outbox = Outbox::on_restart(serde_json::from_str(&text).unwrap());
        self.unsaved.clear();
    }

    fn send(&mut self) {
        let batch = self.outbox.next_batch(self.now_ms);
        if !batch.is_empty() {
            self.requests.push(batch);
        }
    }

    /// Lets a request arrive, any of those under way; it may arrive again.
    fn arrive(&mut self) {
        if self.requests.is_empty() {
            return;
        }
        let index = self.random.below(self.requests.len());
        let reply = self.server.handle(&self.requests[index]);
        self.replies.push(reply);
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
        match self.replies[index].clone() {
            Reply::Results(mut results) => {
                if self.random.below(8) == 0 {
                    results.truncate(self.random.below(results.len()));
                }
                for (op_id, answer) in results {
                    self.outbox.on_result(&op_id, answer);
                }
            }
            Reply::BatchRefused(sent) => self.outbox.on_batch_refused(&sent, Refusal::TooLarge),
        }
        if !again {
            self.replies.remove(index);
        }
    }

    fn step(&mut self) {
        match self.random.below(16) {
            0..=3 => self.enqueue(),
            4..=6 => self.send(),
            7..=8 => self.arrive(),
            9..=10 => self.answer(),
            11 => {
                self.requests.pop();
            }
            12 => {
                self.replies.pop();
            }
            13 => self.outbox.on_transport_error(self.now_ms, 0.5),
            14 => {
                let jump = i64::try_from(self.random.below(80_000)).unwrap();
                self.now_ms += if self.random.below(9) == 0 {
                    -jump
                } else {
                    jump
                };
            }
            _ => self.crash(),
        }
        if self.random.below(3) > 0 {
            self.keep();
        }
    }

    /// Makes the network whole again and lets time go on: nobody touches the device.
    fn heal(&mut self) {
        self.keep();
        for _ in 0..2_000 {
            if self.outbox.waiting_count() == 0 {
                break;
            }
            self.now_ms += 1_000;
            self.send();
            for request in std::mem::take(&mut self.requests) {
                let reply = self.server.handle(&request);
                self.replies.push(reply);
            }
            while !self.replies.is_empty() {
                self.answer();
            }
            self.keep();
        }
    }

    fn check(&self, seed: u64) {
        assert_eq!(
            self.outbox.waiting_count(),
            0,
            "trace {seed}: something is stuck"
        );
        let refused: BTreeSet<_> = self
            .outbox
            .refused()
            .map(|e| e.operation.op_id.clone())
            .collect();
        let kept: BTreeSet<_> = self.kept.keys().cloned().collect();
        assert_eq!(
            kept, refused,
            "trace {seed}: the device keeps what is refused and no more"
        );
        for op in &self.saved {
            let applied = self.server.applied.contains(&op.op_id);
            let expected = fate(&op.op_id) == Fate::Applied;
            assert_eq!(applied, expected, "trace {seed}: {} applied", op.op_id);
            assert_eq!(
                refused.contains(&op.op_id),
                !expected,
                "trace {seed}: {} listed",
                op.op_id
            );
        }
        // A write that a crash took before it was saved may still be under way; it has no order.
        let saved: BTreeSet<_> = self.saved.iter().map(|o| &o.op_id).collect();
        for customer in 0..3 {
            let customer = CustomerId::parse(format!("c{customer}")).unwrap();
            let log = self
                .server
                .log
                .iter()
                .filter(|(c, op)| *c == customer && saved.contains(op));
            let order: Vec<usize> = log.map(|(_, op_id)| number(op_id)).collect();
            assert!(order.is_sorted(), "trace {seed}: {order:?} is out of order");
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
