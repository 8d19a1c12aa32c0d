//! What is known about one customer: assertions, items, relations, and the writes that add to them.

pub mod actor;
pub mod assertion;
pub mod attachment;
pub mod item;
pub mod months;
pub mod operation;
pub mod product_use;
pub mod profile;
pub mod summary;
pub mod summary_from;
pub mod validity;

pub use actor::{Actor, Role};
pub use assertion::{Assertion, Author};
pub use attachment::{Attachment, attachments_of};
pub use item::{Direction, Item, ItemLine, Status};
pub use months::Months;
pub use operation::{Action, Operation, OperationError};
pub use product_use::{ProductMonth, ProductUse, Use};
pub use profile::{
    ChannelTally, CustomerKind, Identity, IdentityKind, MonthTally, Profile, Relation,
    RelationKind, USE_MONTHS,
};
pub use summary_from::SummaryFrom;
pub use validity::Invalid;
