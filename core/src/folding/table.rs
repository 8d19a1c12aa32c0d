//! Which letter stands under the marks of another, made from the decompositions of Unicode 16.
//!
//! In the two Latin tables a sign stands for each code point: the letter, `.` for one that stays as it is, or
//! a capital for one that is [`spelled`].

/// U+00C0 to U+024F.
pub(super) const LATIN: &str = "\
    ...............................SaaaaaaAceeeeiiiidnooooo.ouuuuyTy.a.a.a.c.c.c.c.d\
    .d.e.e.e.e.e.g.g.g.g.h.h.i.i.i.i.i.I.j.k..l.l.l.l.l.n.n.nn...o.o.o.O.r.r.r.s.s.s\
    .s.t.t...u.u.u.u.u.u.w.y..z.z.zs.................................o..............\
    u.....................D..L..N.a.i.o.u.u.u.u.u..a.a.A...g.k.o.o..j..D.g...n.a.A.o\
    .a.a.e.e.i.i.o.o.r.r.u.u.s.t...h.......a.e.o.o.o.o.y............................";

/// U+1E00 to U+1EFF.
pub(super) const LATIN_MORE: &str = "\
    .a.b.b.b.c.d.d.d.d.d.e.e.e.e.e.f.g.h.h.h.h.h.i.i.k.k.k.l.l.l.l.m.m.m.n.n.n.n.o.o\
    .o.o.p.p.r.r.r.r.s.s.s.s.s.t.t.t.t.u.u.u.u.u.v.v.w.w.w.w.w.x.x.y.z.z.zhtwyas....\
    .a.a.a.a.a.a.a.a.a.a.a.a.e.e.e.e.e.e.e.e.i.i.o.o.o.o.o.o.o.o.o.o.o.o.u.u.u.u.u.u\
    .u.y.y.y.y......";

/// A letter and the one under its marks, in pairs.
pub(super) const ARABIC_CYRILLIC_GREEK: &str = "\
    ΐιάαέεήηίιΰυϊιϋυόούυώωϐβϑθϒυϓυϔυϕφϖπϰκϱρϲςϵεйиѐеёеѓгїіќкѝи\
    ўуѷѵӂжӑаӓаӗеӛәӝжӟзӣиӥиӧоӫөӭэӯуӱуӳуӵчӹыآاأاؤوإائيۀەۂہۓے";

/// Returns how a sign of several letters, or the code of one in a Latin table, is spelled.
pub(super) fn spelled(sign: char) -> &'static str {
    match sign {
        'A' => "ae",
        'D' => "dz",
        'I' => "ij",
        'L' => "lj",
        'N' => "nj",
        'O' => "oe",
        'S' => "ss",
        'T' => "th",
        '²' => "2",
        '³' => "3",
        _ => "",
    }
}
