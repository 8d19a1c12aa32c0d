//! What there is to say about one part of a token.

/// How good a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Judgement {
    /// As it should be.
    Right,
    /// Accepted, and probably not what was meant.
    Doubtful,
    /// The server refuses the token for it, or its holder sees nothing.
    Wrong,
}

/// What there is to say about one part of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The part: `form`, `alg`, `kid`, `signature`, or a claim.
    pub part: String,
    /// How good it is.
    pub judgement: Judgement,
    /// What it says, or what is wrong.
    pub says: String,
    /// What to do; empty when nothing is.
    pub advice: String,
}

fn finding(part: &str, judgement: Judgement, says: &str, advice: &str) -> Finding {
    Finding {
        part: part.to_owned(),
        judgement,
        says: says.to_owned(),
        advice: advice.to_owned(),
    }
}

/// Says that a part is as it should be.
pub(super) fn right(part: &str, says: &str) -> Finding {
    finding(part, Judgement::Right, says, "")
}

/// Says that a part is accepted and probably not what was meant.
pub(super) fn doubtful(part: &str, says: &str, advice: &str) -> Finding {
    finding(part, Judgement::Doubtful, says, advice)
}

/// Says that a part is wrong.
pub(super) fn wrong(part: &str, says: &str, advice: &str) -> Finding {
    finding(part, Judgement::Wrong, says, advice)
}

/// Returns the first 40 characters.
pub(super) fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
