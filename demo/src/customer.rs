//! A customer of the demo, as the generator hands it out.

use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::{Assertion, CustomerKind, Identity, Item, Relation};

/// One customer with all that is known about them.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoCustomer {
    /// Who.
    pub customer_id: CustomerId,
    /// What they are.
    pub kind: CustomerKind,
    /// Claims about fields, in any order.
    pub assertions: Vec<Assertion>,
    /// Identifiers, normalised.
    pub identities: Vec<Identity>,
    /// Links to other customers of the demo.
    pub relations: Vec<Relation>,
    /// The timeline, in the order of telling.
    pub items: Vec<Item>,
}
