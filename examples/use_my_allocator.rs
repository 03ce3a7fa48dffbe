//@ run-pass
//@ aux-crate: my_allocator

use my_allocator::MyAllocator;

#[global_allocator]
static ALLOCATOR: MyAllocator = MyAllocator;

fn main() {
    // This box is made of memory from the crate above.
    let number = Box::new(8);
    println!("{number}");
}
