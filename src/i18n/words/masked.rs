//! Texts of masked fields.

use super::texts;

texts!(
    /// What is masked, and its opening.
    MaskedTexts {
        title: "Afgeschermd", "Masked";
        hidden: "afgeschermd", "masked";
        open: "Openen…", "Open…";
        logged: "Het openen is vastgelegd", "The opening has been logged";
        offline: "Openen kan alleen met netwerk. Probeer het opnieuw als er netwerk is.", "Opening needs network. Try again when there is network.";
        forbidden: "U mag dit niet openen. Vraag het aan {}.", "You may not open this. Ask {}.";
        gone: "Dit gegeven is er niet meer, of niet meer voor u.", "This is not there any more, or no longer for you.";
        failed: "Het openen is niet gelukt. Probeer het opnieuw.", "It could not be opened. Try again.";
    }
);
