//! Texts of the header and the crystal ball.

use super::texts;

texts!(
    /// Who is this, what is urgent.
    HeaderTexts {
        customer_since: "Klant sinds {}", "Customer since {}";
    }
);

texts!(
    /// Past, present and future on one axis.
    BallTexts {
        title: "Kristallen bol", "Crystal ball";
    }
);
