//@ run-pass

fn main() {
    // Nothing here names an allocator. Since Rust 1.32 the choice is the
    // same for every artifact: the allocator of the platform.
    let number = Box::new(4);
    println!("{number}");
}
