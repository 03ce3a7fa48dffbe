//@ run-pass

fn main() {
    // Say hello in Rust.
    println!("// not a comment"); /* A block. */
}
