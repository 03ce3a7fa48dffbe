//@ build-pass
#![crate_type = "rlib"]

/* A block
 * comment. */
pub fn shout() {}
