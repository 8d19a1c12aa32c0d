//! Whether an object of a request, however deep, has a member twice: as a value it would have the last.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// What is known of the members of a value.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Members {
    pub(crate) stand_twice: bool,
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Walk)
    }
}

struct Walk;

/// Values without members.
macro_rules! leaves {
    ($($visit:ident($of:ty))*) => {$(
        fn $visit<E: Error>(self, _: $of) -> Result<Members, E> {
            Ok(Members::default())
        }
    )*};
}

impl<'de> Visitor<'de> for Walk {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    leaves! { visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64) visit_str(&str) }

    fn visit_unit<E: Error>(self) -> Result<Members, E> {
        Ok(Members::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Members, A::Error> {
        let mut found = Members::default();
        while let Some(item) = items.next_element::<Members>()? {
            found.stand_twice |= item.stand_twice;
        }
        Ok(found)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Members, A::Error> {
        let (mut found, mut names) = (Members::default(), HashSet::new());
        while let Some(name) = members.next_key::<String>()? {
            found.stand_twice |= !names.insert(name);
            found.stand_twice |= members.next_value::<Members>()?.stand_twice;
        }
        Ok(found)
    }
}
